// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <csignal>

#include "harness.hpp"
#include "streams.hpp"

using namespace hookline;
using namespace hookline::test;

namespace {

const std::vector<ReportRow> kRow = {FlowRow(6).counts(1, 2, 3)};
const std::string kObject =
    R"({"srcIp":"","dstIp":"","proto":"TCP","bytes":2,"packets":1,"bitrate":3,"srcPort":0,"dstPort":0})";
const std::string kArray = "[" + kObject + "]\n";

}  // namespace

BOOST_AUTO_TEST_CASE(descriptor)
{
    BOOST_TEST(std::string(hookline_plugin.name) == "json");
    BOOST_TEST(hookline_plugin.kind == static_cast<std::uint32_t>(HOOKLINE_SINK));
    BOOST_TEST(hookline_plugin.option_count == 2u);
}

BOOST_AUTO_TEST_CASE(file_is_replaced_by_each_report)
{
    const TemporaryFolder folder;
    const std::string path = folder.file("report.json");
    SinkHarness sink(Settings{{"path", path}});
    BOOST_REQUIRE_EQUAL(sink.open(), HOOKLINE_OK);
    BOOST_TEST(!std::filesystem::exists(path));
    BOOST_TEST(sink.write(batch_of(report_schema(), kRow, HOOKLINE_REPORT_BEGIN)) == HOOKLINE_OK);
    BOOST_TEST(sink.flush() == HOOKLINE_OK);
    BOOST_TEST(!std::filesystem::exists(path));  // half a report is not seen
    BOOST_TEST(sink.write(batch_of(report_schema(), std::vector<ReportRow>(), HOOKLINE_REPORT_END)) == HOOKLINE_OK);
    BOOST_TEST(contents(path) == kArray);
    ::chmod(path.c_str(), 0640);
    BOOST_TEST(sink.write(batch_of(report_schema(), std::vector<ReportRow>(), HOOKLINE_REPORT_BEGIN)) == HOOKLINE_OK);
    BOOST_TEST(contents(path) == kArray);  // the one before stays until the next is complete
    BOOST_TEST(sink.write(batch_of(report_schema(), std::vector<ReportRow>(), HOOKLINE_REPORT_END)) == HOOKLINE_OK);
    BOOST_TEST(contents(path) == "[]\n");
    struct stat status{};
    ::stat(path.c_str(), &status);
    BOOST_TEST((status.st_mode & 07777) == 0640u);
    BOOST_TEST(sink.close() == HOOKLINE_OK);
    BOOST_TEST(sink.close() == HOOKLINE_OK);
    BOOST_TEST(folder.files() == 1u);
}

BOOST_AUTO_TEST_CASE(unfinished_report_leaves_nothing_behind)
{
    const TemporaryFolder folder;
    {
        SinkHarness sink(Settings{{"path", folder.file("report.json")}});
        BOOST_TEST(sink.open() == HOOKLINE_OK);
        BOOST_TEST(sink.write(batch_of(report_schema(), kRow, HOOKLINE_REPORT_BEGIN)) == HOOKLINE_OK);
        BOOST_TEST(folder.files() == 1u);
    }
    BOOST_TEST(folder.files() == 0u);
}

BOOST_AUTO_TEST_CASE(link_to_a_file_stays_a_link)
{
    const TemporaryFolder folder;
    std::ofstream(folder.file("real.json")) << "old";
    std::filesystem::create_symlink("real.json", folder.file("link.json"));
    SinkHarness sink(Settings{{"path", folder.file("link.json")}});
    BOOST_TEST(sink.write(batch_of(report_schema(), kRow, kOnly)) == HOOKLINE_OK);
    BOOST_TEST(std::filesystem::is_symlink(folder.file("link.json")));
    BOOST_TEST(contents(folder.file("real.json")) == kArray);
}

BOOST_AUTO_TEST_CASE(lines_file_holds_the_latest_report_of_each_stream)
{
    const TemporaryFolder folder;
    const std::string path = folder.file("report.jsonl");
    SinkHarness sink(Settings{{"path", path}, {"format", "lines"}});
    BOOST_TEST(sink.open() == HOOKLINE_OK);
    const auto count = [&](const char* stream) {
        const std::string all = contents(path);
        std::size_t found = 0;
        for (std::size_t at = 0; (at = all.find(stream, at)) != std::string::npos; ++at)
            ++found;
        return found;
    };
    for (int report = 0; report < 2; ++report) {
        BOOST_TEST(sink.write(batch_of(report_schema(), kRow, kWhole)) == HOOKLINE_OK);
        BOOST_TEST(count("\"flow\"") == 1u);
        BOOST_TEST(count("\"ledger\"") == 0u);
        BOOST_TEST(sink.write(batch_of(ledger_schema(), ledger_rows(), kWhole)) == HOOKLINE_OK);
        BOOST_TEST(count("\"flow\"") == 1u);
        BOOST_TEST(count("\"ledger\"") == ledger_rows().size());
    }
    // Events have no reports: from here on the file grows.
    for (std::size_t events = 1; events <= 3; ++events) {
        BOOST_TEST(sink.write(batch_of(event_schema(), std::vector<EventRow>{event("x")}, 0)) == HOOKLINE_OK);
        BOOST_TEST(sink.write(batch_of(report_schema(), kRow, kWhole)) == HOOKLINE_OK);
        BOOST_TEST(count("\"tcp_event\"") == events);
        BOOST_TEST(count("\"flow\"") == 1 + events);
    }
    BOOST_TEST(folder.files() == 1u);
}

