// What the tests of discover share: platforms written as lists of what lies where.
#pragma once

#include <slipway/discover/hoist.hpp>

#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace slipway::discover::testing {

// A module of Drupal 7, or (with its type) an extension of Drupal 8.
inline Extension module7(std::string name, std::string directory = {}, std::string version = {}) {
    Extension out;
    out.name = std::move(name);
    out.directory = std::move(directory);
    out.has_module = out.has_info = true;
    out.core = "7.x";
    out.version = std::move(version);
    return out;
}

inline Extension theme7(std::string name, std::string directory = {}) {
    auto out = module7(std::move(name), std::move(directory));
    out.has_module = false;
    return out;
}

inline Extension profile7(std::string name) {
    auto out = theme7(std::move(name));
    out.has_profile = true;
    return out;
}

inline Extension extension8(Kind kind, std::string name, std::string directory = {}) {
    Extension out;
    out.name = std::move(name);
    out.directory = std::move(directory);
    out.form = Extension::Form::info_yml;
    out.type = kind;
    return out;
}

// Keeps what placements point to. A label names a tree.
class Trees {
public:
    Placement at(std::string path, const std::string& label, std::vector<Extension> extensions) {
        analyses_.push_back({std::move(extensions)});
        return {
            .path = std::move(path), .tree = sha256(label), .analysis = &analyses_.back(), .label = label};
    }

private:
    std::deque<Analysis> analyses_;
};

}  // namespace slipway::discover::testing
