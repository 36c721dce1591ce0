#include "packet_builder.hpp"

#include <arpa/inet.h>

#include <stdexcept>

namespace hookline::test {

namespace {

void write16(Bytes& bytes, std::size_t at, std::uint16_t value)
{
    bytes.at(at) = static_cast<std::uint8_t>(value >> 8);
    bytes.at(at + 1) = static_cast<std::uint8_t>(value);
}

}  // namespace

void PacketBuilder::put8(std::uint8_t value)
{
    bytes_.push_back(value);
}

void PacketBuilder::put16(std::uint16_t value)
{
    put8(static_cast<std::uint8_t>(value >> 8));
    put8(static_cast<std::uint8_t>(value));
}

void PacketBuilder::put32(std::uint32_t value)
{
    put16(static_cast<std::uint16_t>(value >> 16));
    put16(static_cast<std::uint16_t>(value));
}

void PacketBuilder::put_address(const std::string& address)
{
    const bool is_v6 = address.find(':') != std::string::npos;
    std::uint8_t binary[16];
    if (inet_pton(is_v6 ? AF_INET6 : AF_INET, address.c_str(), binary) != 1)
        throw std::invalid_argument("no IP address: " + address);
    bytes_.insert(bytes_.end(), binary, binary + (is_v6 ? 16 : 4));
}

void PacketBuilder::next_is_named_here(Names names, std::size_t field)
{
    names_ = names;
    name_field_ = field;
}

void PacketBuilder::name_as_ethertype(std::uint16_t ethertype)
{
    if (names_ == Names::kEthertype) write16(bytes_, name_field_, ethertype);
    if (names_ == Names::kPpp) write16(bytes_, name_field_, ethertype == 0x86dd ? 0x0057 : 0x0021);
    if (names_ == Names::kIpProtocol) bytes_.at(name_field_) = ethertype == 0x86dd ? 41 : 4;
    names_ = Names::kNothing;
}

void PacketBuilder::name_as_protocol(std::uint8_t protocol)
{
    if (names_ == Names::kIpProtocol) bytes_.at(name_field_) = protocol;
    names_ = Names::kNothing;
}

PacketBuilder& PacketBuilder::protocol(std::uint16_t number)
{
    if (names_ == Names::kIpProtocol)
        bytes_.at(name_field_) = static_cast<std::uint8_t>(number);
    else
        write16(bytes_, name_field_, number);
    names_ = Names::kNothing;
    return *this;
}

PacketBuilder& PacketBuilder::eth()
{
    raw({0x02, 0, 0, 0, 0, 2, 0x02, 0, 0, 0, 0, 1, 0, 0});
    next_is_named_here(Names::kEthertype, bytes_.size() - 2);
    return *this;
}

PacketBuilder& PacketBuilder::eth_length()
{
    eth();
    names_ = Names::kNothing;
    lengths_.push_back({bytes_.size() - 2, bytes_.size(), false, 0});
    return *this;
}

PacketBuilder& PacketBuilder::llc(std::uint8_t dsap, std::uint8_t ssap, std::uint8_t control)
{
    return raw({dsap, ssap, control});
}

PacketBuilder& PacketBuilder::snap(std::uint32_t oui)
{
    llc(0xaa, 0xaa, 0x03);
    put8(static_cast<std::uint8_t>(oui >> 16));
    put16(static_cast<std::uint16_t>(oui));
    put16(0);
    next_is_named_here(Names::kEthertype, bytes_.size() - 2);
    return *this;
}

PacketBuilder& PacketBuilder::vlan(std::uint16_t vid, std::uint16_t tpid)
{
    name_as_ethertype(tpid);
    put16(static_cast<std::uint16_t>(0x6000 | vid));  // a priority too, which is no part of the VID
    put16(0);
    next_is_named_here(Names::kEthertype, bytes_.size() - 2);
    return *this;
}

PacketBuilder& PacketBuilder::mpls(std::uint32_t label, bool bottom, std::uint16_t ethertype)
{
    name_as_ethertype(ethertype);
    put32(label << 12 | (bottom ? 0x100U : 0U) | 64);
    return *this;
}

PacketBuilder& PacketBuilder::pppoe(std::uint16_t session, std::uint8_t code)
{
    name_as_ethertype(0x8864);
    put8(0x11);
    put8(code);
    put16(session);
    put16(0);
    lengths_.push_back({bytes_.size() - 2, bytes_.size(), false, 0});
    put16(0xc021);  // LCP, unless a layer follows
    next_is_named_here(Names::kPpp, bytes_.size() - 2);
    return *this;
}

PacketBuilder& PacketBuilder::arp(std::uint16_t operation, const std::string& sender, const std::string& target,
                                  std::uint16_t ethertype)
{
    name_as_ethertype(ethertype);
    raw({0, 1, 0x08, 0, 6, 4});
    put16(operation);
    raw({0x02, 0, 0, 0, 0, 1});
    put_address(sender);
    raw({0, 0, 0, 0, 0, 0});
    put_address(target);
    return *this;
}

PacketBuilder& PacketBuilder::ipv4(const std::string& source, const std::string& destination)
{
    name_as_ethertype(0x0800);
    ip_start_ = bytes_.size();
    raw({0x45, 0});
    put16(0);
    lengths_.push_back({ip_start_ + 2, ip_start_, false, 0});
    put16(0x1234);
    put16(0x4000);  // don't fragment
    raw({64, 0xfd, 0, 0});
    put_address(source);
    put_address(destination);
    next_is_named_here(Names::kIpProtocol, ip_start_ + 9);
    return *this;
}

PacketBuilder& PacketBuilder::ipv4_options(std::size_t words)
{
    bytes_.at(ip_start_) = static_cast<std::uint8_t>(0x45 + words);
    bytes_.insert(bytes_.end(), words * 4, 0x01);  // "no operation"
    return *this;
}

PacketBuilder& PacketBuilder::ipv4_fragment(std::uint16_t id, std::uint16_t offset_bytes, bool more)
{
    write16(bytes_, ip_start_ + 4, id);
    write16(bytes_, ip_start_ + 6, static_cast<std::uint16_t>((more ? 0x2000 : 0) | offset_bytes / 8));
    return *this;
}

PacketBuilder& PacketBuilder::ipv6(const std::string& source, const std::string& destination)
{
    name_as_ethertype(0x86dd);
    ip_start_ = bytes_.size();
    raw({0x60, 0, 0, 0, 0, 0, 59, 64});
    put_address(source);
    put_address(destination);
    lengths_.push_back({ip_start_ + 4, bytes_.size(), false, 0});
    next_is_named_here(Names::kIpProtocol, ip_start_ + 6);
    return *this;
}

PacketBuilder& PacketBuilder::extension(std::uint8_t header, std::size_t bytes)
{
    name_as_protocol(header);
    const std::size_t start = bytes_.size();
    bytes_.insert(bytes_.end(), bytes, 0);
    bytes_.at(start) = 59;
    bytes_.at(start + 1) = static_cast<std::uint8_t>(bytes / 8 - 1);
    next_is_named_here(Names::kIpProtocol, start);
    return *this;
}

PacketBuilder& PacketBuilder::ipv6_fragment(std::uint32_t id, std::uint16_t offset_bytes, bool more)
{
    name_as_protocol(44);
    const std::size_t start = bytes_.size();
    raw({59, 0});
    put16(static_cast<std::uint16_t>((offset_bytes & 0xfff8) | (more ? 1 : 0)));
    put32(id);
    next_is_named_here(Names::kIpProtocol, start);
    return *this;
}

void PacketBuilder::ports(std::uint8_t protocol, std::uint16_t source, std::uint16_t destination)
{
    name_as_protocol(protocol);
    put16(source);
    put16(destination);
}

PacketBuilder& PacketBuilder::tcp(std::uint16_t source, std::uint16_t destination, std::uint8_t flags,
                                  std::size_t option_words)
{
    ports(6, source, destination);
    put32(1000);
    put32(2000);
    put8(static_cast<std::uint8_t>((5 + option_words) << 4));
    put8(flags);
    raw({0xff, 0xff, 0, 0, 0, 0});
    bytes_.insert(bytes_.end(), option_words * 4, 0x01);
    return *this;
}

PacketBuilder& PacketBuilder::udp(std::uint16_t source, std::uint16_t destination)
{
    ports(17, source, destination);
    put16(0);
    lengths_.push_back({bytes_.size() - 2, bytes_.size() - 6, false, 0});
    put16(0);
    return *this;
}

PacketBuilder& PacketBuilder::udp_lite(std::uint16_t source, std::uint16_t destination)
{
    ports(136, source, destination);
    put32(0x00080000);
    return *this;
}

PacketBuilder& PacketBuilder::sctp(std::uint16_t source, std::uint16_t destination)
{
    ports(132, source, destination);
    put32(0x11223344);
    put32(0);
    return *this;
}

PacketBuilder& PacketBuilder::dccp(std::uint16_t source, std::uint16_t destination)
{
    ports(33, source, destination);
    return raw({4, 0, 0, 0, 0x01, 0, 0, 0, 0, 0, 0, 0});
}

PacketBuilder& PacketBuilder::icmp(std::uint8_t type, std::uint8_t code)
{
    name_as_protocol(1);
    return raw({type, code, 0, 0, 0, 1, 0, 1});
}

PacketBuilder& PacketBuilder::icmpv6(std::uint8_t type, std::uint8_t code)
{
    name_as_protocol(58);
    return raw({type, code, 0, 0, 0, 1, 0, 1});
}

PacketBuilder& PacketBuilder::igmp(std::uint8_t type)
{
    name_as_protocol(2);
    return raw({type, 0, 0, 0, 224, 0, 0, 5});
}

PacketBuilder& PacketBuilder::esp(std::uint32_t spi)
{
    name_as_protocol(50);
    put32(spi);
    put32(1);
    return *this;
}

PacketBuilder& PacketBuilder::ah(std::uint32_t spi)
{
    name_as_protocol(51);
    raw({59, 1, 0, 0});
    put32(spi);
    put32(1);
    return *this;
}

PacketBuilder& PacketBuilder::ospf(std::uint8_t type, std::uint8_t version)
{
    name_as_protocol(89);
    return raw({version, type, 0, 44, 10, 0, 0, 1, 0, 0, 0, 0});
}

PacketBuilder& PacketBuilder::l2tp(std::uint32_t session)
{
    name_as_protocol(115);
    put32(session);
    return *this;
}

PacketBuilder& PacketBuilder::gre(std::uint16_t flags, std::uint32_t key, std::uint16_t protocol)
{
    name_as_protocol(47);
    put16(flags);
    put16(protocol);
    const std::size_t field = bytes_.size() - 2;
    if ((flags & 0x8000) != 0) put32(0);
    if ((flags & 0x2000) != 0) put32(key);
    if ((flags & 0x1000) != 0) put32(7);
    next_is_named_here(Names::kEthertype, field);
    return *this;
}

PacketBuilder& PacketBuilder::vxlan(std::uint32_t vni, std::uint8_t flags)
{
    raw({flags, 0, 0, 0});
    put32(vni << 8);
    return *this;
}

PacketBuilder& PacketBuilder::geneve(std::uint32_t vni, std::size_t option_words)
{
    put8(static_cast<std::uint8_t>(option_words));
    put8(0);
    put16(0x6558);
    put32(vni << 8);
    bytes_.insert(bytes_.end(), option_words * 4, 0);
    return *this;
}

PacketBuilder& PacketBuilder::gtp_u(std::uint32_t teid, std::uint8_t message)
{
    put8(0x30);
    put8(message);
    put16(0);
    lengths_.push_back({bytes_.size() - 2, bytes_.size() + 4, false, 0});
    put32(teid);
    return *this;
}

PacketBuilder& PacketBuilder::payload(std::size_t size, std::uint8_t value)
{
    bytes_.insert(bytes_.end(), size, value);
    return *this;
}

PacketBuilder& PacketBuilder::raw(const Bytes& bytes)
{
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
}

PacketBuilder& PacketBuilder::padding(std::size_t size)
{
    padding_ = size;
    return *this;
}

PacketBuilder& PacketBuilder::set8(std::size_t from_end, std::uint8_t value)
{
    bytes_.at(bytes_.size() - from_end) = value;
    return *this;
}

PacketBuilder& PacketBuilder::length_as(std::uint16_t value)
{
    for (Length& length : lengths_) {
        if (length.field >= ip_start_) {
            length.fixed = true;
            length.value = value;
            break;
        }
    }
    return *this;
}

Bytes PacketBuilder::bytes() const
{
    Bytes bytes = bytes_;
    for (const Length& length : lengths_)
        write16(bytes, length.field,
                length.fixed ? length.value : static_cast<std::uint16_t>(bytes_.size() - length.from));
    bytes.insert(bytes.end(), padding_, 0);
    return bytes;
}

}  // namespace hookline::test
