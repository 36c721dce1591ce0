// SPDX-License-Identifier: MIT
#include "loader/own_descriptor.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace hookline::loader {
namespace {

template <class Struct>
Struct own_shape(const void* foreign, std::size_t size)
{
    Struct own{};
    std::memcpy(&own, foreign, std::min(size, sizeof own));
    return own;
}

}  // namespace

OwnDescriptor::OwnDescriptor(const hookline_descriptor& foreign)
    : abi_(own_shape<hookline_descriptor>(&foreign, foreign.size))
{
    const auto* option = reinterpret_cast<const char*>(foreign.options);
    for (std::uint32_t i = 0; i < foreign.option_count; ++i, option += foreign.option_size)
        options_.push_back(own_shape<hookline_option>(option, foreign.option_size));
    abi_.size = sizeof abi_;
    abi_.options = options_.data();
    abi_.option_size = sizeof(hookline_option);
    if (abi_.capture != nullptr) {
        capture_ = own_shape<hookline_capture_ops>(abi_.capture, abi_.capture->size);
        capture_.size = sizeof capture_;
        abi_.capture = &capture_;
    }
    if (abi_.sink != nullptr) {
        sink_ = own_shape<hookline_sink_ops>(abi_.sink, abi_.sink->size);
        sink_.size = sizeof sink_;
        abi_.sink = &sink_;
    }
}

}  // namespace hookline::loader
