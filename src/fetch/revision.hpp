// A git action's revision, in the words of the module that fetches it. Private to fetch.
#pragma once

#include <slipway/git/mirror.hpp>
#include <slipway/plan/action.hpp>

namespace slipway::fetch {

git::Revision revision_of(const plan::FetchGit& action);

}  // namespace slipway::fetch
