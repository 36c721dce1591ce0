// SPDX-License-Identifier: MIT
#define BOOST_TEST_MODULE bpf_sockets
#define BOOST_TEST_NO_MAIN
#include <sys/resource.h>

#include <boost/test/unit_test.hpp>

#include <iostream>

#include "bpf_support/sockets/socket_program.hpp"
#include "bpf_support/trial.hpp"
#include "senders.hpp"

namespace {

std::string why_not()
{
    try {
        const auto abi = hookline::bpf::silent_host();
        const hookline::bpf::SocketProgram program(hookline::Host(&abi), {});
        tests::enter_own_network();
        return {};
    } catch (const std::exception& error) {
        return error.what();
    }
}

}  // namespace

int main(int argc, char** argv)
{
    if (const auto reason = why_not(); !reason.empty()) {
        std::cout << "skipped: " << reason << '\n';
        return 77;
    }
    const rlimit files{16'384, 16'384};
    ::setrlimit(RLIMIT_NOFILE, &files);
    return boost::unit_test::unit_test_main([] { return true; }, argc, argv);
}
