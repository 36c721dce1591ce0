// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "server_names/host_name.hpp"

namespace hookline::server_names::test {

BOOST_AUTO_TEST_CASE(names_that_may_be_shown)
{
    BOOST_TEST(host_name("Example.COM").value() == "example.com");
    BOOST_TEST(host_name("example.com.").value() == "example.com");
    BOOST_TEST(host_name("_dmarc.xn--bcher-kva-1").value() == "_dmarc.xn--bcher-kva-1");
    BOOST_TEST(host_name("10.0.0.1").value() == "10.0.0.1");
    BOOST_TEST(host_name(std::string(255, 'a')).value().size() == 255U);
}

BOOST_AUTO_TEST_CASE(names_that_may_not)
{
    for (const std::string_view name :
         {"", ".", "..", ".a", "a..b", "a..", "a b", "a\x1b[2J", "a\n", "a/b", "a:1", "::1", "\xff"})
        BOOST_CHECK_MESSAGE(!host_name(name), name);
    BOOST_CHECK(!host_name(std::string_view("a\0b", 3)));
    BOOST_CHECK(!host_name(std::string(256, 'a')));
    for (int byte = 0; byte < 256; ++byte) {
        const std::string name = {'a', static_cast<char>(byte), 'a'};
        const bool is_fine = (byte < 128 && std::isalnum(byte) != 0) || byte == '-' || byte == '_' || byte == '.';
        BOOST_CHECK_MESSAGE(host_name(name).has_value() == is_fine, byte);
    }
}

BOOST_AUTO_TEST_CASE(hosts_of_authorities)
{
    BOOST_TEST(host_of_authority("Example.com:8080").value() == "example.com");
    BOOST_TEST(host_of_authority("example.com:").value() == "example.com");
    BOOST_TEST(host_of_authority("user:secret@example.com").value() == "example.com");
    BOOST_TEST(host_of_authority("[2001:DB8::1]:80").value() == "2001:db8::1");
    BOOST_TEST(host_of_authority("[::ffff:1.2.3.4]").value() == "::ffff:1.2.3.4");
    for (const std::string_view text :
         {"", ":80", "a:b", "a:80:90", "[::1", "[::1]80", "[::1]:x", "[example.com]", "[fe80::1%eth0]", "a@", "[]"})
        BOOST_CHECK_MESSAGE(!host_of_authority(text), text);
    BOOST_CHECK(!host_of_authority(std::string_view("[::1\0]", 6)));
}

}  // namespace hookline::server_names::test
