// SPDX-License-Identifier: MIT
// libxdp's handles, errors and messages.
#pragma once

#include <hookline/plugin.hpp>
#include <xdp/libxdp.h>

#include <memory>
#include <string>

#include "bpf_support/errors.hpp"
#include "bpf_support/libbpf_log.hpp"

namespace hookline::xdp {

struct XdpProgramCloser {
    void operator()(xdp_program* program) const { xdp_program__close(program); }
};
using XdpProgramPtr = std::unique_ptr<xdp_program, XdpProgramCloser>;

struct MultiprogCloser {
    void operator()(xdp_multiprog* multiprog) const { xdp_multiprog__close(multiprog); }
};
using Multiprog = std::unique_ptr<xdp_multiprog, MultiprogCloser>;

// Null for the errors that libxdp hides in pointers.
template <class Handle>
Handle* valid(Handle* handle)
{
    return libxdp_get_error(handle) == 0 ? handle : nullptr;
}

// While one exists, what libxdp and libbpf print goes to the host's log.
class LibxdpLog : public bpf::LibbpfLog {
public:
    explicit LibxdpLog(const Host& host)
        : LibbpfLog(host), outer_(libxdp_set_print([](libxdp_print_level level, const char* format, va_list arguments) {
              return bpf::print_to_log(level, format, arguments);
          }))
    {
    }
    ~LibxdpLog() { libxdp_set_print(outer_); }
    LibxdpLog(const LibxdpLog&) = delete;
    LibxdpLog& operator=(const LibxdpLog&) = delete;
    LibxdpLog(LibxdpLog&&) = delete;
    LibxdpLog& operator=(LibxdpLog&&) = delete;

private:
    libxdp_print_fn_t outer_;
};

}  // namespace hookline::xdp
