// SPDX-License-Identifier: MIT
#include "bpf_support/program_info.hpp"

#include <bpf/bpf.h>

#include "bpf_support/unique_fd.hpp"

namespace hookline::bpf {

bpf_prog_info program_info(int program_fd)
{
    bpf_prog_info info{};
    std::uint32_t size = sizeof info;
    bpf_prog_get_info_by_fd(program_fd, &info, &size);
    return info;
}

std::string describe_program(std::uint32_t program_id)
{
    const UniqueFd program(bpf_prog_get_fd_by_id(program_id));
    const std::string name = program ? program_info(program.get()).name : "";
    return "program " + (name.empty() ? "" : name + " ") + "(id " + std::to_string(program_id) + ")";
}

}  // namespace hookline::bpf
