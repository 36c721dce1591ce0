#pragma once
#include <hookline/capture.hpp>
#include <hookline/flow_schema.h>
#include <hookline/sink.hpp>

using namespace hookline;

inline constexpr hookline_option kOptions[] = {option::boolean("loud", "says it aloud", "false")};
inline constexpr const hookline_schema* kStreams[] = {&hookline_flow_schema};
