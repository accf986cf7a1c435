// From what a platform consists of to a makefile that builds it again. Pure.
#pragma once

#include <slipway/survey/survey.hpp>
#include <slipway/write/drush.hpp>

#include <optional>
#include <string>
#include <vector>

namespace slipway::survey {

// Drush's options: which projects are written with their versions (spec §8.5, make-generate).
struct VersionTracking {
    std::optional<std::vector<std::string>> excluded = {};  // empty: all
    std::vector<std::string> included = {};                 // if any: these alone
};

write::DrushMakefile to_makefile(const Platform& platform, const VersionTracking& tracking);

}  // namespace slipway::survey
