// SPDX-License-Identifier: MIT
// A program under test: one of an object file, ours or anybody's.
#pragma once

#include <string>

#include "bpf_support/objects.hpp"
#include "hook.hpp"

namespace hookline::bench {

class TestedProgram {
public:
    // Looks into the file; throws Error when there is no such program, or no hook of its type.
    TestedProgram(std::string file, std::string program);
    static TestedProgram from_argument(const std::string& argument);  // FILE.o:PROGRAM

    // With a filter, as the option of our captures has it.
    void set_filter(const std::string& expression) { filter_ = expression; }

    // Into the kernel: this program and all maps, with the object's own sizes and knobs, and empty. Again: anew.
    void load();

    [[nodiscard]] const Hook& hook() const { return *hook_; }
    [[nodiscard]] const Shape& shape() const { return shape_; }
    [[nodiscard]] int fd() const { return bpf_program__fd(program_); }
    [[nodiscard]] int map_fd(const char* name) const { return bpf_object__find_map_fd_by_name(object_.get(), name); }
    [[nodiscard]] std::string name() const;  // "FILE.o:PROGRAM", without the folder

private:
    void open();

    std::string file_;
    std::string program_name_;
    std::string filter_;  // empty: none
    bpf::BpfObject object_;
    bpf_program* program_ = nullptr;
    const Hook* hook_ = nullptr;
    Shape shape_{};
};

}  // namespace hookline::bench
