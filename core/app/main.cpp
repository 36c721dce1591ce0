// SPDX-License-Identifier: MIT
#include <csignal>
#include <exception>

#include "app/commands.hpp"
#include "app/flags.hpp"
#include "app/output.hpp"

int main(int argc, char** argv)
{
    using namespace hookline::app;
    reserve_standard_descriptors();
    // A reader that went away is a write error, told and counted like any other
    std::signal(SIGPIPE, SIG_IGN);
    try {
        auto flags = parse_flags(argc, argv);
        if (!flags) return fail(kBadUsage, flags.error().text);
        return dispatch(std::move(*flags));
    } catch (const std::exception& error) {
        return fail(kFailed, error.what());
    }
}
