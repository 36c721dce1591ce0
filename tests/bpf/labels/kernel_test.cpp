// SPDX-License-Identifier: MIT
// The kernel says the same of every payload as user space does, and it looks at the signatures in little time.
#define BOOST_TEST_MODULE labels_kernel
#define BOOST_TEST_NO_MAIN
#include <boost/test/unit_test.hpp>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <random>
#include <stdexcept>

#include <unistd.h>

#include "cases.hpp"
#include "labels.skel.h"

namespace hookline::test {
namespace {

struct Destroy {
    void operator()(labels_bpf* skeleton) const { labels_bpf__destroy(skeleton); }
};

class Kernel {
public:
    Kernel() : skeleton_(labels_bpf__open_and_load())
    {
        if (!skeleton_) throw std::runtime_error(std::string("labels.bpf.o does not load: ") + std::strerror(errno));
    }

    [[nodiscard]] int label_of(const hl_payload& payload) const
    {
        const std::uint32_t first = 0;
        const int map = bpf_map__fd(skeleton_->maps.hl_payloads);
        if (bpf_map_update_elem(map, &first, &payload, BPF_ANY) != 0)
            throw std::runtime_error("cannot write the payload");
        const char frame[64] = {};
        LIBBPF_OPTS(bpf_test_run_opts, options);
        options.data_in = frame;
        options.data_size_in = sizeof frame;
        if (bpf_prog_test_run_opts(program(), &options) != 0) throw std::runtime_error("bpf_prog_test_run");
        return static_cast<int>(options.retval);
    }
    [[nodiscard]] int program() const { return bpf_program__fd(skeleton_->progs.hl_label_test); }

private:
    std::unique_ptr<labels_bpf, Destroy> skeleton_;
};

std::string why_not()
{
    libbpf_set_print(nullptr);
    LIBBPF_OPTS(bpf_map_create_opts, options);
    const int map = bpf_map_create(BPF_MAP_TYPE_ARRAY, "hl_probe", 4, 8, 1, &options);
    if (map < 0) return std::string("BPF is not permitted here: ") + std::strerror(errno);
    close(map);
    return {};
}

}  // namespace

BOOST_AUTO_TEST_CASE(both_say_the_same_of_the_table)
{
    const Kernel kernel;
    for (const auto& label_case : all_cases())
        for (std::size_t at = 0; at <= label_case.fixed.size(); ++at) {
            auto changed = label_case;
            if (at < label_case.fixed.size()) changed.bytes[label_case.fixed[at]] ^= 0x55;
            const auto payload = payload_of(changed);
            BOOST_TEST(kernel.label_of(payload) == int{hl_label_of(&payload)}, label_case.name);
        }
}

// Mutations of the table get further into the signatures than random bytes do.
BOOST_AUTO_TEST_CASE(both_say_the_same_of_mutations)
{
    const Kernel kernel;
    const auto cases = all_cases();
    std::mt19937 random(11);
    int labelled = 0;
    for (int round = 0; round < 200'000; ++round) {
        auto payload = payload_of(cases[random() % cases.size()]);
        for (unsigned changes = random() % 4; changes > 0; --changes)
            payload.bytes[random() % 32] = static_cast<std::uint8_t>(random());
        if (random() % 8 == 0) payload.size = random() % 300;
        if (payload.size < sizeof payload.bytes)
            std::memset(payload.bytes + payload.size, 0, sizeof payload.bytes - payload.size);
        const int label = hl_label_of(&payload);
        labelled += label != HL_LABEL_NONE;
        BOOST_REQUIRE(kernel.label_of(payload) == label);
    }
    BOOST_TEST(labelled > 10'000);
}

BOOST_AUTO_TEST_CASE(the_verifier_has_little_to_do)
{
    const Kernel kernel;
    bpf_prog_info info{};
    std::uint32_t size = sizeof info;
    BOOST_REQUIRE(bpf_prog_get_info_by_fd(kernel.program(), &info, &size) == 0);
    if (info.verified_insns == 0) return;  // before 5.16 the kernel does not tell
    BOOST_TEST_MESSAGE("instructions verified: " << info.verified_insns);
    BOOST_TEST(info.verified_insns < 10'000U);
}

}  // namespace hookline::test

int main(int argc, char** argv)
{
    if (const auto reason = hookline::test::why_not(); !reason.empty()) {
        std::puts(("skipped: " + reason).c_str());
        return 77;
    }
    return boost::unit_test::unit_test_main(&init_unit_test, argc, argv);
}
