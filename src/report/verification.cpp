#include <slipway/diag/visible_text.hpp>
#include <slipway/report/summary.hpp>
#include <slipway/report/verification.hpp>

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <numeric>
#include <string_view>

namespace slipway::report {

namespace {

using assemble::Change;
using assemble::Changes;
using assemble::Difference;
using Json = nlohmann::ordered_json;

std::uint64_t sum(const Changes& changes) {
    return std::accumulate(changes.begin(), changes.end(), std::uint64_t{0});
}

// In words that stand behind a number.
std::string_view words_of(Change change) {
    using enum Change;
    switch (change) {
        case missing: return "missing";
        case added: return "added";
        case changed: return "changed";
        case kind: return "of another kind";
        case mode: return "with another mode";
        case time: return "with another time";
        case unreadable: return "unreadable";
    }
    return "";
}

// "2 changed, 1 missing"
std::string counted(const Changes& changes) {
    std::string text;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (changes.at(i) != 0) {
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", changes.at(i),
                                words_of(static_cast<Change>(i)));
        }
    }
    return text;
}

std::string line_of(const std::filesystem::path& directory, const Difference& difference) {
    const auto path = difference.path.empty() ? directory : directory / difference.path;
    const auto remark = difference.remark.empty() ? "" : fmt::format(" ({})", visible(difference.remark));
    return fmt::format("{:<10} {}{}{}\n", name_of(difference.change), visible(path.native()), remark,
                       difference.may_change ? ", where the site may write" : "");
}

// What was compared, and how it is.
std::string state(const Verified& verified) {
    const auto& result = verified.verification;
    const auto name = visible(verified.directory.native());
    const auto id = verified.platform.id.hex().substr(0, 12);
    const auto files = report::counted(result.files, "file", "files");
    if (result.is_whole()) {
        return fmt::format("{}: {} as in platform {} ({})\n", name, files, id,
                           verified.depth == assemble::Depth::full
                               ? human_bytes(result.bytes_read) + " read"
                               : "by kind, mode and time; --full reads the bytes");
    }
    return fmt::format("{}: differs from platform {}: {}\n", name, id, counted(result.immutable));
}

std::string of_repair(const Verified& verified) {
    const auto& repair = *verified.repair;
    std::string text;
    if (repair.restored != 0) {
        text += fmt::format("restored {}\n", report::counted(repair.restored, "entry", "entries"));
    }
    for (const auto& [path, reason] : repair.why) {
        text += fmt::format("error: {} was not restored: {}\n", visible(path), visible(reason));
    }
    if (repair.lost != 0) {
        text += fmt::format("help: the store has lost {} of them: build {} again, then repair again\n",
                            repair.lost,
                            verified.platform.origin.empty() ? "it" : visible(verified.platform.origin));
    }
    for (const auto& path : repair.also_changed) {
        text += fmt::format("warning: files that were written to here are the same in {}: repair that too\n",
                            visible(path.native()));
    }
    return text;
}

Json to_json(const Changes& changes) {
    Json json = Json::object();
    for (std::size_t i = 0; i < changes.size(); ++i) {
        json[std::string(name_of(static_cast<Change>(i)))] = changes.at(i);
    }
    return json;
}

Json to_json(const assemble::Repair& repair) {
    Json json = {{"restored", repair.restored},
                 {"lost", repair.lost},
                 {"not_restored", Json::array()},
                 {"also_changed", Json::array()}};
    for (const auto& [path, reason] : repair.why) {
        json["not_restored"].push_back({{"path", path}, {"reason", reason}});
    }
    for (const auto& path : repair.also_changed) {
        json["also_changed"].push_back(path.native());
    }
    return json;
}

Json to_json(const Verified& verified, Strictness strictness) {
    Json json = {{"directory", verified.directory.native()}};
    if (verified.error) {
        json["error"] = verified.error->to_string();
        return json;
    }
    const auto& result = verified.verification;
    json.update({{"platform", verified.platform.id.hex()},
                 {"origin", verified.platform.origin},
                 {"same", verified.is_same(strictness)},
                 {"full", verified.depth == assemble::Depth::full},
                 {"files", result.files},
                 {"directories", result.directories},
                 {"empty_directories", result.empty_directories},
                 {"files_read", result.files_read},
                 {"bytes_read", result.bytes_read},
                 {"changes", to_json(result.immutable)},
                 {"changes_where_sites_write", to_json(result.where_sites_write)},
                 {"differences", Json::array()},
                 {"repair", verified.repair ? to_json(*verified.repair) : Json()}});
    for (const auto& difference : result.differences) {
        json["differences"].push_back({{"path", difference.path},
                                       {"change", name_of(difference.change)},
                                       {"where_sites_write", difference.may_change},
                                       {"remark", difference.remark}});
    }
    return json;
}

}  // namespace

bool Verified::is_same(Strictness strictness) const {
    return strictness == Strictness::strict ? verification.is_untouched() : verification.is_whole();
}

std::string differences(const Verified& verified) {
    std::string text;
    for (const auto& difference : verified.verification.differences) {
        text += line_of(verified.directory, difference);
    }
    return text;
}

std::string summary(const Verified& verified) {
    const auto& result = verified.verification;
    auto text = state(verified);
    if (sum(result.where_sites_write) != 0) {
        text += fmt::format("where the site may write: {}\n", counted(result.where_sites_write));
    }
    const auto all = sum(result.immutable) + sum(result.where_sites_write);
    if (all > result.differences.size()) {
        text += fmt::format("the first {} of {} differences are listed\n", result.differences.size(), all);
    }
    if (verified.repair) {
        text += of_repair(verified);
    }
    if (result.empty_directories != 0) {
        text +=
            fmt::format("note: it has {}; git's index holds none, so 'git write-tree' gives another id\n",
                        report::counted(result.empty_directories, "empty directory", "empty directories"));
    }
    return text;
}

std::string to_json(std::span<const Verified> verified, Strictness strictness) {
    Json json = Json::array();
    for (const auto& each : verified) {
        json.push_back(to_json(each, strictness));
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace slipway::report
