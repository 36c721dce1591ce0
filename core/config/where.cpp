// SPDX-License-Identifier: MIT
#include "config/where.hpp"

namespace hookline::config {

void read_where(Section& section, std::vector<Condition>& out)
{
    const auto* node = section.any("where");
    if (node == nullptr) return;
    if (node->kind != Node::Kind::table)
        return section.complain(node->place,
                                "\"where\" must be a table such as { proto = \"tcp\" }, not " + kind_of(*node));
    for (const auto& condition : node->children) {
        const auto values = to_setting(condition);
        if (!values)
            section.complain(condition.place, "where: \"" + condition.key + "\" " + values.error().text);
        else if (values->values.empty())
            section.complain(condition.place, "where: \"" + condition.key + "\" is empty, no row would match");
        else
            out.push_back({condition.key, values->values, condition.place});
    }
}

}  // namespace hookline::config
