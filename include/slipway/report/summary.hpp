// What a build did, for people and for programs.
#pragma once

#include <slipway/build/build.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::report {

struct Outcome {
    const build::Summary& summary;
    const Diagnostics& diagnostics;
    const SourceMap& sources;
    std::optional<std::filesystem::path> destination;  // that was asked for
    build::Delivery delivery = build::Delivery::publish;
    std::chrono::milliseconds duration{};
};

// A few lines, each ended by a line feed.
std::string to_text(const Outcome& outcome);

// One JSON object, ended by a line feed; Keys are only ever added to it.
std::string to_json(const Outcome& outcome);

// "1 file", "2 files".
std::string counted(std::size_t number, std::string_view one, std::string_view many);

// "12.3 MB": decimal units, as disks and networks count.
std::string human_bytes(std::uint64_t bytes);

}  // namespace slipway::report
