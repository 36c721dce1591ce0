// SPDX-License-Identifier: MIT
#include "config/references.hpp"

#include <algorithm>
#include <set>

#include "config/suggest.hpp"

namespace hookline::config {
namespace {

// One side of the pipelines: captures and `from`, or sinks and `to`.
struct Side {
    const char* kind;
    const char* key;
    const std::vector<Instance>& instances;
    std::vector<std::string> Pipeline::* names;
    bool has_ledger;
};

// Where a name stands in a pipeline's list, the last time.
Place place_of(const Document& document, std::size_t pipeline, const char* key, const std::string& name)
{
    const auto& list = *document.root.find("pipeline")->children[pipeline].find(key);
    auto place = list.place;
    for (const auto& item : list.children)
        if (item.scalar == Scalar(name)) place = item.place;
    return place;
}

class Check {
public:
    Check(const Config& config, const Document& document, Complaints& complaints)
        : config_(config), document_(document), complaints_(complaints)
    {
    }

    void side(const Side& side)
    {
        std::vector<std::string> known;
        for (const auto& instance : side.instances)
            known.push_back(instance.name);
        if (side.has_ledger) known.emplace_back(kLedger);
        std::set<std::string> used;
        bool all_known = true;
        for (std::size_t i = 0; i < config_.pipelines.size(); ++i)
            all_known &= pipeline(side, i, known, used);
        // A mistyped name makes the right one look unused
        if (!all_known) return;
        for (const auto& instance : side.instances)
            if (!used.contains(instance.name) && !document_.may_have_lost(instance.name))
                complaints_.push_back({instance.place, std::string(side.kind) + "." + instance.name +
                                                           ": no pipeline names it in \"" + side.key + '"'});
    }

private:
    bool pipeline(const Side& side, std::size_t number, const std::vector<std::string>& known,
                  std::set<std::string>& used)
    {
        const auto& pipeline = config_.pipelines[number];
        bool all_known = true;
        std::set<std::string> here;
        for (const auto& name : pipeline.*side.names) {
            const auto complain = [&](const std::string& what) {
                complaints_.push_back({place_of(document_, number, side.key, name), who(pipeline) + ": " + what});
            };
            used.insert(name);
            if (!here.insert(name).second) complain('"' + name + "\" stands twice in \"" + side.key + '"');
            if (std::ranges::find(known, name) != known.end() || document_.may_have_lost(name)) continue;
            all_known = false;
            complain("there is no [" + std::string(side.kind) + "." + name + "]" + suggestion(name, known));
        }
        return all_known;
    }

    const Config& config_;
    const Document& document_;
    Complaints& complaints_;
};

}  // namespace

std::string who(const Pipeline& pipeline)
{
    return pipeline.name.starts_with("pipeline ") ? pipeline.name : "pipeline " + pipeline.name;
}

void check_references(const Config& config, const Document& document, Complaints& complaints)
{
    Check check(config, document, complaints);
    check.side({"capture", "from", config.captures, &Pipeline::from, true});
    check.side({"sink", "to", config.sinks, &Pipeline::to, false});
    std::set<std::string> names;
    for (const auto& pipeline : config.pipelines)
        if (!names.insert(pipeline.name).second)
            complaints.push_back({pipeline.place, who(pipeline) + ": an earlier pipeline has this name"});
}

}  // namespace hookline::config
