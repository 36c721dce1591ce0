// SPDX-License-Identifier: MIT
#include "config/options.hpp"

#include <algorithm>

#include "config/declared.hpp"
#include "config/document.hpp"
#include "config/duration.hpp"
#include "config/section.hpp"
#include "config/suggest.hpp"

namespace hookline::config {

// Turns settings into values, one option at a time.
class OptionValues::Maker {
public:
    Maker(OptionValues& values, std::string who, Complaints& complaints)
        : values_(values), who_(std::move(who)), complaints_(complaints)
    {
    }

    void complain(const Place& place, const std::string& what) { complaints_.push_back({place, who_ + ": " + what}); }

    // What the file says, else the default, else a value of type 0.
    hookline_value value_of(const hookline_option& option, const Instance& instance)
    {
        const auto set = std::ranges::find(instance.settings, option.name, &Setting::key);
        if (set != instance.settings.end()) {
            auto value = convert(option, *set);
            value.is_set = 1;
            return value;
        }
        if ((option.flags & HOOKLINE_OPTION_REQUIRED) != 0)
            complain(instance.place, '"' + std::string(option.name) + "\" is missing: " + option.help);
        if (option.default_value == nullptr) return {};
        if (const auto fallback = parse_value(option.default_value)) return convert(option, *fallback);
        complain(instance.place, "plugin " + instance.plugin + " declares a default of \"" + option.name +
                                     "\" that is no TOML value: " + option.default_value);
        return {};
    }

private:
    hookline_value convert(const hookline_option& option, const Setting& setting)
    {
        hookline_value value{};
        if (setting.is_array && option.type != HOOKLINE_OPTION_STRINGS)
            complain(setting.place, must_be(option) + "one value, not an array");
        else if (option.type == HOOKLINE_OPTION_STRINGS)
            strings(option, setting, value);
        else
            scalar(option, setting, value);
        return value;
    }

    static std::string must_be(const hookline_option& option) { return '"' + std::string(option.name) + "\" must be "; }

    void wrong_type(const hookline_option& option, const Setting& setting, const Scalar& found)
    {
        complain(setting.place, must_be(option) + type_phrase(option) + ", not " + kind_of(found));
    }

    void scalar(const hookline_option& option, const Setting& setting, hookline_value& value)
    {
        const auto& found = setting.values.front();
        const auto* text = std::get_if<std::string>(&found);
        const auto* integer = std::get_if<std::int64_t>(&found);
        const auto* number = std::get_if<double>(&found);
        const auto* flag = std::get_if<bool>(&found);
        if (option.type == HOOKLINE_OPTION_BOOL && flag != nullptr)
            value.integer = *flag ? 1 : 0;
        else if (option.type == HOOKLINE_OPTION_INTEGER && integer != nullptr)
            limited(option, setting, *integer, value);
        else if (option.type == HOOKLINE_OPTION_NUMBER && (number != nullptr || integer != nullptr))
            value.number = number != nullptr ? *number : static_cast<double>(*integer);
        else if (option.type == HOOKLINE_OPTION_STRING && text != nullptr)
            value.string = chosen(option, setting, *text);
        else if (option.type == HOOKLINE_OPTION_DURATION && text != nullptr)
            duration(option, setting, *text, value);
        else
            return wrong_type(option, setting, found);
        value.type = option.type;
    }

    void strings(const hookline_option& option, const Setting& setting, hookline_value& value)
    {
        auto& list = values_.lists_.emplace_back();
        for (const auto& item : setting.values) {
            const auto* text = std::get_if<std::string>(&item);
            if (text == nullptr) return wrong_type(option, setting, item);
            list.push_back(chosen(option, setting, *text));
        }
        value.type = option.type;
        value.strings = list.data();
        value.count = list.size();
    }

    void duration(const hookline_option& option, const Setting& setting, const std::string& text, hookline_value& value)
    {
        if (const auto parsed = parse_duration(text))
            limited(option, setting, parsed->count(), value);
        else
            complain(setting.place, '"' + std::string(option.name) + "\": " + parsed.error().text);
    }

    void limited(const hookline_option& option, const Setting& setting, std::int64_t found, hookline_value& value)
    {
        value.integer = found;
        if (!has_limits(option) || (found >= option.min && found <= option.max)) return;
        complain(setting.place, must_be(option) + "between " + written(option, option.min) + " and " +
                                    written(option, option.max) + ", not " + written(option, found));
    }

    hookline_string chosen(const hookline_option& option, const Setting& setting, const std::string& text)
    {
        const auto choices = choices_of(option);
        if (!choices.empty() && std::ranges::find(choices, text) == choices.end())
            complain(setting.place,
                     must_be(option) + one_of(choices) + ", not \"" + text + '"' + suggestion(text, choices));
        const auto& kept = values_.strings_.emplace_back(text);
        return {kept.data(), kept.size()};
    }

    OptionValues& values_;
    std::string who_;
    Complaints& complaints_;
};

std::unique_ptr<const OptionValues> OptionValues::check(const hookline_descriptor& plugin, const Instance& instance,
                                                        Complaints& complaints)
{
    std::unique_ptr<OptionValues> values(new OptionValues);
    Maker maker(*values, std::string(plugin.kind == HOOKLINE_SINK ? "sink." : "capture.") + instance.name, complaints);
    std::vector<std::string> known;
    for (const auto* option : declared_options(plugin)) {
        known.emplace_back(option->name);
        values->values_.push_back(maker.value_of(*option, instance));
    }
    for (const auto& setting : instance.settings)
        if (std::ranges::find(known, setting.key) == known.end())
            maker.complain(setting.place, "unknown key \"" + setting.key + '"' + suggestion(setting.key, known));
    values->instance_ = instance.name;
    values->abi_ = {sizeof(hookline_options),
                    static_cast<std::uint32_t>(values->values_.size()),
                    values->values_.data(),
                    sizeof(hookline_value),
                    0,
                    values->instance_.c_str()};
    return values;
}

}  // namespace hookline::config
