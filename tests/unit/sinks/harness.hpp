// SPDX-License-Identifier: MIT
// A sink plugin driven as the host drives it: through its descriptor.
#pragma once

#include <hookline/plugin.hpp>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

extern "C" const hookline_descriptor hookline_plugin;

namespace hookline::test {

// Options as the configuration gives them: strings without quotes, numbers, booleans; the rest are the defaults.
using Settings = std::map<std::string, std::string>;

class SinkHarness {
public:
    explicit SinkHarness(const Settings& settings)
    {
        for (std::uint32_t i = 0; i < hookline_plugin.option_count; ++i)
            add(hookline_plugin.options[i], settings);
        for (std::uint32_t i = 0; i < hookline_plugin.option_count; ++i)
            values_[i].string = to_abi(strings_[i]);
        options_ = {sizeof options_, hookline_plugin.option_count, values_.data(), sizeof(hookline_value), 0, "screen"};
        host_.size = sizeof host_;
        host_.context = this;
        host_.set_error = [](void* self, const char* text, std::size_t size) {
            static_cast<SinkHarness*>(self)->error_.assign(text, size);
        };
        created = ops().create(&host_, &options_, &self_);
    }
    ~SinkHarness()
    {
        if (self_ != nullptr) ops().destroy(self_);
    }
    SinkHarness(const SinkHarness&) = delete;
    SinkHarness& operator=(const SinkHarness&) = delete;

    hookline_status open() { return ops().open(self_); }
    hookline_status write(const hookline_batch& batch) { return ops().write(self_, &batch, 1, &taken); }
    hookline_status flush() { return ops().flush(self_); }
    hookline_status close() { return ops().close(self_); }
    [[nodiscard]] const std::string& error() const { return error_; }

    hookline_status created = HOOKLINE_FAILED;
    std::size_t taken = 0;

private:
    static const hookline_sink_ops& ops() { return *hookline_plugin.sink; }
    void add(const hookline_option& option, const Settings& settings)
    {
        std::string text = option.default_value;
        if (text.size() >= 2 && text.front() == '"') text = text.substr(1, text.size() - 2);
        if (const auto found = settings.find(option.name); found != settings.end()) text = found->second;
        hookline_value value{};
        value.type = option.type;
        if (option.type == HOOKLINE_OPTION_BOOL) value.integer = text == "true" ? 1 : 0;
        if (option.type == HOOKLINE_OPTION_INTEGER) value.integer = std::stoll(text);
        values_.push_back(value);
        strings_.push_back(text);
    }

    std::vector<std::string> strings_;
    std::vector<hookline_value> values_;
    hookline_options options_{};
    hookline_host host_{};
    std::string error_;
    void* self_ = nullptr;
};

// A folder that is gone with its contents when the test ends, well or not.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "hookline-sink-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] std::string file(const char* name) const { return path_ / name; }
    [[nodiscard]] std::size_t files() const
    {
        return static_cast<std::size_t>(
            std::distance(std::filesystem::directory_iterator(path_), std::filesystem::directory_iterator()));
    }

private:
    std::filesystem::path path_;
};

inline std::string contents(const std::string& path)
{
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

// Standard output goes elsewhere for as long as this lives.
class StdoutTo {
public:
    explicit StdoutTo(int fd) : saved_(::dup(STDOUT_FILENO)) { ::dup2(fd, STDOUT_FILENO); }
    ~StdoutTo()
    {
        ::dup2(saved_, STDOUT_FILENO);
        ::close(saved_);
    }
    StdoutTo(const StdoutTo&) = delete;
    StdoutTo& operator=(const StdoutTo&) = delete;

private:
    int saved_;
};

}  // namespace hookline::test
