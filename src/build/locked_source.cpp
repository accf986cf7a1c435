// What a lock has of a source and its patches, and whether that is what the makefile still asks for.

#include "lock_words.hpp"
#include "pins.hpp"
#include "source_compiler.hpp"

#include <slipway/net/transport.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <string>

namespace slipway::build {

namespace {

using lock::Source;

bool is_promised_otherwise(const std::vector<Checksum>& checksums, const Digest& pin) {
    return std::ranges::any_of(checksums, [&pin](const Checksum& checksum) {
        return checksum.algorithm == ChecksumAlgorithm::sha256 && checksum.hex != pin.hex();
    });
}

}  // namespace

// What the makefile's author edits is not pinned: it is an input, as the makefile is.
std::optional<Digest> SourceCompiler::locked_file(Part part,
                                                  const makefile::Text& url,
                                                  const Location& location,
                                                  const std::vector<Checksum>& checksums) {
    if (part == Part::patch) {
        const auto pin = locked_patch(url);
        return pin && !is_promised_otherwise(checksums, *pin) ? pin : std::nullopt;
    }
    if (item_.locked == nullptr) {
        return std::nullopt;
    }
    const auto& source = item_.locked->source;
    const bool in_tree = std::holds_alternative<TreeFile>(location);
    const auto name = context_.names.of_address(in_tree ? url.text : text_of(location));
    if (source.kind != Source::Kind::file || source.url != name || !source.content
        || is_promised_otherwise(checksums, source.content->sha256)) {
        return std::nullopt;
    }
    item_.pinned = true;
    return is_own_source(url.text) || item_.packed_anew ? std::nullopt
                                                        : std::optional(source.content->sha256);
}

std::optional<Digest> SourceCompiler::locked_patch(const makefile::Text& url) {
    if (item_.locked == nullptr) {
        return std::nullopt;
    }
    const auto& patches = item_.locked->patches;
    const auto found = std::ranges::find(patches, context_.names.of_address(url.text), &lock::Patch::url);
    if (found == patches.end()) {
        item_.amiss = fmt::format("the lock does not have its patch {}", net::display_url(url.text));
        return std::nullopt;
    }
    return is_own_source(url.text) ? std::nullopt : std::optional(found->content.sha256);
}

bool SourceCompiler::is_amiss(bool is_source) {
    if (!context_.options.locked) {
        return false;
    }
    if (is_source && !item_.pinned) {
        item_.amiss = why_not_locked(item_);
    }
    return !item_.amiss.empty();
}

void SourceCompiler::pin(plan::FetchGit& action) {
    if (item_.locked == nullptr) {
        return;
    }
    const auto& source = item_.locked->source;
    if (source.kind == Source::Kind::git && source.url == context_.names.of_address(action.url)
        && source.wanted == wanted_of(action.kind) && source.name == action.name
        && source.submodules == name_of(action.submodules) && plan::is_commit_id(source.commit)
        && action.describe == source.describe.has_value()) {
        item_.pinned = true;
        action.pin = source.commit;
        action.describe = false;
    }
}

void SourceCompiler::pin(plan::FetchVcs& action) {
    if (item_.locked == nullptr) {
        return;
    }
    const auto& source = item_.locked->source;
    if (source.kind == kind_of(action.system) && source.url == context_.names.of_address(action.url)
        && source.name == action.revision && plan::is_fixed_revision(action.system, source.commit)) {
        item_.pinned = true;
        action.revision = source.commit;
    }
}

void SourceCompiler::pin(const plan::CopyDirectory& action) {
    item_.pinned = item_.locked != nullptr && item_.locked->source.kind == Source::Kind::copy
                   && item_.locked->source.url == context_.names.of_address(action.path);
}

}  // namespace slipway::build
