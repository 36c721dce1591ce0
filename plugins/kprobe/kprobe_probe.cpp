// SPDX-License-Identifier: MIT
// Can this hook work here? The programs are loaded and attached for real: they only look.
#include "bpf_support/trial.hpp"
#include "kprobe_capture.hpp"

namespace hookline::kprobe {

hookline_status KprobeCapture::probe(const std::function<void(const std::string&)>& say)
{
    const auto abi = bpf::silent_host();
    const Host host(&abi);
    const bpf::SocketProgram program(host, bpf::SocketKnobs{});
    const auto links = program.attach(host);
    for (const auto* choice : program.choices().all())
        say(choice->what + ": " + (choice->way.empty() ? "not seen" : choice->way));
    return HOOKLINE_OK;
}

}  // namespace hookline::kprobe
