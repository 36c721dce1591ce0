// SPDX-License-Identifier: MIT
#include "tested_program.hpp"

#include <cerrno>
#include <filesystem>
#include <string_view>
#include <utility>

#include "bpf_support/errors.hpp"
#include "error.hpp"
#include "filter_knob.hpp"
#include "libbpf_words.hpp"

namespace hookline::bench {
namespace {

using bpf::kernel_words;

std::string programs_in(const bpf_object* object)
{
    std::string names;
    const bpf_program* program = nullptr;
    while ((program = bpf_object__next_program(object, const_cast<bpf_program*>(program))) != nullptr)
        names += (names.empty() ? "" : ", ") + std::string(bpf_program__name(program));
    return names.empty() ? "none" : names;
}

// What a loader would pin outlives it, and what is pinned there already is not ours to write to.
void leave_unpinned(bpf_object* object)
{
    bpf_map* map = nullptr;
    while ((map = bpf_object__next_map(object, map)) != nullptr)
        bpf_map__set_pin_path(map, nullptr);
}

void choose_alone(bpf_object* object, const bpf_program* chosen)
{
    bpf_program* program = nullptr;
    while ((program = bpf_object__next_program(object, program)) != nullptr)
        bpf_program__set_autoload(program, program == chosen);
}

// libbpf keeps the flag of a section to itself.
bool takes_frags(const bpf_program* program)
{
    const std::string_view section = bpf_program__section_name(program);
    return section.starts_with("xdp.frags") || (bpf_program__flags(program) & BPF_F_XDP_HAS_FRAGS) != 0;
}

const Hook& hook_of_program(const std::string& name, const bpf_program* program)
{
    const auto type = bpf_program__type(program);
    if (const Hook* hook = hook_of(type)) return *hook;
    const std::string section = std::string("section \"") + bpf_program__section_name(program) + "\"";
    if (type == BPF_PROG_TYPE_UNSPEC)
        throw Error(name + ": " + section + " tells libbpf no program type; it has to begin as one of " + hook_names() +
                    " does");
    const char* type_name = libbpf_bpf_prog_type_str(type);
    throw Error(name + ": " + section + " is of type " + (type_name ? type_name : "unknown") +
                ", which has no driver program; there are drivers for " + hook_names());
}

}  // namespace

TestedProgram::TestedProgram(std::string file, std::string program)
    : file_(std::move(file)), program_name_(std::move(program))
{
    open();
}

TestedProgram TestedProgram::from_argument(const std::string& argument)
{
    const auto colon = argument.rfind(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == argument.size())
        throw Error("--against " + argument + ": want FILE.o:PROGRAM, the object file and the name of its function");
    return {argument.substr(0, colon), argument.substr(colon + 1)};
}

std::string TestedProgram::name() const
{
    return std::filesystem::path(file_).filename().string() + ":" + program_name_;
}

void TestedProgram::open()
{
    const LibbpfWords words;
    object_.reset(bpf_object__open_file(file_.c_str(), nullptr));
    if (!object_)
        throw Error(file_ + ": cannot be opened as an eBPF object: " + kernel_words(errno) + words.last() +
                    "\n  give an object that clang has compiled with -target bpf -g");
    program_ = bpf_object__find_program_by_name(object_.get(), program_name_.c_str());
    if (program_ == nullptr)
        throw Error(file_ + ": has no program \"" + program_name_ + "\"; it has " + programs_in(object_.get()));
    hook_ = &hook_of_program(name(), program_);
    shape_ = {hook_->type, bpf_program__expected_attach_type(program_), takes_frags(program_)};
}

void TestedProgram::load()
{
    open();
    leave_unpinned(object_.get());
    choose_alone(object_.get(), program_);
    give(program_, shape_);
    if (!filter_.empty()) bench::set_filter(object_.get(), program_, filter_);
    const LibbpfWords words;
    if (const int error = bpf_object__load(object_.get()); error != 0)
        throw Error(name() + ": the kernel did not load it: " + kernel_words(error) + words.last());
}

}  // namespace hookline::bench
