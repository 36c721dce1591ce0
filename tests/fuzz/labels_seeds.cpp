// SPDX-License-Identifier: MIT
// Seeds for labels_fuzz: every payload of the table. usage: labels_seeds FUZZER FOLDER [CAPTURES]
#include <fstream>
#include <iostream>

#include "cases.hpp"

using namespace hookline::test;

namespace {

std::string number(unsigned value)
{
    return {static_cast<char>(value >> 8), static_cast<char>(value)};
}

std::string seed_of(const LabelCase& label_case)
{
    const auto beyond = label_case.bytes.size() > HL_PAYLOAD_WINDOW ? label_case.bytes.size() - HL_PAYLOAD_WINDOW : 0;
    return static_cast<char>(label_case.protocol == kTcp ? 1 : 0) + number(label_case.src_port) +
           number(label_case.dst_port) + number(static_cast<unsigned>(beyond)) +
           label_case.bytes.substr(0, HL_PAYLOAD_WINDOW);
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 3) return 2;
    const auto cases = all_cases();
    for (std::size_t i = 0; i < cases.size(); ++i)
        std::ofstream(std::string(argv[2]) + "/" + std::to_string(i), std::ios::binary) << seed_of(cases[i]);
    std::cout << cases.size() << " seeds\n";
    return 0;
}
