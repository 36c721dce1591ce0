// SPDX-License-Identifier: MIT
#include "pipeline/starter.hpp"

namespace hookline::pipeline {

void Starter::run()
{
    const auto result = try_once();
    if (result != Result::waiting) return settled_(result);
    timer_.expires_after(backoff_.next());
    timer_.async_wait([this](boost::system::error_code error) {
        if (!error && !cancelled_) run();
    });
}

Starter::Result Starter::try_once()
{
    const auto outcome = capture_.start();
    if (outcome.ok()) return Result::started;
    const auto policy = capture_.on_start_error();
    if (policy == config::OnStartError::retry && outcome.status == HOOKLINE_RETRY) {
        if (retries_.add(1)) capture_.log_warning(outcome.reason + "; trying again");
        return Result::waiting;
    }
    const bool fatal = policy == config::OnStartError::fail;
    capture_.log_error(outcome.reason + (fatal ? "; ending, as on_start_error says" : "; going on without it"));
    capture_.give_up();
    return fatal ? Result::fatal : Result::skipped;
}

}  // namespace hookline::pipeline
