// SPDX-License-Identifier: MIT
#include "loader/own_descriptor.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <hookline/plugin.hpp>

namespace {

using hookline::loader::OwnDescriptor;

// Memory that ends where the plugin's struct ends: one byte more is a crash.
class Cliff {
public:
    explicit Cliff(std::size_t size) : page_(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)))
    {
        pages_ = ::mmap(nullptr, 2 * page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        BOOST_REQUIRE(pages_ != MAP_FAILED);
        BOOST_REQUIRE(::mprotect(static_cast<char*>(pages_) + page_, page_, PROT_NONE) == 0);
        start_ = static_cast<char*>(pages_) + page_ - size;
    }
    ~Cliff() { ::munmap(pages_, 2 * page_); }
    Cliff(const Cliff&) = delete;
    Cliff& operator=(const Cliff&) = delete;

    template <class Struct>
    Struct* put(const Struct& value, std::size_t size)
    {
        std::memcpy(start_, &value, std::min(size, sizeof value));
        return reinterpret_cast<Struct*>(start_);
    }

private:
    std::size_t page_;
    void* pages_;
    char* start_;
};

hookline_status drain(void*, std::size_t)
{
    return HOOKLINE_OK;
}
hookline_status probe(void (*)(void*, const char*), void*)
{
    return HOOKLINE_OK;
}

hookline_descriptor capture_with(const hookline_capture_ops* ops)
{
    hookline_descriptor descriptor{};
    descriptor.size = sizeof descriptor;
    descriptor.kind = HOOKLINE_CAPTURE;
    descriptor.capture = ops;
    return descriptor;
}

BOOST_AUTO_TEST_SUITE(own_descriptor)

BOOST_AUTO_TEST_CASE(what_an_older_sdk_did_not_have_reads_as_zero)
{
    constexpr auto kOld = static_cast<std::uint32_t>(offsetof(hookline_capture_ops, probe));
    hookline_capture_ops ops{};
    ops.size = kOld;
    ops.drain = &drain;
    ops.probe = &probe;
    Cliff memory(kOld);
    const auto descriptor = capture_with(memory.put(ops, kOld));
    const OwnDescriptor own(descriptor);
    BOOST_TEST((own.abi().capture->drain == &drain));
    BOOST_TEST((own.abi().capture->probe == nullptr));
    BOOST_TEST(own.abi().capture->size == sizeof(hookline_capture_ops));
    BOOST_TEST(own.abi().sink == nullptr);
}

BOOST_AUTO_TEST_CASE(what_a_later_sdk_has_more_is_left_alone)
{
    struct Later {
        hookline_capture_ops ops;
        void* more;
    } later{};
    later.ops.size = sizeof later;
    later.ops.probe = &probe;
    later.more = &later;
    const OwnDescriptor own(capture_with(&later.ops));
    BOOST_TEST((own.abi().capture->probe == &probe));
    BOOST_TEST(own.abi().capture->size == sizeof(hookline_capture_ops));
}

BOOST_AUTO_TEST_CASE(a_short_descriptor_ends_where_it_ends)
{
    constexpr auto kOld = offsetof(hookline_descriptor, sink);
    hookline_descriptor descriptor{};
    descriptor.size = kOld;
    descriptor.name = "old";
    Cliff memory(kOld);
    const OwnDescriptor own(*memory.put(descriptor, kOld));
    BOOST_TEST(own.abi().name == "old");
    BOOST_TEST(own.abi().sink == nullptr);
}

BOOST_AUTO_TEST_CASE(options_of_a_later_sdk_are_found_by_their_own_stride)
{
    struct Later {
        hookline_option option;
        std::uint64_t more;
    };
    const Later later[] = {{hookline::option::boolean("first", "a", "true"), 1},
                           {hookline::option::boolean("second", "b", "false"), 2}};
    hookline_descriptor descriptor{};
    descriptor.size = sizeof descriptor;
    descriptor.options = &later[0].option;
    descriptor.option_count = 2;
    descriptor.option_size = sizeof(Later);
    const OwnDescriptor own(descriptor);
    BOOST_TEST(own.abi().option_size == sizeof(hookline_option));
    BOOST_TEST(own.abi().options[1].name == "second");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
