// SPDX-License-Identifier: MIT
// Whose a packet's flow is, for captures on interfaces: the programs of sockets run beside, and tell who uses which socket.
// By the socket's cookie where the packet had one, else by addresses and ports.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdint>
#include <memory>

#include "bpf_support/bank_reader.hpp"
#include "bpf_support/cgroups/cgroup_names.hpp"
#include "bpf_support/recent_map.hpp"
#include "bpf_support/row_details.hpp"
#include "bpf_support/sockets/known_sockets.hpp"
#include "bpf_support/sockets/local_addresses.hpp"
#include "bpf_support/sockets/look_around.hpp"
#include "bpf_support/sockets/socket_program.hpp"
#include "socket_owner.h"
#include "sockets/socket_flow.h"

namespace hookline::bpf {

inline constexpr hookline_option kAttributionOption = option::boolean(
    "attribution", "say which process and cgroup a flow is of, and how its TCP connection does; needs BTF", "false");

class Attribution : public RowDetails {
public:
    // Sockets are watched from now on. Throws Error.
    explicit Attribution(const Host& host);

    [[nodiscard]] bool has_news() const override;
    void flip() override;
    void begin_round() override;
    // A row without a process is noted as no_process.
    void add_to(hookline_flow& row, const hl_flow_key& key, const hl_slot& slot) override;
    // No socket is watched any more; what was seen is known.
    void stop();

private:
    void read(std::uint32_t bank);
    const hl_owner* owner(std::uint64_t id);

    Host host_;
    SocketProgram program_;
    FlowTable table_;
    std::unique_ptr<BankReader> reader_;
    LookAround around_;
    CgroupNames names_;
    LocalAddresses addresses_;
    KnownSockets known_;
    RecentMap<std::uint64_t, hl_owner> owners_;
    SocketLinks links_;
    std::uint32_t unread_ = 0;  // the bank that is to be read
    bool has_unread_ = false;
};

}  // namespace hookline::bpf
