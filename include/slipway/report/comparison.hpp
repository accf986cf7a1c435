// What is different between two platforms, for people, for programs, and as a page to be kept.
//
// Names of files, projects and patches are other people's: nothing of them reaches a terminal or a browser as
// anything but text.
#pragma once

#include <slipway/compare/platforms.hpp>

#include <cstdint>
#include <string>

namespace slipway::report {

struct Comparison {
    const compare::Side& before;
    const compare::Side& after;
    const compare::PlatformChange& change;
};

enum class Files : bool { counted, listed };

// Lines, each ended by a line feed: one a project, with what there is to say about it below.
std::string to_text(const Comparison& comparison, Files files);

// One JSON object, ended by a line feed. Keys are only ever added to it.
std::string to_json(const Comparison& comparison);

// One HTML page that needs nothing else: no script, no image, no font from elsewhere. Of a project at most
// `most_listed_files` are listed.
inline constexpr std::size_t most_listed_files = 2000;
std::string to_html(const Comparison& comparison);

}  // namespace slipway::report
