#include "source.hpp"

#include "location.hpp"

#include <slipway/cache/tree_builder.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/hash/checksum.hpp>
#include <slipway/net/transport.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>

namespace slipway::build {

namespace {

using makefile::Checksums;
using makefile::Download;
using makefile::Project;
using makefile::Text;
using plan::Input;

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::string type_of(const Project& project) {
    return project.download ? lower(project.download->type.text) : "pm";
}

// The actions for one item, while they are put together.
class Compiler {
public:
    Compiler(const SourceContext& context, Item& item)
        : context_(context), item_(item), asked_(*item.asked) {}

    std::optional<std::vector<Step>> compile(const std::optional<SelectedRelease>& release) {
        const auto fetched = release ? from_release(*release) : from_download(*asked_.download);
        if (!fetched) {
            return std::nullopt;
        }
        if (!add_patches()) {
            return std::nullopt;
        }
        return std::move(steps_);
    }

private:
    plan::NodeId add(plan::Action action, std::vector<Input> inputs, SourceSpan span) {
        auto label = fmt::format("{} {}", plan::name_of(action), item_.label());
        steps_.push_back({context_.plan.add(std::move(action), std::move(inputs), std::move(label)), span});
        return steps_.back().node;
    }

    bool refuse(std::string_view slug,
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

    bool refuse(std::string_view slug, SourceSpan span, const Error& error) {
        return refuse(slug, span, error.to_string(),
                      error.help().empty() ? std::nullopt : std::optional(error.help()));
    }

    // What the makefile promises of a file; nothing if a promise makes no sense.
    std::optional<std::vector<Checksum>> checksums_of(const Checksums& asked) {
        std::vector<Checksum> checksums;
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

    // -- Sources.

    bool from_release(const SelectedRelease& release) {
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
        const auto archive =
            add(plan::FetchFile{.url = release.url, .checksums = std::move(checksums)}, {}, span);
        add(plan::Unpack{}, {archive}, span);
        return true;
    }

    bool from_download(const Download& download) {
        const auto type = lower(download.type.text);
        if (type == "git") {
            return from_git(download);
        }
        if (type == "get" || type == "file") {
            return from_file(download);
        }
        if (type == "copy") {
            return from_directory(download);
        }
        if (type.empty()) {
            return refuse(slug::unsupported_download, download.span,
                          "the download has no type, so nothing would be downloaded",
                          "add [download][type]: git for a repository, get for a file or an archive");
        }
        return refuse(slug::unsupported_download, download.type.span,
                      fmt::format("there is no download type '{}'", download.type.text),
                      "there are: pm (a release), get or file, git, copy");
    }

    bool from_git(const Download& download) {
        if (!download.submodule.empty()) {
            return refuse(slug::unsupported_download, download.submodule.front().span,
                          "submodules are not fetched yet", "list the submodule as a library of its own");
        }
        using Kind = plan::FetchGit::Kind;
        plan::FetchGit action{
            .url = download.url ? download.url->text
                                : fmt::format("https://git.drupalcode.org/project/{}.git", asked_.name)};
        auto span = download.url ? download.url->span : download.span;
        const std::pair<const std::optional<Text>&, Kind> choices[] = {
            {download.refspec, Kind::refspec},
            {download.tag, Kind::tag},
            {download.revision, Kind::revision},
            {download.branch, Kind::branch}};  // spec §4.6
        for (const auto& [text, kind] : choices) {
            if (text && !text->text.empty()) {
                action.kind = kind;
                action.name = text->text;
                span = text->span;
                item_.version = item_.version.empty() ? text->text : item_.version;
                break;
            }
        }
        const bool has_scheme = action.url.find("://") != std::string::npos;
        item_.from_host =
            action.url.starts_with("file://") || (!has_scheme && action.url.find(':') == std::string::npos);
        if (item_.from_host && !item_.level->may_name_host_at(download.url ? download.url->span : span)) {
            return refuse(slug::unsupported_download, span,
                          "the makefile is not of this host, but names a repository of it",
                          "copy the makefile's entry into your own makefile if you want that repository");
        }
        add(std::move(action), {}, span);
        return true;
    }

    bool from_file(const Download& download) {
        if (!download.url) {
            return refuse(slug::unsupported_download, download.span, "the download has no url",
                          "add [download][url]");
        }
        auto checksums = checksums_of(download.checksums);
        const auto blob =
            checksums ? file(*download.url, download_base(), *std::move(checksums)) : std::nullopt;
        if (!blob) {
            return false;
        }
        const auto name = download.filename && !download.filename->text.empty()
                              ? download.filename->text
                              : base_name(download.url->text);
        const auto subtree = download.subtree ? download.subtree->text : std::string();
        add(plan::Unpack{.subtree = subtree, .file_name = name}, {*blob},
            download.subtree ? download.subtree->span : download.url->span);
        return true;
    }

    bool from_directory(const Download& download) {
        if (!download.url) {
            return refuse(slug::unsupported_download, download.span, "the download has no url",
                          "add [download][url]");
        }
        const auto location = locate(*item_.level, *download.url, download_base());
        if (!location) {
            return refuse(slug::fetch_failed, download.url->span, location.error());
        }
        const auto* host = std::get_if<HostFile>(&*location);
        if (host == nullptr) {
            return refuse(slug::unsupported_download, download.url->span,
                          "only a directory of this host can be copied",
                          "use the download type git or get for what is elsewhere");
        }
        item_.from_host = true;
        add(plan::CopyDirectory{host->path}, {}, download.url->span);
        return true;
    }

    // Drush takes downloads relative to the working directory; its documentation, and we, to the makefile.
    RelativeTo download_base() const {
        return context_.mode == document::Mode::drush ? RelativeTo::working_directory : RelativeTo::makefile;
    }

    // The blob behind a URL or path; nothing if it was reported.
    std::optional<Input> file(const Text& url, RelativeTo relative_to, std::vector<Checksum> checksums) {
        const auto location = locate(*item_.level, url, relative_to);
        if (!location) {
            refuse(slug::fetch_failed, url.span, location.error());
            return std::nullopt;
        }
        if (const auto* in_tree = std::get_if<TreeFile>(&*location)) {
            return blob_in_tree(in_tree->path, url.span);
        }
        const auto* host = std::get_if<HostFile>(&*location);
        item_.from_host = item_.from_host || host != nullptr;
        auto from = host != nullptr ? host->url() : std::get<Remote>(*location).url;
        return Input(
            add(plan::FetchFile{.url = std::move(from), .checksums = std::move(checksums)}, {}, url.span));
    }

    std::optional<Input> blob_in_tree(const RelativePath& path, SourceSpan span) {
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

    // -- Patches (spec §5).

    // A relative path or a file:// URL: Drush keeps a copy of such a patch beside PATCHES.txt.
    static bool is_local(const std::string& url) {
        return url.starts_with("file://") || (url.find("://") == std::string::npos && !url.starts_with('/'));
    }

    bool add_patches() {
        if (asked_.patches.empty()) {
            return true;
        }
        plan::Stamp stamp{.patches_txt = "The following patches have been applied to this project:\n"};
        std::vector<Input> stamp_inputs;
        for (const auto& patch : asked_.patches) {
            const auto tree = steps_.back().node;
            auto checksums = checksums_of(patch.checksums);
            const auto blob =
                checksums ? file(patch.url, RelativeTo::makefile, *std::move(checksums)) : std::nullopt;
            if (!blob) {
                return false;
            }
            const bool fuzz = context_.mode == document::Mode::drush;
            const auto shown = net::display_url(patch.url.text);  // a platform is no place for passwords
            add(plan::ApplyPatch{.fuzz = fuzz, .name = shown}, {tree, *blob}, patch.url.span);
            const bool local = is_local(patch.url.text);
            stamp.patches_txt += fmt::format("- {}\n", local ? base_name(patch.url.text) : shown);
            if (local) {
                stamp.file_names.push_back(base_name(patch.url.text));
                stamp_inputs.push_back(*blob);
            }
        }
        stamp.patches_txt +=
            "\nThis file was automatically generated by Drush Make (http://drupal.org/project/drush).\n";
        if (context_.patches_txt) {
            stamp_inputs.insert(stamp_inputs.begin(), steps_.back().node);
            add(std::move(stamp), std::move(stamp_inputs), asked_.patches.front().url.span);
        }
        return true;
    }

    const SourceContext& context_;
    Item& item_;
    const Project& asked_;
    std::vector<Step> steps_;
};

}  // namespace

std::optional<std::vector<Step>> compile_source(const SourceContext& context,
                                                Item& item,
                                                const std::optional<SelectedRelease>& release) {
    return Compiler(context, item).compile(release);
}

bool is_released(const Project& project) { return type_of(project) == "pm"; }

SourceSpan version_span(const Project& project) {
    return project.version ? project.version->span : project.span;
}

}  // namespace slipway::build
