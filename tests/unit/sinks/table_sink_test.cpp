// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <termios.h>

#include <cstdlib>

#include "harness.hpp"
#include "streams.hpp"

using namespace hookline;
using namespace hookline::test;

namespace {

const std::vector<ReportRow> kRows = {
    FlowRow(6).from("10.0.0.1", 80).to("10.0.0.2", 1234).counts(3, 180, 1440).on("eth0", HOOKLINE_DIRECTION_IN)};

// What a sink with these settings shows on a terminal that is 60 characters wide.
std::string on_terminal(const Settings& settings)
{
    int terminal = -1;
    int screen = -1;
    winsize size{};
    size.ws_col = 60, size.ws_row = 24;
    BOOST_REQUIRE(::openpty(&screen, &terminal, nullptr, nullptr, &size) == 0);
    std::string shown(10'000, '\0');
    ssize_t length = 0;
    {
        const StdoutTo redirected(terminal);
        SinkHarness sink(settings);
        sink.open();
        sink.write(batch_of(report_schema(), kRows, kOnly));
        sink.close();
        length = ::read(screen, shown.data(), shown.size());
    }
    ::close(terminal);
    ::close(screen);
    shown.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
    return shown;
}

bool contains(const std::string& text, const char* part)
{
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_CASE(terminal_sets_width_and_color)
{
    ::unsetenv("NO_COLOR");
    ::setenv("TERM", "xterm", 1);
    BOOST_TEST(contains(on_terminal({}), "\x1b[1m"));
    BOOST_TEST(!contains(on_terminal({}), "INTERFACE"));
    BOOST_TEST(contains(on_terminal({{"width", "200"}}), "INTERFACE"));
    BOOST_TEST(!contains(on_terminal({{"color", "never"}}), "\x1b"));
    ::setenv("TERM", "dumb", 1);
    BOOST_TEST(!contains(on_terminal({}), "\x1b"));
    ::setenv("TERM", "xterm", 1);
    ::setenv("NO_COLOR", "1", 1);
    BOOST_TEST(!contains(on_terminal({}), "\x1b"));
    BOOST_TEST(contains(on_terminal({{"color", "always"}}), "\x1b[1m"));
    ::unsetenv("NO_COLOR");
}

BOOST_AUTO_TEST_CASE(files_are_plain_and_wide)
{
    const TemporaryFolder folder;
    SinkHarness sink(Settings{{"path", folder.file("report.txt")}});
    BOOST_TEST(sink.open() == HOOKLINE_OK);
    BOOST_TEST(sink.write(batch_of(report_schema(), kRows, kOnly)) == HOOKLINE_OK);
    BOOST_TEST(sink.taken == 1u);
    const std::string text = contents(folder.file("report.txt"));
    BOOST_TEST(contains(text, "INTERFACE"));
    BOOST_TEST(!contains(text, "\x1b"));
    BOOST_TEST(sink.close() == HOOKLINE_OK);
}

BOOST_AUTO_TEST_CASE(classic_is_an_option)
{
    const TemporaryFolder folder;
    SinkHarness sink(Settings{{"path", folder.file("report.txt")}, {"format", "classic"}});
    BOOST_TEST(sink.write(batch_of(report_schema(), kRows, kOnly)) == HOOKLINE_OK);
    BOOST_TEST(contents(folder.file("report.txt")) ==
               "bitrate: 1.44 Kbps, packets: 3, bytes: 180, proto: TCP, src: 10.0.0.1:80, dst: 10.0.0.2:1234\n");
}

BOOST_AUTO_TEST_CASE(full_disk_is_told_at_the_report)
{
    for (const char* format : {"columns", "classic"}) {
        SinkHarness sink(Settings{{"path", "/dev/full"}, {"format", format}});
        BOOST_TEST(sink.open() == HOOKLINE_OK);
        BOOST_TEST(sink.write(batch_of(report_schema(), kRows, kOnly)) == HOOKLINE_FAILED);
        BOOST_TEST(sink.error() == "/dev/full: No space left on device (28)");
        BOOST_TEST(sink.write(batch_of(report_schema(), kRows, kOnly)) == HOOKLINE_FAILED);
        BOOST_TEST(sink.close() == HOOKLINE_OK);
    }
}

BOOST_AUTO_TEST_CASE(events_are_flushed_as_they_come)
{
    const TemporaryFolder folder;
    SinkHarness sink(Settings{{"path", folder.file("events.txt")}});
    BOOST_TEST(sink.open() == HOOKLINE_OK);
    const std::vector<EventRow> rows = {event("first")};
    BOOST_TEST(sink.write(batch_of(event_schema(), rows, 0)) == HOOKLINE_OK);
    BOOST_TEST(sink.flush() == HOOKLINE_OK);
    BOOST_TEST(contains(contents(folder.file("events.txt")), "first"));
    BOOST_TEST(sink.write(batch_of(event_schema(), rows, 0)) == HOOKLINE_OK);
    BOOST_TEST(sink.close() == HOOKLINE_OK);
    BOOST_TEST(folder.files() == 1u);
}
