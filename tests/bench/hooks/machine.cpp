// SPDX-License-Identifier: MIT
#include "machine.hpp"

#include <sched.h>
#include <sys/utsname.h>

#include <cerrno>
#include <fstream>

#include "bpf_support/errors.hpp"
#include "error.hpp"

namespace hookline::bench {
namespace {

int last_allowed_cpu()
{
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (::sched_getaffinity(0, sizeof(allowed), &allowed) != 0) return 0;
    int last = CPU_SETSIZE - 1;
    while (last > 0 && !CPU_ISSET(last, &allowed))
        --last;
    return last;
}

}  // namespace

std::string kernel_release()
{
    utsname names{};
    return ::uname(&names) == 0 ? names.release : "unknown";
}

std::string cpu_model()
{
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);)
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    return "unknown CPU";
}

int pin_to_cpu(int cpu)
{
    if (cpu < 0) cpu = last_allowed_cpu();
    cpu_set_t only;
    CPU_ZERO(&only);
    if (cpu < CPU_SETSIZE) CPU_SET(cpu, &only);
    if (::sched_setaffinity(0, sizeof(only), &only) != 0)
        throw Error("cannot stay on CPU " + std::to_string(cpu) + ": " + bpf::kernel_words(errno) +
                    "; choose another with --cpu");
    return cpu;
}

}  // namespace hookline::bench
