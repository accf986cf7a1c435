#include "merge.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/document/numeric.hpp>
#include <slipway/ini/edits.hpp>
#include <slipway/ini/losses.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace slipway::makefile {

namespace {

using document::is_index;
using document::is_numeric;
using document::Key;
using document::Kind;
using document::Map;
using document::Reporter;
using document::Value;
using ini::Level;
using ini::report_details_wipe_short_form;
using ini::report_list_wipes_details;
using ini::report_short_form_wipes_details;
using ini::worded;

// An element of a list: where two that meet both write `patch[] =` they mean two patches, and get one.
void report_list_collision(const Value& present,
                           const Map::Entry& entry,
                           std::string_view lists,
                           Reporter& reporter) {
    if (!is_index(entry.key.text) || present.text() == entry.value.text() || entry.value.is_falsy()) {
        return;
    }
    reporter.warning({.slug = slug::list_collision,
                      .span = entry.value.span(),
                      .message = fmt::format("{} are merged by position: '{}' replaces '{}'", lists,
                                             entry.value.written(), present.written()),
                      .notes = {{.span = present.span(), .message = "this element is lost"}},
                      .help = worded(reporter.text(entry.value.span().file), entry.value.span(),
                                     "give the elements names: [patch][name] = ...",
                                     "give the elements names: 'name: ...' in place of '- ...'")});
}

// What two includes say differently, and the file that includes them does not.
void report_earlier_include(const Value& present, const Map::Entry& entry, Reporter& reporter) {
    if (is_index(entry.key.text) || present.text() == entry.value.text()) {
        return;
    }
    reporter.warning({.slug = slug::earlier_include_wins,
                      .span = present.span(),
                      .message = fmt::format("'{}' of '{}' has no effect: the earlier include's '{}' wins",
                                             present.written(), entry.key.text, entry.value.written()),
                      .notes = {{.span = entry.value.span(),
                                 .message = "it is set here, in a file that is included before"}},
                      .help = "swap the includes, or set it in the file that includes them"});
}

// One file's version in place of another's is what including a file is for.
bool says_only_version(const Value& project) {
    return std::ranges::all_of(project.map().entries(),
                               [](const Map::Entry& entry) { return entry.key.text == "version"; });
}

// How one file is laid over another, and who hears of it.
struct Laying {
    Reporter* reporter;
    std::optional<FileId> own = {};  // of the file that includes: what it says itself is meant to win
    bool onto_defaults = false;      // which are there to be replaced
};

void report_meeting(const Value& present, const Map::Entry& entry, Level level, const Laying& laying) {
    auto& reporter = *laying.reporter;
    if (laying.onto_defaults) {
        if (!present.is_map() && !entry.value.is_map()) {
            report_list_collision(present, entry, "a list and its defaults", reporter);
        }
    } else if (entry.value.is_map()) {
        const auto* version = level == Level::project ? entry.value.map().find("version") : nullptr;
        if (version != nullptr && !version->is_falsy()) {
            return;  // it is replaced, as by a text
        }
        const auto first = entry.value.map().entries();
        const auto where = first.empty() ? entry.key.span : first.front().key.span;
        report_details_wipe_short_form(present, {entry.key.text, where}, level, reporter);
    } else if (!present.is_map()) {
        report_list_collision(present, entry, "lists of two files", reporter);
        if (laying.own && entry.value.span().file != *laying.own) {
            report_earlier_include(present, entry, reporter);
        }
    } else if (!entry.value.is_falsy() && !says_only_version(present)) {
        report_short_form_wipes_details(present, {entry.key.text, entry.value.span()}, entry.value, level,
                                        reporter);
    }
}

// The recursion ends: documents have a greatest depth.
void lay_over(Map& base, const Map& overlay, Level level, const Laying& laying) {
    for (const auto& entry : overlay.entries()) {
        auto* present = base.find(entry.key.text);
        if (present == nullptr) {
            base.set(entry.key, entry.value);
        } else if (present->is_map() && entry.value.is_map()) {
            const auto below = entry.key.text == "projects" ? Level::project : Level::other;
            lay_over(present->map(), entry.value.map(), below, laying);
        } else {
            report_meeting(*present, entry, level, laying);
            *present = entry.value;
        }
    }
}

Value with_version(const Key& key, Value version) {
    Value project(key.span);
    Key attribute{"version", version.span()};
    project.map().set(std::move(attribute), std::move(version));
    return project;
}

// projects[] = name
bool is_listed(const Map::Entry& entry) { return is_index(entry.key.text) && entry.value.is_text(); }

bool is_numeric_short_form(std::string_view key, const Value& value) {
    return !is_index(key) && value.is_text() && !value.is_falsy() && is_numeric(value.written());
}

// Whether a project's details say no more than that any version will do.
bool says_nothing(const Value& project) {
    return project.is_map() && std::ranges::all_of(project.map().entries(), [](const Map::Entry& entry) {
               return entry.key.text == "version" && entry.value.is_falsy();
           });
}

// Puts a listed project in place of all that is there about it. A version that is written further down comes
// back.
void want_any_version(Map& projects, const Value& listed, Reporter& reporter) {
    if (listed.written().empty()) {
        return;
    }
    const Key name{listed.written(), listed.span()};
    const auto* present = projects.find(name.text);
    const bool lost =
        present != nullptr
        && (present->is_map() ? !says_nothing(*present)
                              : present->is_text() && !is_numeric_short_form(name.text, *present));
    if (lost && !present->is_falsy()) {
        report_list_wipes_details(*present, listed, reporter);
    }
    projects.set(name, with_version(name, Value(Kind::text, "", name.span)));
}

}  // namespace

Map merge(Map base, const Map& overlay, Reporter& reporter) {
    lay_over(base, overlay, Level::other, {.reporter = &reporter});
    return base;
}

Map merge_include(Map included, const Map& overlay, FileId own, Reporter& reporter) {
    lay_over(included, overlay, Level::other, {.reporter = &reporter, .own = own});
    return included;
}

Map overlaid(Map base, const Map& overlay, Reporter& reporter) {
    lay_over(base, overlay, Level::other, {.reporter = &reporter, .onto_defaults = true});
    return base;
}

void normalise_projects(Map& root, Reporter& reporter) {
    auto* projects = root.find("projects");
    if (projects == nullptr || !projects->is_map()) {
        return;
    }
    Map out;
    for (const auto& entry : projects->map().entries()) {
        if (!is_listed(entry)) {
            out.set(entry.key, entry.value);
        }
    }
    for (const auto& entry : projects->map().entries()) {
        if (is_listed(entry)) {
            want_any_version(out, entry.value, reporter);
        } else if (is_numeric_short_form(entry.key.text, entry.value)) {
            out.set(entry.key, with_version(entry.key, entry.value));
        }
    }
    projects->map() = std::move(out);
}

}  // namespace slipway::makefile
