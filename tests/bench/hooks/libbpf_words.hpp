// SPDX-License-Identifier: MIT
// What libbpf says while something is opened or loaded.
#pragma once

#include <string>

namespace hookline::bench {

// Collects libbpf's warnings instead of having them printed. One at a time: libbpf has one callback.
class LibbpfWords {
public:
    LibbpfWords();
    ~LibbpfWords();
    LibbpfWords(const LibbpfWords&) = delete;
    LibbpfWords& operator=(const LibbpfWords&) = delete;

    // The verifier's last lines where it has spoken, else libbpf's last warnings; each on a line of its own, indented.
    [[nodiscard]] std::string last() const;

private:
    std::string warnings_;
    std::string verifier_;
};

}  // namespace hookline::bench
