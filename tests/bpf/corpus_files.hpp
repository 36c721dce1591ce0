// SPDX-License-Identifier: MIT
// The frames of real captures, for tests that go over bytes that nobody here has thought of.
#pragma once

#include "packet_builder.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace hookline::test {

struct CorpusFile {
    std::string name;
    int link_type;              // DLT_*
    std::vector<Bytes> frames;  // as much of each as was captured
};

// Of all *cap* files in a folder, in the order of their names. None where there is no such folder. Throws
// std::runtime_error for a file that cannot be read.
[[nodiscard]] std::vector<CorpusFile> corpus_files(const std::filesystem::path& folder);

[[nodiscard]] std::size_t frames_in(const std::vector<CorpusFile>& files);

}  // namespace hookline::test
