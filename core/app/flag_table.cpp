// SPDX-License-Identifier: MIT
#include "app/flag_table.hpp"

#include <sstream>
#include <vector>

namespace hookline::app {
namespace {

using Texts = std::vector<std::string>;

po::typed_value<std::string>* text(const char* name)
{
    return po::value<std::string>()->value_name(name);
}
po::typed_value<Texts>* texts(const char* name)
{
    return po::value<Texts>()->value_name(name)->composing();
}

// clang-format off
po::options_description capture_flags()
{
    po::options_description flags("What is captured (by tc, unless another way is chosen)", 110);
    flags.add_options()
        ("iface,i", texts("NAME"), "interface, pattern or comma list; repeatable (default: the default route's)")
        ("xdp,x", "XDP instead of tc, incoming packets only")
        ("xdp_mode", text("MODE"), "auto, generic, native or offload (with --xdp; default: auto)")
        ("kprobes,k", "what processes send and receive, by their calls")
        ("cgroup,c", text("PATH"), "one cgroup v2, both directions")
        ("pcap", "live through libpcap")
        ("read", text("FILE"), "a pcap or pcapng file, to its end")
        ("max-entries", text("N"), "size of the flow table (default: 262144)")
        ("no-arp", "leave ARP out")
        ("no-tcx", "attach tc programs by a clsact qdisc even where the kernel has TCX")
        ("attribution", "say which process and container a row is of (with tc)");
    return flags;
}

po::options_description report_flags()
{
    po::options_description flags("How it is reported (as a table, unless another form is chosen)", 110);
    flags.add_options()
        ("json,j", "one JSON array")
        ("lines", "JSON Lines: an object with every column for each row")
        ("classic", "one line of text for each flow")
        ("tui,g", "interactive screen")
        ("refresh,r", text("DURATION"), "of the interactive screen (default: 1s)")
        ("every,e", text("DURATION"), "report at this interval too, not only at the end")
        ("top", text("N"), "the N largest rows, the rest as one")
        ("group-by", texts("COLUMNS"), "add up by these columns only, for example dst_addr,dst_port")
        ("resolve", "names of hosts (by DNS), services, ICMP types and interfaces")
        ("no-resolve,n", "numbers instead of names (the default)")
        ("output,o", text("FILE"), "report into a file instead of standard output");
    return flags;
}

po::options_description host_flags()
{
    po::options_description flags("Running", 110);
    flags.add_options()
        ("timeout,t", text("DURATION"), "stop after 90s, 1h30m, ...; 0: at a signal only (default: 10m)")
        ("config", text("FILE"), "run this pipeline file")
        ("print-config", "print the pipeline file that the flags stand for, and end")
        ("plugin-path", texts("DIR"), "look here for plugins first; repeatable")
        ("log-level", text("LEVEL"), "debug, info, warning, error or off (default: warning)")
        ("help,?", "this text")
        ("version", "version of hookline and of its plugin interface");
    return flags;
}
// clang-format on

}  // namespace

po::options_description all_flags()
{
    po::options_description flags;
    return flags.add(capture_flags()).add(report_flags()).add(host_flags());
}

std::string help_text()
{
    std::ostringstream text;
    text << "hookline: what flows through this host's interfaces, by captures and sinks that are plugins\n\n"
            "hookline [FLAGS] [FILTER]      count flows on the default route's interface, report at the end\n"
            "hookline --read FILE [FILTER]  the same from a capture file\n"
            "hookline --config FILE         run a pipeline file\n"
            "hookline check FILE            is this pipeline file right?\n"
            "hookline plugins               list the plugins that can be found\n"
            "hookline plugins show NAME     a plugin's options and streams\n"
            "hookline doctor                which captures work on this host, and why not\n\n"
            "FILTER is an expression of pcap-filter(7), one word or several: only what it matches is counted\n"
         << all_flags();
    return text.str();
}

}  // namespace hookline::app
