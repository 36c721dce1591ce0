// SPDX-License-Identifier: MIT
// SMTP (RFC 5321), MQTT, AMQP, Kafka.
#include "cases.hpp"

namespace hookline::test {

namespace {

constexpr std::uint16_t kServer = 9999;
constexpr std::uint16_t kClient = 50'000;

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

void add_smtp(std::vector<LabelCase>& cases)
{
    cases.push_back(
        from(kServer, "SMTP greeting", HL_LABEL_SMTP, "220 mx.example.org ESMTP Postfix\r\n", {0, 1, 2, 3}));
    cases.push_back(
        from(kServer, "SMTP greeting of many lines", HL_LABEL_SMTP, "220-mx.example.org SMTP\r\n220 ready\r\n"));
    cases.push_back(
        from(25, "SMTP greeting that says nothing", HL_LABEL_SMTP, "220 mx.example.org ready\r\n", {0, 1, 2, 3}));
    cases.push_back(from(25, "SMTP has no service", HL_LABEL_SMTP, "554 no SMTP service here\r\n", {0}));
    cases.push_back(from(587, "SMTP extensions", HL_LABEL_SMTP, "250-mx.example.org\r\n250 STARTTLS\r\n", {0}));
    for (const char* line : {"EHLO client.example\r\n", "ehlo client.example\r\n", "HELO a\r\n",
                             "MAIL FROM:<a@b.example>\r\n", "mail from:<>\r\n", "RCPT TO:<b@c.example>\r\n"})
        cases.push_back(to(kServer, line, HL_LABEL_SMTP, line, {0, 1, 2, 3, 4}));
    cases.push_back(from(21, "FTP greeting", HL_LABEL_NONE, "220 (vsFTPd 3.0.3)\r\n"));
    cases.push_back(from(21, "FTP greeting of many lines", HL_LABEL_NONE, "220-Welcome to Pure-FTPd\r\n220 ready\r\n"));
    cases.push_back(from(21, "FTP", HL_LABEL_NONE, "250 CWD done\r\n"));
    for (const char* line : {"HELP\r\n", "LHLO a.example\r\n", "USER anonymous\r\n", "EHLO", "MAIL ME:<a>\r\n"})
        cases.push_back(to(kServer, line, HL_LABEL_NONE, line));
}

void add_mqtt(std::vector<LabelCase>& cases)
{
    const auto rest = hex("00 3c 00 02 61 62");
    cases.push_back(to(kServer, "MQTT 3.1.1", HL_LABEL_MQTT, hex("10 0e 00 04") + "MQTT" + hex("04 02") + rest,
                       {0, 2, 3, 4, 5, 6, 7, 8}));
    cases.push_back(
        to(kServer, "MQTT 5", HL_LABEL_MQTT, hex("10 0f 00 04") + "MQTT" + hex("05 02 00 3c 00 00 02 61 62"), {0, 8}));
    cases.push_back(
        to(kServer, "MQTT 3.1", HL_LABEL_MQTT, hex("10 10 00 06") + "MQIsdp" + hex("03 02") + rest, {0, 3, 4, 9, 10}));
    cases.push_back(to(kServer, "MQTT with a long name", HL_LABEL_MQTT,
                       hex("10 9a 02 00 04") + "MQTT" + hex("04 c0") + noise(276), {0, 4, 5, 9}));
    cases.push_back(from(1883, "MQTT CONNACK", HL_LABEL_MQTT, hex("20 02 00 00"), {0, 1, 2, 3}));
    cases.push_back(from(1883, "MQTT 5 CONNACK", HL_LABEL_MQTT, hex("20 06 00 00 03 22 00 0a"), {0, 2, 3, 4}));
    cases.push_back(from(kServer, "the same elsewhere", HL_LABEL_NONE, hex("20 02 00 00")));
    cases.push_back(to(kServer, "level 6", HL_LABEL_NONE, hex("10 0e 00 04") + "MQTT" + hex("06 02") + rest));
    cases.push_back(to(kServer, "a reserved flag", HL_LABEL_NONE, hex("10 0e 00 04") + "MQTT" + hex("04 03") + rest));
}

void add_amqp(std::vector<LabelCase>& cases)
{
    for (const char* version :
         {"00 00 09 01", "01 01 08 00", "01 01 00 0a", "00 01 00 00", "02 01 00 00", "03 01 00 00"})
        cases.push_back(to(kServer, std::string("AMQP ") + version, HL_LABEL_AMQP, "AMQP" + hex(version),
                           {0, 1, 2, 3, 4, 5, 6, 7}));
    cases.push_back(from(kServer, "AMQP Connection.Start", HL_LABEL_AMQP,
                         hex("01 00 00 00 00 01 cf 00 0a 00 0a 00 09 00 00 01 aa") + noise(450),
                         {0, 1, 2, 3, 7, 8, 9, 10, 11, 12}));
    cases.push_back(to(kServer, "AMQP of no version", HL_LABEL_NONE, "AMQP" + hex("00 00 08 07")));
    cases.push_back(to(kServer, "AMQP cut", HL_LABEL_NONE, "AMQP" + hex("00 00 09")));
}

void add_kafka(std::vector<LabelCase>& cases)
{
    const auto name = hex("00 0a") + "producer-1";
    cases.push_back(to(kServer, "Kafka ApiVersions", HL_LABEL_KAFKA,
                       hex("00 00 00 15 00 12 00 03 00 00 00 01") + name + hex("00"), {0, 1, 2, 3, 4, 6, 7, 8, 12},
                       true));
    cases.push_back(to(kServer, "Kafka Metadata", HL_LABEL_KAFKA,
                       hex("00 00 00 18 00 03 00 09 00 00 00 02") + name + hex("00 00 00 00"), {4, 6, 13}, true));
    cases.push_back(to(9092, "Kafka without a name", HL_LABEL_KAFKA, hex("00 00 00 0a 00 12 00 00 00 00 00 01 ff ff"),
                       {0, 4, 8}, true));
    cases.push_back(to(kServer, "the same elsewhere", HL_LABEL_NONE, hex("00 00 00 0a 00 12 00 00 00 00 00 01 ff ff")));
    cases.push_back(to(2181, "ZooKeeper connects", HL_LABEL_NONE,
                       hex("00 00 00 2d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 75 30") + zeros(29)));
    cases.push_back(to(2181, "ZooKeeper asks", HL_LABEL_NONE,
                       hex("00 00 00 11 00 00 00 05 00 00 00 08 00 00 00 04") + "/foo" + hex("00")));
    cases.push_back(to(kServer, "Thrift", HL_LABEL_NONE,
                       hex("00 00 00 11 80 01 00 01 00 00 00 04") + "ping" + hex("00 00 00 01 00")));
}

}  // namespace

std::vector<LabelCase> message_cases()
{
    std::vector<LabelCase> cases;
    add_smtp(cases);
    add_mqtt(cases);
    add_amqp(cases);
    add_kafka(cases);
    return cases;
}

}  // namespace hookline::test
