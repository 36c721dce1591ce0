// SPDX-License-Identifier: MIT
// Do the names in a file lead somewhere?
#pragma once

#include "config/document.hpp"

namespace hookline::config {

// The source of the host's own account in a pipeline's `from`.
inline constexpr std::string_view kLedger = "ledger";

// How complaints begin: "pipeline web", "pipeline 1".
std::string who(const Pipeline& pipeline);

// Complains about pipelines that name captures or sinks that there are not, about captures and sinks that no pipeline
// names, and about names that are taken twice. `document`: where the names stand.
void check_references(const Config& config, const Document& document, Complaints& complaints);

}  // namespace hookline::config
