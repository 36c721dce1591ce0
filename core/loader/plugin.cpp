// SPDX-License-Identifier: MIT
#include "loader/plugin.hpp"

#include <dlfcn.h>
#include <link.h>

#include <boost/dll/shared_library.hpp>
#include <exception>
#include <utility>

#include "loader/descriptor_check.hpp"
#include "loader/elf_check.hpp"
#include "loader/own_descriptor.hpp"
#include "loader/refusal.hpp"

namespace hookline::loader {
namespace {

namespace fs = std::filesystem;
namespace dll = boost::dll;

class Library final : public Plugin {
public:
    Library(dll::shared_library library, fs::path file, const hookline_descriptor& checked)
        : library_(std::move(library)), file_(std::move(file)), descriptor_(checked)
    {
    }
    [[nodiscard]] const hookline_descriptor& descriptor() const override { return descriptor_.abi(); }
    [[nodiscard]] const fs::path& file() const override { return file_; }

private:
    dll::shared_library library_;  // first, so that it is unmapped last
    fs::path file_;
    OwnDescriptor descriptor_;
};

// The dynamic linker begins with the file's name, as we do.
std::string linker_says(const fs::path& file)
{
    const char* words = ::dlerror();
    std::string text = words != nullptr ? words : "the dynamic linker does not say why";
    const auto prefix = file.string() + ": ";
    return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

Result<dll::shared_library> open_library(const fs::path& file)
{
    try {
        dll::shared_library library;
        std::error_code error;
        library.load(file, error, dll::load_mode::rtld_now | dll::load_mode::rtld_local);
        if (error) return refusal(file, "cannot be loaded: " + linker_says(file));
        return library;
    } catch (const std::exception& error) {
        return refusal(file, std::string("its constructors threw: ") + error.what());
    } catch (...) {
        return refusal(file, "its constructors threw an exception that is no std::exception");
    }
}

// How many bytes the library's symbol table gives to an object: nothing else bounds what a stranger calls a descriptor.
std::size_t extent_of(const void* symbol)
{
    Dl_info info{};
    void* entry = nullptr;
    if (::dladdr1(symbol, &info, &entry, RTLD_DL_SYMENT) == 0 || entry == nullptr || info.dli_saddr != symbol) return 0;
    return static_cast<const ElfW(Sym)*>(entry)->st_size;
}

}  // namespace

Result<PluginPtr> Plugin::load(const fs::path& file)
{
    if (const auto whole = check_elf(file); !whole) return whole.error();
    auto library = open_library(file);
    if (!library) return library.error();
    if (!library->has(HOOKLINE_PLUGIN_SYMBOL))
        return refusal(file, "is no hookline plugin: it has no symbol " HOOKLINE_PLUGIN_SYMBOL);
    const auto& descriptor = library->get<const hookline_descriptor>(HOOKLINE_PLUGIN_SYMBOL);
    if (const auto sound = check_descriptor(descriptor, extent_of(&descriptor), file); !sound) return sound.error();
    return PluginPtr(std::make_shared<const Library>(std::move(*library), file, descriptor));
}

}  // namespace hookline::loader
