// SPDX-License-Identifier: MIT
// The columns that a table adds to those of its inputs.
#pragma once

#include <vector>

#include "config/model.hpp"
#include "record/schema.hpp"

namespace hookline::record {

std::vector<Schema::Draft> rate_columns(const config::Pipeline& pipeline);
Schema::Draft capture_column();
Schema::Draft other_column();

// Is this the name of one of them, `other` apart?
bool is_own_column(const char* name);
// A capture may fold flows, too: a column of its own that is just like `other` goes into it.
bool is_other_column(const hookline_column& column);

// Those of them that every row has from the start: rates and `other`.
std::vector<const hookline_column*> constant_columns(const Schema& output);

}  // namespace hookline::record
