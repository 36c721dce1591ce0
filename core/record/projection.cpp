// SPDX-License-Identifier: MIT
#include "record/projection.hpp"

#include <algorithm>
#include <cstring>

#include "record/own_columns.hpp"
#include "record/types.hpp"

namespace hookline::record {

namespace {

constexpr std::size_t kMaxPlans = 64;  // more masks than that take turns

// A copy of a few bytes is inlined where its width is a constant.
void copy_bytes(std::byte* to, const std::byte* from, std::size_t width)
{
    switch (width) {
    case 1: *to = *from; break;
    case 2: std::memcpy(to, from, 2); break;
    case 4: std::memcpy(to, from, 4); break;
    case 6: std::memcpy(to, from, 6); break;
    case 8: std::memcpy(to, from, 8); break;
    case 16: std::memcpy(to, from, 16); break;
    case 32: std::memcpy(to, from, 32); break;
    default: std::memcpy(to, from, width); break;
    }
}

void store_integer(std::byte* to, std::uint64_t value, std::size_t width)
{
    const auto value16 = static_cast<std::uint16_t>(value);
    const auto value32 = static_cast<std::uint32_t>(value);
    if (width == 2)
        std::memcpy(to, &value16, sizeof value16);
    else if (width == 4)
        std::memcpy(to, &value32, sizeof value32);
    else
        std::memcpy(to, &value, sizeof value);
}

}  // namespace

Projection::Projection(SchemaPtr input, const Schema& output, std::string capture)
    : input_(std::move(input)),
      row_words_(output.row_size() / sizeof(std::uint64_t)),
      capture_column_(output.find("capture")),
      capture_(std::move(capture))
{
    const auto columns = output.columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& to = columns[i];
        const auto* from = input_->find(to.name);
        if (from == nullptr) continue;
        auto how = from->type == to.type ? How::bytes : How::integer;
        if (to.type == HOOKLINE_TEXT) how = How::text;
        if (to.type == HOOKLINE_CHARS) how = How::chars;
        copies_.push_back({how, to.offset, to.width, from->offset, from, presence_bit(to)});
        input_bits_ |= presence_bit(*from);
    }
    for (const auto* column : constant_columns(output))
        constant_bits_ |= presence_bit(*column);
    if (capture_column_ != nullptr) constant_bits_ |= presence_bit(*capture_column_);
    std::sort(copies_.begin(), copies_.end(), [](const Copy& a, const Copy& b) { return a.to < b.to; });
}

void Projection::operator()(const Row& row, Interner& texts, std::uint64_t* out)
{
    const auto& plan = plan_for(row);
    std::fill_n(out, row_words_, 0);
    out[0] = plan.presence;
    auto* bytes = reinterpret_cast<std::byte*>(out);
    const auto put_text = [&](std::size_t offset, std::string_view text) {
        const auto interned = texts.intern(text);
        std::memcpy(bytes + offset, &interned, sizeof interned);
    };
    for (const auto& copy : plan.copies) {
        switch (copy.how) {
        case How::bytes: copy_bytes(bytes + copy.to, row.data() + copy.from, copy.width); break;
        case How::integer: store_integer(bytes + copy.to, row.integer(*copy.input), copy.width); break;
        case How::text: put_text(copy.to, row.text(*copy.input)); break;
        case How::chars: {
            const auto text = row.text(*copy.input);
            std::memcpy(bytes + copy.to, text.data(), text.size());
        }
        }
    }
    if (capture_column_ != nullptr) put_text(capture_column_->offset, capture_);
}

const Projection::Plan& Projection::plan_for(const Row& row)
{
    std::uint64_t mask = 0;
    const auto offset = input_->abi()->presence_offset;
    if (offset != HOOKLINE_NO_PRESENCE) std::memcpy(&mask, row.data() + offset, sizeof mask);
    mask &= input_bits_;
    if (latest_ < plans_.size() && plans_[latest_].mask == mask) return plans_[latest_];
    const auto known = std::find_if(plans_.begin(), plans_.end(), [&](const Plan& plan) { return plan.mask == mask; });
    latest_ = static_cast<std::size_t>(known - plans_.begin());
    if (known != plans_.end()) return *known;
    if (plans_.size() == kMaxPlans) {
        latest_ = mask % kMaxPlans;
        return plans_[latest_] = make_plan(mask);
    }
    return plans_.emplace_back(make_plan(mask));
}

Projection::Plan Projection::make_plan(std::uint64_t mask) const
{
    Plan plan{mask, constant_bits_, {}};
    for (const auto& copy : copies_) {
        const auto bit = presence_bit(*copy.input);
        if (bit != 0 && (mask & bit) == 0) continue;
        plan.presence |= copy.output_bit;
        auto* before = plan.copies.empty() ? nullptr : &plan.copies.back();
        const bool neighbours = before != nullptr && before->how == How::bytes && copy.how == How::bytes &&
                                before->to + before->width == copy.to && before->from + before->width == copy.from;
        if (neighbours)
            before->width += copy.width;
        else
            plan.copies.push_back(copy);
    }
    return plan;
}

}  // namespace hookline::record