BOOST_AUTO_TEST_CASE(full_disk_is_told)
{
    SinkHarness sink(Settings{{"path", "/dev/full"}});
    BOOST_TEST(sink.open() == HOOKLINE_OK);
    BOOST_TEST(sink.write(batch_of(report_schema(), kRow, HOOKLINE_REPORT_BEGIN)) == HOOKLINE_OK);  // buffered
    BOOST_TEST(sink.flush() == HOOKLINE_FAILED);
    BOOST_TEST(sink.error() == "/dev/full: No space left on device (28)");
    // The rest of that report has no place, the next one is tried again.
    BOOST_TEST(sink.write(batch_of(report_schema(), kRow, HOOKLINE_REPORT_END)) == HOOKLINE_FAILED);
    BOOST_TEST(sink.taken == 0u);
    BOOST_TEST(sink.write(batch_of(report_schema(), kRow, kOnly)) == HOOKLINE_FAILED);
    BOOST_TEST(sink.close() == HOOKLINE_OK);
    BOOST_TEST(std::filesystem::is_character_file("/dev/full"));  // it was not replaced
}

BOOST_AUTO_TEST_CASE(full_standard_output_is_told)
{
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    hookline_status status = HOOKLINE_OK;
    SinkHarness sink(Settings{});
    {
        const StdoutTo redirected(full);
        sink.open();
        status = sink.write(batch_of(report_schema(), kRow, kOnly));
    }
    ::close(full);
    BOOST_TEST(status == HOOKLINE_FAILED);
    BOOST_TEST(sink.error() == "stdout: No space left on device (28)");
}

BOOST_AUTO_TEST_CASE(closed_pipe_is_told)
{
    std::signal(SIGPIPE, SIG_IGN);
    int ends[2];
    BOOST_REQUIRE(::pipe(ends) == 0);
    ::close(ends[0]);
    SinkHarness sink(Settings{});
    hookline_status status = HOOKLINE_OK;
    {
        const StdoutTo redirected(ends[1]);
        status = sink.write(batch_of(report_schema(), kRow, kOnly));
    }
    ::close(ends[1]);
    BOOST_TEST(status == HOOKLINE_FAILED);
    BOOST_TEST(sink.error() == "stdout: Broken pipe (32)");
}

BOOST_AUTO_TEST_CASE(standard_output_stays_open)
{
    int ends[2];
    BOOST_REQUIRE(::pipe(ends) == 0);
    std::string out(kArray.size() + 1, '\0');
    ssize_t size = 0;
    bool is_open = false;
    {
        const StdoutTo redirected(ends[1]);
        SinkHarness sink(Settings{});
        sink.open();
        sink.write(batch_of(report_schema(), kRow, kOnly));
        sink.close();
        is_open = ::fcntl(STDOUT_FILENO, F_GETFD) >= 0;
        size = ::read(ends[0], out.data(), out.size());
    }
    ::close(ends[0]);
    ::close(ends[1]);
    BOOST_TEST(is_open);
    BOOST_TEST(out.substr(0, static_cast<std::size_t>(size)) == kArray);
}

BOOST_AUTO_TEST_CASE(bad_paths_are_named)
{
    SinkHarness empty(Settings{{"path", ""}});
    BOOST_TEST(empty.created == HOOKLINE_INVALID);
    SinkHarness folder(Settings{{"path", "/tmp"}});
    BOOST_TEST(folder.open() == HOOKLINE_FAILED);
    BOOST_TEST(folder.error() == "/tmp: Is a directory (21)");
    SinkHarness missing(Settings{{"path", "/nonexistent/report.json"}});
    BOOST_TEST(missing.open() == HOOKLINE_FAILED);
    BOOST_TEST(missing.error().find("/nonexistent/report.json: cannot create /nonexistent/.report.json.") == 0u);
    BOOST_TEST(missing.error().find("No such file or directory (2)") != std::string::npos);
}
