// SPDX-License-Identifier: MIT
// PostgreSQL, MySQL, Memcached, Redis.
#include "cases.hpp"

namespace hookline::test {

namespace {

constexpr std::uint16_t kServer = 9999;
constexpr std::uint16_t kClient = 50'000;
constexpr std::uint16_t kMemcached = 11211;
constexpr std::uint16_t kRedis = 6379;

LabelCase to(std::uint16_t port, const std::string& name, hl_label label, const std::string& bytes,
             std::vector<unsigned> fixed = {}, bool is_exact = false)
{
    return {name, label, kTcp, kClient, port, bytes, std::move(fixed), is_exact};
}

LabelCase from(std::uint16_t port, const std::string& name, hl_label label, const std::string& bytes,
               std::vector<unsigned> fixed = {}, bool is_exact = false)
{
    return {name, label, kTcp, port, kClient, bytes, std::move(fixed), is_exact};
}

void add_postgresql(std::vector<LabelCase>& cases)
{
    const auto user = std::string("user\0me\0\0", 9);
    const auto add = [&](const char* name, const std::string& bytes, std::vector<unsigned> fixed, bool is_exact) {
        cases.push_back(to(kServer, name, HL_LABEL_POSTGRESQL, bytes, std::move(fixed), is_exact));
    };
    add("PostgreSQL start", hex("00 00 00 11 00 03 00 00") + user, {0, 1, 2, 3, 4, 5, 6, 7, 8}, true);
    add("PostgreSQL start, 3.2", hex("00 00 00 11 00 03 00 02") + user, {7}, true);
    add("PostgreSQL SSLRequest", hex("00 00 00 08 04 d2 16 2f"), {0, 1, 2, 3, 4, 5, 6, 7}, true);
    add("PostgreSQL GSSENCRequest", hex("00 00 00 08 04 d2 16 30"), {4, 5, 6, 7}, true);
    add("PostgreSQL CancelRequest", hex("00 00 00 10 04 d2 16 2e 00 00 30 39 12 34 56 78"), {3, 4, 5, 6, 7}, true);
    const auto answer = [&](const char* name, hl_label label, const std::string& bytes,
                            std::vector<unsigned> fixed = {}) {
        cases.push_back(from(kServer, name, label, bytes, std::move(fixed)));
    };
    answer("PostgreSQL: ok, and more", HL_LABEL_POSTGRESQL, hex("52 00 00 00 08 00 00 00 00 53 00 00 00 16"),
           {0, 1, 2, 3, 4, 5, 6, 7, 8});
    answer("PostgreSQL: clear text", HL_LABEL_POSTGRESQL, hex("52 00 00 00 08 00 00 00 03"), {0, 4, 8});
    answer("PostgreSQL: MD5", HL_LABEL_POSTGRESQL, hex("52 00 00 00 0c 00 00 00 05 93 1a 7c 02"), {0, 4, 8});
    answer("PostgreSQL: SASL", HL_LABEL_POSTGRESQL,
           hex("52 00 00 00 17 00 00 00 0a") + std::string("SCRAM-SHA-256\0\0", 15), {0, 1, 2, 5});
    answer("PostgreSQL: an error", HL_LABEL_POSTGRESQL, hex("45 00 00 00 14") + std::string("SFATAL\0C28P01\0\0\0", 16),
           {0, 1, 2, 3, 4, 5, 6});
    answer("PostgreSQL: kind 13", HL_LABEL_NONE, hex("52 00 00 00 08 00 00 00 0d"));
    answer("PostgreSQL: MD5 without salt", HL_LABEL_NONE, hex("52 00 00 00 08 00 00 00 05"));
    cases.push_back(to(kServer, "PostgreSQL 4.0", HL_LABEL_NONE, hex("00 00 00 11 00 04 00 00") + user));
    cases.push_back({"PostgreSQL over UDP", HL_LABEL_NONE, kUdp, kClient, 5432, hex("00 00 00 08 04 d2 16 2f"), {}});
}

void add_mysql(std::vector<LabelCase>& cases)
{
    const auto greeting = hex("4a 00 00 00 0a") + std::string("8.0.35\0", 7) + hex("0b 00 00 00") + noise(62);
    cases.push_back(from(kServer, "MySQL greeting", HL_LABEL_MYSQL, greeting, {0, 1, 2, 3, 4, 5, 6}, true));
    cases.push_back(from(kServer, "MariaDB greeting", HL_LABEL_MYSQL,
                         hex("5c 00 00 00 0a") + std::string("10.11.6-MariaDB\0", 16) + noise(75), {4, 5}, true));
    cases.push_back(from(kServer, "MySQL refuses", HL_LABEL_MYSQL, hex("17 00 00 00 ff 10 04") + "Too many connections",
                         {0, 3, 4, 6}, true));
    cases.push_back(
        to(kServer, "MySQL login", HL_LABEL_MYSQL,
           hex("2a 00 00 01 8d a6 ff 19 00 00 00 01 ff") + zeros(23) + std::string("scott\0", 6) + hex("00 00 00 00"),
           {0, 1, 2, 3, 13, 20, 31}, true));
    cases.push_back(to(kServer, "MySQL SSLRequest", HL_LABEL_MYSQL,
                       hex("20 00 00 01 8d ae ff 19 00 00 00 01 ff") + zeros(23), {0, 3, 13}, true));
    cases.push_back(to(kServer, "a command of MySQL", HL_LABEL_NONE, hex("09 00 00 00 03") + "SELECT 1"));
    cases.push_back(from(kServer, "protocol 9", HL_LABEL_NONE, hex("4a 00 00 00 09") + greeting.substr(5)));
}

void add_memcached_binary(std::vector<LabelCase>& cases)
{
    const auto get = hex("80 00 00 05 00 00 00 00 00 00 00 05 00 00 00 00 00 00 00 00 00 00 00 00") + "Hello";
    cases.push_back(to(kServer, "Memcached get, binary", HL_LABEL_MEMCACHED, get, {0, 1, 2, 5, 8}));
    cases.push_back(
        from(kServer, "Memcached answer, binary", HL_LABEL_MEMCACHED,
             hex("81 00 00 00 04 00 00 00 00 00 00 09 00 00 00 00 00 00 00 00 00 00 00 01 de ad be ef") + "World",
             {0, 1, 2, 5, 6, 8}));
    cases.push_back(from(kServer, "Memcached: not found, binary", HL_LABEL_MEMCACHED,
                         hex("81 00 00 00 00 00 00 01 00 00 00 09") + zeros(12) + "Not found"));
    cases.push_back(to(kServer, "a key longer than all", HL_LABEL_NONE,
                       hex("80 00 00 05 00 00 00 00 00 00 00 04") + zeros(12) + "Hell"));
    cases.push_back(
        to(139, "NetBIOS session request", HL_LABEL_NONE, hex("81 00 00 44 20") + std::string(66, 'C') + hex("00")));
}

void add_memcached(std::vector<LabelCase>& cases)
{
    add_memcached_binary(cases);
    for (const char* line : {"get a\r\n", "gets a b\r\n", "set k 0 60 5\r\nhello\r\n", "add k 0 0 1\r\nx\r\n",
                             "cas k 0 0 1 77\r\nx\r\n", "incr n 1\r\n", "delete k\r\n", "stats\r\n", "stats items\r\n",
                             "version\r\n", "flush_all\r\n", "quit\r\n", "mg k v\r\n", "touch k 5\r\n"}) {
        cases.push_back(to(kMemcached, line, HL_LABEL_MEMCACHED, line, {0, 1}));
        cases.push_back(to(kServer, line, HL_LABEL_NONE, line));
    }
    for (const char* line : {"VALUE k 0 5\r\nhello\r\nEND\r\n", "END\r\n", "STAT pid 8837\r\n", "DELETED\r\n",
                             "NOT_FOUND\r\n", "ERROR\r\n", "SERVER_ERROR out of memory\r\n", "VERSION 1.6.18\r\n"}) {
        cases.push_back(from(kMemcached, line, HL_LABEL_MEMCACHED, line, {0, 1, 2}));
        cases.push_back(from(kServer, line, HL_LABEL_NONE, line));
    }
    cases.push_back(from(kServer, "STORED", HL_LABEL_MEMCACHED, "STORED\r\n", {0, 1, 2, 3, 4, 5, 6, 7}));
    cases.push_back(to(kMemcached, "a line that is not over", HL_LABEL_NONE, "get aaa"));
    const auto udp = [&](const std::string& name, hl_label label, const std::string& bytes,
                         std::vector<unsigned> fixed = {}) {
        cases.push_back({name, label, kUdp, kClient, kMemcached, bytes, std::move(fixed)});
    };
    udp("Memcached over UDP", HL_LABEL_MEMCACHED, hex("00 07 00 00 00 01 00 00") + "stats\r\n", {2, 4, 6, 7, 8, 9});
    udp("Memcached over UDP, binary", HL_LABEL_MEMCACHED,
        hex("00 07 00 00 00 01 00 00 80 00 00 05 00 00 00 00 00 00 00 05") + zeros(12) + "Hello", {3, 8, 13});
    udp("the third of two datagrams", HL_LABEL_NONE, hex("00 07 00 02 00 02 00 00") + "stats\r\n");
}

void add_redis(std::vector<LabelCase>& cases)
{
    cases.push_back(to(kServer, "Redis command", HL_LABEL_REDIS, "*2\r\n$3\r\nGET\r\n$1\r\na\r\n", {0, 1, 2, 3, 4, 5}));
    cases.push_back(
        to(kServer, "Redis command of many parts", HL_LABEL_REDIS, "*1024\r\n$4\r\nMSET\r\n", {0, 1, 5, 7}));
    cases.push_back(
        from(kServer, "Redis answers HELLO", HL_LABEL_REDIS, "%7\r\n$6\r\nserver\r\n$5\r\nredis\r\n", {0, 2, 4}));
    cases.push_back(from(kServer, "Redis array of numbers", HL_LABEL_REDIS, "*2\r\n:1\r\n:2\r\n"));
    for (const char* line : {"+OK\r\n", "+PONG\r\n", "-ERR unknown command\r\n", ":1000\r\n", "$5\r\nhello\r\n"}) {
        cases.push_back(from(kRedis, line, HL_LABEL_REDIS, line, {0, 1}));
        cases.push_back(from(kServer, line, HL_LABEL_NONE, line));
    }
    cases.push_back(from(110, "POP3", HL_LABEL_NONE, "+OK POP3 ready\r\n"));
    cases.push_back(from(143, "IMAP", HL_LABEL_NONE, "* OK IMAP4rev1 ready\r\n"));
    cases.push_back(from(kRedis, "two lines", HL_LABEL_NONE, "+OK\r\nmore\r\n"));
}

}  // namespace

std::vector<LabelCase> data_cases()
{
    std::vector<LabelCase> cases;
    add_postgresql(cases);
    add_mysql(cases);
    add_memcached(cases);
    add_redis(cases);
    return cases;
}

}  // namespace hookline::test
