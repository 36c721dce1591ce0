// SPDX-License-Identifier: MIT
// Where a sink's bytes go: standard output, a device or pipe as it is, or a regular file that is replaced as a whole.
#pragma once

#include <string>
#include <string_view>

namespace hookline::sink_common {

// A regular file is written under another name in the same folder and moved to its place by publish(), so that a
// reader never finds half a report. All failures are hookline::Error: destination, the kernel's words, its number.
class Destination {
public:
    explicit Destination(const std::string& path);  // "-": standard output, which is never closed
    ~Destination();
    Destination(const Destination&) = delete;
    Destination& operator=(const Destination&) = delete;

    void open();     // does nothing when it is open
    void restart();  // a regular file: the next one begins. What was published stays until that is published too
    void write(std::string_view bytes);
    void publish();  // a regular file: what was written so far stands in its place, and may still grow
    void discard();  // forgets what is not published
    void close();    // discards, too

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] bool is_terminal() const;
    [[nodiscard]] unsigned terminal_width() const;  // columns; 0: no terminal, or it does not say

private:
    void open_file();
    [[noreturn]] void fail(int error) const;

    std::string name_;    // for messages
    std::string path_;    // empty: standard output
    std::string temporary_;  // empty: nothing to publish
    int fd_ = -1;
    bool is_regular_ = false;
};

}  // namespace hookline::sink_common
