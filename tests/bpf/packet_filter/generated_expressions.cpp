// SPDX-License-Identifier: MIT
#include "differential/random.hpp"
#include "expressions.hpp"

namespace hookline::test {
namespace {

class Grammar {
public:
    explicit Grammar(std::uint64_t seed) : random_(seed) {}

    std::string expression(int depth)
    {
        if (depth == 0 || one_of(3)) return primitive();
        switch (number(0, 3)) {
        case 0: return "not (" + expression(depth - 1) + ')';
        case 1: return '(' + expression(depth - 1) + " or " + expression(depth - 1) + ')';
        default: return '(' + expression(depth - 1) + " and " + expression(depth - 1) + ')';
        }
    }

private:
    std::uint32_t number(std::uint32_t least, std::uint32_t most)
    {
        return static_cast<std::uint32_t>(least + random_.below(std::size_t{most} - least + 1));
    }
    bool one_of(std::uint32_t many) { return number(1, many) == 1; }
    std::string text(std::uint32_t least, std::uint32_t most) { return std::to_string(number(least, most)); }

    template <std::size_t Count>
    const char* pick(const char* const (&choices)[Count])
    {
        return choices[number(0, Count - 1)];
    }

    std::string primitive()
    {
        static constexpr const char* kWords[] = {"ip",   "ip6",       "arp",           "tcp", "udp",  "icmp", "icmp6",
                                                 "sctp", "multicast", "ip6 multicast", "esp", "igmp", "pim",  "vrrp"};
        switch (number(0, 6)) {
        case 0: return pick(kWords);
        case 1: return ports();
        case 2: return address();
        case 3: return pick({"less ", "greater "}) + text(40, 300);
        default: return relation();
        }
    }

    std::string ports()
    {
        const std::string words = std::string(pick({"", "tcp ", "udp ", "sctp "})) + pick({"", "src ", "dst "});
        static constexpr const char* kPorts[] = {"53", "80", "443", "22", "1900", "5353", "4789", "123", "3389"};
        if (one_of(2)) return words + "port " + pick(kPorts);
        return words + "portrange " + text(0, 2000) + '-' + text(2000, 65535);
    }

    std::string address()
    {
        static constexpr const char* kNets[] = {"10.0.0.0/8",  "192.168.0.0/16", "172.16.0.0/12", "224.0.0.0/4",
                                                "127.0.0.0/8", "128.0.0.0/1",    "fe80::/10",     "ff00::/8",
                                                "2000::/3",    "2001:db8::/32"};
        return std::string(pick({"", "src ", "dst "})) + "net " + pick(kNets);
    }

    std::string relation()
    {
        return value(2) + pick({" = ", " != ", " < ", " > ", " <= ", " >= "}) + (one_of(4) ? value(1) : constant());
    }

    std::string constant() { return one_of(2) ? text(0, 255) : one_of(2) ? text(0, 65535) : text(0, 0xffffffff); }

    std::string value(int depth)
    {
        if (depth == 0 || one_of(3)) return one_of(8) ? "len" : bytes();
        const std::string right = one_of(2) ? value(depth - 1) : text(1, 40);
        return '(' + value(depth - 1) + pick({" + ", " - ", " * ", " / ", " % ", " & ", " | ", " ^ ", " << ", " >> "}) +
               right + ')';
    }

    std::string bytes()
    {
        static constexpr const char* kLayers[] = {"ether", "ip", "ip6", "tcp", "udp", "icmp", "arp"};
        const std::string size = pick({"", ":1", ":2", ":4"});
        std::string offset = text(0, one_of(5) ? 200 : 24);
        if (one_of(5)) offset = "(ip[" + text(0, 9) + "] & " + pick({"0xf", "0x1f", "7"}) + ") + " + text(0, 20);
        return std::string(pick(kLayers)) + '[' + offset + size + ']';
    }

    Random random_;
};

}  // namespace

std::vector<std::string> generated_expressions(std::uint64_t seed, std::size_t count)
{
    Grammar grammar(seed);
    std::vector<std::string> expressions;
    for (std::size_t i = 0; i < count; ++i)
        expressions.push_back(grammar.expression(3));
    return expressions;
}

}  // namespace hookline::test
