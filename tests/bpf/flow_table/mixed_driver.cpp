// SPDX-License-Identifier: MIT
#include "mixed_driver.hpp"

#include <bpf/bpf.h>

#include <cstring>
#include <stdexcept>
#include <string>

#include "mixed_driver.skel.h"

namespace hookline::test {

void MixedDriver::Destroy::operator()(mixed_driver_bpf* skeleton) const
{
    mixed_driver_bpf__destroy(skeleton);
}

MixedDriver::MixedDriver(int target_program_fd)
    : skeleton_(mixed_driver_bpf__open_and_load()),
      packet_(packet().eth().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).payload(128 - 42).bytes())
{
    const std::uint32_t slot = 0;
    if (!skeleton_ || bpf_map_update_elem(bpf_map__fd(skeleton_->maps.mixed_target), &slot, &target_program_fd, 0) != 0)
        throw std::runtime_error(std::string("the mixed driver: ") + std::strerror(errno));
}

void MixedDriver::run(std::uint32_t packets)
{
    if (packets == 0) return;
    LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = packet_.data(),
                .data_size_in = static_cast<std::uint32_t>(packet_.size()), .repeat = static_cast<int>(packets));
    if (bpf_prog_test_run_opts(bpf_program__fd(skeleton_->progs.drive_mixed), &options) != 0)
        throw std::runtime_error(std::string("bpf_prog_test_run: ") + std::strerror(errno));
}

void MixedDriver::flood(std::uint32_t packets)
{
    skeleton_->bss->mixed_flood_only = 1;
    run(packets);
    skeleton_->bss->mixed_flood_only = 0;
}

void MixedDriver::send(std::uint32_t packets)
{
    run(packets);
}

std::uint64_t MixedDriver::sent(std::size_t flow) const
{
    return skeleton_->bss->mixed_sent[flow];
}

std::uint32_t MixedDriver::source_of(std::size_t flow)
{
    return 0xc0000000u | static_cast<std::uint32_t>(flow << 8);
}

}  // namespace hookline::test
