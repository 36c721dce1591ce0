// SPDX-License-Identifier: MIT
// Reverse DNS by c-ares, alone in naming it.
#pragma once

#include <memory>
#include <string>

#include "config/model.hpp"
#include "names/resolver.hpp"

struct ares_channeldata;

namespace hookline::names {

class AresResolver final : public Resolver {
public:
    // `who` begins what is logged. Nothing is opened before the first question.
    AresResolver(std::string who, const config::Names& options, Poller& poller);
    ~AresResolver() override;
    AresResolver(const AresResolver&) = delete;
    AresResolver& operator=(const AresResolver&) = delete;

    void ask(const Address& address) override;

private:
    struct Question;
    struct Closer {
        void operator()(ares_channeldata* channel) const;
    };
    using Channel = std::unique_ptr<ares_channeldata, Closer>;

    [[nodiscard]] Channel open() const;
    static void take(void* question, int status, int timeouts, unsigned char* reply, int size);
    void process(int readable, int writable);
    void set_timer();

    const std::string who_;
    const config::Names options_;
    Poller& poller_;
    Channel channel_;
    bool has_failed_ = false;
    bool has_timer_ = false;
    std::size_t pending_ = 0;
};

}  // namespace hookline::names
