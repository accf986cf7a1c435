// What actions are called in a lock. Private to build.
#pragma once

#include <slipway/lock/lock.hpp>
#include <slipway/plan/action.hpp>

#include <string_view>

namespace slipway::build {

lock::Source::Wanted wanted_of(plan::FetchGit::Kind kind);
std::string_view name_of(plan::FetchGit::Submodules submodules);  // empty for none
lock::Source::Kind kind_of(plan::FetchVcs::System system);

}  // namespace slipway::build
