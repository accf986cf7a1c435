#include "source.hpp"

#include "source_compiler.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/cache/tree_builder.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/hash/checksum.hpp>

#include <fmt/core.h>

#include <utility>

namespace slipway::build {

using makefile::Checksums;
using makefile::Project;
using makefile::Text;
using plan::Input;

std::optional<std::vector<Step>> SourceCompiler::compile() {
    const auto fetched = item_.release ? from_release(*item_.release) : from_download(*asked_.download);
    if (!fetched) {
        return std::nullopt;
    }
    if (!add_lock_file()) {
        return std::nullopt;
    }
    item_.unpatched = steps_.back().node;
    if (!add_patches()) {
        return std::nullopt;
    }
    return std::move(steps_);
}

// What keeps `drush pm-update` from updating the project: the text says why.
bool SourceCompiler::add_lock_file() {
    const auto& lock = asked_.lock;
    if (!lock || lock->text.empty() || lock->text == "0") {  // what PHP calls empty
        return true;
    }
    const auto text = context_.store.put_blob(lock->text, cache::Mode::file);
    if (!text) {
        return refuse(slug::file_not_added, lock->span, text.error());
    }
    add(plan::AddFiles{{".drush-lock-update"}}, {steps_.back().node, *text}, lock->span);
    return true;
}

plan::NodeId SourceCompiler::add(plan::Action action, std::vector<Input> inputs, SourceSpan span) {
    auto label = fmt::format("{} {}", plan::name_of(action), item_.label());
    steps_.push_back({context_.plan.add(std::move(action), std::move(inputs), std::move(label)), span});
    return steps_.back().node;
}

bool SourceCompiler::refuse(std::string_view slug,
                            SourceSpan span,
                            std::string message,
                            std::optional<std::string> help) {
    context_.diagnostics.report({.severity = Severity::error,
                                 .slug = slug,
                                 .span = span,
                                 .message = fmt::format("{}: {}", item_.label(), message),
                                 .help = std::move(help)});
    return false;
}

bool SourceCompiler::refuse(std::string_view slug, SourceSpan span, const Error& error) {
    return refuse(slug, span, error.to_string(),
                  error.help().empty() ? std::nullopt : std::optional(error.help()));
}

std::optional<std::vector<Checksum>> SourceCompiler::checksums_of(const Checksums& asked) {
    std::vector<Checksum> checksums;
    if (context_.options.ignore_checksums) {
        return checksums;
    }
    for (const auto& [name, digits] : asked) {
        const auto algorithm = checksum_algorithm(name);
        if (!algorithm || digits.text.empty()) {
            continue;  // what is no checksum was reported when the makefile was checked
        }
        auto checksum = Checksum::parse(*algorithm, digits.text);
        if (!checksum) {
            refuse(slug::checksum_mismatch, digits.span, checksum.error());
            return std::nullopt;
        }
        checksums.push_back(*std::move(checksum));
    }
    return checksums;
}

bool SourceCompiler::from_release(const SelectedRelease& release) {
    std::vector<Checksum> checksums;
    if (asked_.download) {
        auto asked = checksums_of(asked_.download->checksums);
        if (!asked) {
            return false;
        }
        checksums = *std::move(asked);
    }
    const auto span = version_span(asked_);
    if (!release.md5.empty()) {
        auto promised = Checksum::parse(ChecksumAlgorithm::md5, release.md5);
        if (!promised) {
            return refuse(slug::unresolved_version, span,
                          std::move(promised).error().during("reading the release history"));
        }
        checksums.push_back(*std::move(promised));
    }
    item_.from_host = release.url.starts_with("file://");
    const auto place = asked_.location ? asked_.location->span : span;
    if (item_.from_host && !item_.level->may_name_host_at(place)) {
        return refuse(slug::unresolved_version, span, "the release history names a file of this host",
                      "ask for the release in your own makefile if you want that file");
    }
    std::optional<Digest> pin;
    if (item_.pinned && !item_.packed_anew) {
        pin = item_.locked->source.content->sha256;
    }
    const auto archive =
        add(plan::FetchFile{.url = release.url, .checksums = std::move(checksums), .pin = pin}, {}, span);
    add(plan::Unpack{}, {archive}, span);
    return true;
}

std::optional<Input> SourceCompiler::file(Part part,
                                          const Text& url,
                                          RelativeTo relative_to,
                                          std::vector<Checksum> checksums,
                                          std::optional<std::string> form) {
    const auto location = locate(*item_.level, url, relative_to);
    if (!location) {
        refuse(slug::fetch_failed, url.span, location.error());
        return std::nullopt;
    }
    if (form && !std::holds_alternative<RemoteFile>(*location)) {
        refuse(slug::unsupported_download, url.span, "only a server takes what a form sends",
               "write an address that begins with http:// or https://, or leave the form out");
        return std::nullopt;
    }
    const auto pin = form ? std::nullopt : locked_file(part, url, *location, checksums);
    if (is_amiss(part == Part::source)) {
        return std::nullopt;
    }
    if (const auto* in_tree = std::get_if<TreeFile>(&*location)) {
        return blob_in_tree(in_tree->path, url.span);
    }
    const auto* host = std::get_if<HostFile>(&*location);
    item_.from_host = item_.from_host || host != nullptr;
    auto from = host != nullptr ? host->url() : std::get<RemoteFile>(*location).url;
    return Input(add(
        plan::FetchFile{
            .url = std::move(from), .checksums = std::move(checksums), .pin = pin, .form = std::move(form)},
        {}, url.span));
}

std::optional<Input> SourceCompiler::blob_in_tree(const RelativePath& path, SourceSpan span) {
    const auto entry = cache::find_entry(context_.store, *item_.level->tree, path);
    if (!entry) {
        refuse(slug::fetch_failed, span, entry.error());
        return std::nullopt;
    }
    if (!*entry || (*entry)->mode == cache::Mode::directory || (*entry)->mode == cache::Mode::symlink) {
        refuse(slug::fetch_failed, span,
               fmt::format("there is no file '{}' in the project that the makefile is in", path.text()),
               "paths are relative to the project's directory");
        return std::nullopt;
    }
    return Input((*entry)->id);
}

std::optional<std::vector<Step>> compile_source(const SourceContext& context, Item& item) {
    return SourceCompiler(context, item).compile();
}

// Behind what fetches it may come an archive to unpack and a file to add.
plan::NodeId source_node(const plan::Plan& plan, const Item& item) {
    auto at = *item.unpatched;
    while (std::holds_alternative<plan::AddFiles>(plan[at].action)) {
        at = std::get<plan::NodeId>(plan[at].inputs.front());
    }
    return at;
}

std::string source_type_of(const Project& project) {
    return project.download ? lower(project.download->type.text) : "pm";
}

bool is_released(const Project& project) { return source_type_of(project) == "pm"; }

SourceSpan version_span(const Project& project) {
    return project.version ? project.version->span : project.span;
}

}  // namespace slipway::build
