// Packets for tests, written as one reads them:
//   packet().eth().vlan(5).ipv4("10.0.0.1", "10.0.0.2").udp(5353, 53).payload(20)
// Each layer names itself in the one before it (EtherType, protocol, next header), and lengths are filled in at the end.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hookline::test {

using Bytes = std::vector<std::uint8_t>;

class PacketBuilder {
public:
    // Link layer
    PacketBuilder& eth();
    PacketBuilder& eth_length();  // an IEEE 802.3 frame: the length of what follows where the EtherType would be
    PacketBuilder& llc(std::uint8_t dsap, std::uint8_t ssap, std::uint8_t control);
    PacketBuilder& snap(std::uint32_t oui = 0);
    PacketBuilder& vlan(std::uint16_t vid, std::uint16_t tpid = 0x8100);
    PacketBuilder& mpls(std::uint32_t label, bool bottom, std::uint16_t ethertype = 0x8847);
    PacketBuilder& pppoe(std::uint16_t session, std::uint8_t code = 0);
    PacketBuilder& arp(std::uint16_t operation, const std::string& sender, const std::string& target,
                       std::uint16_t ethertype = 0x0806);

    // Network layer
    PacketBuilder& ipv4(const std::string& source, const std::string& destination);
    PacketBuilder& ipv4_options(std::size_t words);
    PacketBuilder& ipv4_fragment(std::uint16_t id, std::uint16_t offset_bytes, bool more);
    PacketBuilder& ipv6(const std::string& source, const std::string& destination);
    PacketBuilder& extension(std::uint8_t header, std::size_t bytes = 8);
    PacketBuilder& ipv6_fragment(std::uint32_t id, std::uint16_t offset_bytes, bool more);

    // Transport layer and tunnels
    PacketBuilder& tcp(std::uint16_t source, std::uint16_t destination, std::uint8_t flags = 0x10,
                       std::size_t option_words = 0);
    PacketBuilder& udp(std::uint16_t source, std::uint16_t destination);
    PacketBuilder& udp_lite(std::uint16_t source, std::uint16_t destination);
    PacketBuilder& sctp(std::uint16_t source, std::uint16_t destination);
    PacketBuilder& dccp(std::uint16_t source, std::uint16_t destination);
    PacketBuilder& icmp(std::uint8_t type, std::uint8_t code);
    PacketBuilder& icmpv6(std::uint8_t type, std::uint8_t code);
    PacketBuilder& igmp(std::uint8_t type);
    PacketBuilder& esp(std::uint32_t spi);
    PacketBuilder& ah(std::uint32_t spi);
    PacketBuilder& ospf(std::uint8_t type, std::uint8_t version = 2);
    PacketBuilder& l2tp(std::uint32_t session);
    PacketBuilder& gre(std::uint16_t flags, std::uint32_t key = 0, std::uint16_t protocol = 0);
    PacketBuilder& vxlan(std::uint32_t vni, std::uint8_t flags = 0x08);
    PacketBuilder& geneve(std::uint32_t vni, std::size_t option_words = 0);
    PacketBuilder& gtp_u(std::uint32_t teid, std::uint8_t message = 255);
    PacketBuilder& protocol(std::uint16_t number);  // says what follows where no layer does

    // Bytes as they are
    PacketBuilder& payload(std::size_t size, std::uint8_t value = 0xa5);
    PacketBuilder& raw(const Bytes& bytes);
    PacketBuilder& padding(std::size_t size);  // after the IP packet: in no length
    PacketBuilder& set8(std::size_t from_end, std::uint8_t value);  // overwrites, counted back from here
    PacketBuilder& length_as(std::uint16_t value);  // the length of the last IP header, true or not

    [[nodiscard]] Bytes bytes() const;

private:
    enum class Names { kNothing, kEthertype, kIpProtocol, kPpp };
    struct Length {
        std::size_t field;
        std::size_t from;
        bool fixed;
        std::uint16_t value;
    };

    void put8(std::uint8_t value);
    void put16(std::uint16_t value);
    void put32(std::uint32_t value);
    void put_address(const std::string& address);
    void ports(std::uint8_t protocol, std::uint16_t source, std::uint16_t destination);
    void name_as_ethertype(std::uint16_t ethertype);
    void name_as_protocol(std::uint8_t protocol);
    void next_is_named_here(Names names, std::size_t field);

    Bytes bytes_;
    std::vector<Length> lengths_;
    Names names_ = Names::kNothing;
    std::size_t name_field_ = 0;
    std::size_t ip_start_ = 0;
    std::size_t padding_ = 0;
};

inline PacketBuilder packet()
{
    return {};
}

}  // namespace hookline::test
