// The download types of spec §4.

#include "info_version.hpp"
#include "source_compiler.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/resolve/checkout_version.hpp>

#include <fmt/core.h>

#include <string>
#include <utility>

namespace slipway::build {

using makefile::Download;
using makefile::Text;

bool SourceCompiler::from_download(const Download& download) {
    const auto type = source_type_of(asked_);
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

bool SourceCompiler::from_git(const Download& download) {
    if (!download.submodule.empty()) {
        return refuse(slug::unsupported_download, download.submodule.front().span,
                      "submodules are not fetched yet", "list the submodule as a library of its own");
    }
    using Kind = plan::FetchGit::Kind;
    plan::FetchGit action{.url = download.url
                                     ? download.url->text
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
    action.describe =
        wants_info_lines(item_, context_.options) && resolve::is_development_version(info_version(item_));
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

bool SourceCompiler::from_file(const Download& download) {
    if (!download.url) {
        return refuse(slug::unsupported_download, download.span, "the download has no url",
                      "add [download][url]");
    }
    auto checksums = checksums_of(download.checksums);
    const auto blob = checksums ? file(*download.url, download_base(), *std::move(checksums)) : std::nullopt;
    if (!blob) {
        return false;
    }
    const auto name = download.filename && !download.filename->text.empty() ? download.filename->text
                                                                            : base_name(download.url->text);
    const auto subtree = download.subtree ? download.subtree->text : std::string();
    add(plan::Unpack{.subtree = subtree, .file_name = name}, {*blob},
        download.subtree ? download.subtree->span : download.url->span);
    return true;
}

bool SourceCompiler::from_directory(const Download& download) {
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
RelativeTo SourceCompiler::download_base() const {
    return context_.options.policy.mode == document::Mode::drush ? RelativeTo::working_directory
                                                                 : RelativeTo::makefile;
}

}  // namespace slipway::build
