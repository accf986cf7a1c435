// The download types of spec §4.

#include "source_compiler.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

#include <string>
#include <utility>

namespace slipway::build {

using makefile::Download;

bool SourceCompiler::from_download(const Download& download) {
    using System = plan::FetchVcs::System;
    const auto type = source_type_of(asked_);
    if (type == "git") {
        return from_git(download);
    }
    if (type == "get" || type == "file" || type == "post") {
        return from_file(download);
    }
    if (type == "copy") {
        return from_directory(download);
    }
    if (type == "svn" || type == "hg" || type == "bzr") {
        return from_vcs(download, type == "svn" ? System::svn : type == "hg" ? System::hg : System::bzr);
    }
    if (type.empty()) {
        return refuse(slug::unsupported_download, download.span,
                      "the download has no type, so nothing would be downloaded",
                      "add [download][type]: git for a repository, get for a file or an archive");
    }
    return refuse(slug::unsupported_download, download.type.span,
                  fmt::format("there is no download type '{}'", download.type.text),
                  "there are: pm (a release), get or file, post, git, svn, hg, bzr, copy");
}

// What is sent to the server: a form if the type is post, or the request_type (spec §12).
std::optional<std::string> SourceCompiler::form_of(const Download& download) const {
    const auto text = [&](const char* name) {
        const auto found = download.others.find(name);
        return found == download.others.end() ? std::string() : found->second.text;
    };
    if (source_type_of(asked_) != "post" && lower(text("request_type")) != "post") {
        return std::nullopt;
    }
    const auto data = text("data");
    return data.empty() ? text("post_data") : data;
}

bool SourceCompiler::from_file(const Download& download) {
    if (!download.url) {
        return refuse(slug::unsupported_download, download.span, "the download has no url",
                      "add [download][url]");
    }
    auto checksums = checksums_of(download.checksums);
    const auto blob = checksums ? file(Part::source, *download.url, download_base(), *std::move(checksums),
                                       form_of(download))
                                : std::nullopt;
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
        return refuse(slug::copy_failed, download.url->span, location.error());
    }
    const auto* host = std::get_if<HostFile>(&*location);
    if (host == nullptr) {
        return refuse(slug::unsupported_download, download.url->span,
                      "only a directory of this host can be copied",
                      "use the download type git or get for what is elsewhere");
    }
    item_.from_host = true;
    const plan::CopyDirectory action{host->path};
    pin(action);
    add(action, {}, download.url->span);
    return true;
}

// Drush takes downloads relative to the working directory; its documentation, and we, to the makefile.
RelativeTo SourceCompiler::download_base() const {
    return context_.options.policy.mode == document::Mode::drush ? RelativeTo::working_directory
                                                                 : RelativeTo::makefile;
}

}  // namespace slipway::build
