#include "read_download.hpp"

#include "attributes.hpp"
#include "form_text.hpp"
#include "name_lint.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/edits.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/document/nearest.hpp>
#include <slipway/ini/block_owner.hpp>
#include <slipway/ini/edits.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::makefile {

namespace {

using document::Kind;
using document::Map;
using document::nearest;
using document::Reporter;
using document::Value;
using ini::key_before;
using ini::key_extended;
using ini::line_above;
using ini::worded;

constexpr std::array<std::string_view, 9> download_types{"pm",  "file", "get", "git", "copy",
                                                         "svn", "bzr",  "hg",  "post"};

constexpr TextAttribute<Download> texts_of_download[] = {
    {"url", &Download::url},
    {"filename", &Download::filename},
    {"subtree", &Download::subtree},
    {"refspec", &Download::refspec},
    {"tag", &Download::tag},
    {"revision", &Download::revision},
    {"branch", &Download::branch},
    {"working-copy", &Download::working_copy},
    {"full_version", &Download::full_version},
};

class DownloadReader {
public:
    DownloadReader(const Project& project, const Map& attributes, Reporter& reporter)
        : project_(project), attributes_(attributes), reporter_(reporter) {}

    std::optional<Download> run() const {
        const auto* written = attributes_.find("download");
        if (written == nullptr || written->is_falsy()) {
            return std::nullopt;
        }
        Download download;
        download.span = written->is_map() ? attributes_.find_entry("download")->key.span : written->span();
        if (written->is_map()) {
            read_attributes(written->map(), download);
        } else {
            download.url = Text{written->text(), written->span()};
        }
        complete_type(download, *written);
        check_path("filename", download.filename, reporter_);
        check_path("subtree", download.subtree, reporter_);
        check_url(download);
        return download;
    }

private:
    bool is_library() const { return project_.group == Group::libraries; }

    std::string worded_at(const SourceSpan& span, std::string in_ini, std::string in_yaml) const {
        return worded(reporter_.text(span.file), span, std::move(in_ini), std::move(in_yaml));
    }

    void read_attributes(const Map& map, Download& download) const {
        const AttributeReader read(map, reporter_);
        check_download_attributes(attributes_, map, reporter_);
        for (const auto& [attribute, member] : texts_of_download) {
            download.*member = read.filled_text(attribute);
        }
        if (auto type = read.text("type")) {
            download.type = std::move(*type);
        }
        download.checksums = read.checksums();
        download.submodule = read.texts("submodule");
        read_options(download);
        for (const auto& entry : map.entries()) {
            if (is_typed(entry.key.text)) {
                continue;
            }
            if (!entry.value.is_map()) {
                download.others.emplace(entry.key.text.str(), Text{entry.value.text(), entry.value.span()});
            } else if (entry.key.text == "data" || entry.key.text == "post_data") {
                download.others.emplace(entry.key.text.str(),
                                        Text{form_text(entry.value.map()), entry.value.span()});
            }
        }
    }

    // The one project option that Drush uses.
    void read_options(Download& download) const {
        const auto* options = attributes_.find("options");
        if (options != nullptr && options->is_map() && !download.working_copy) {
            download.working_copy = AttributeReader(options->map(), reporter_).filled_text("working-copy");
        }
    }

    static bool is_typed(std::string_view attribute) {
        constexpr std::array<std::string_view, 6> more{"type", "submodule", "md5",
                                                       "sha1", "sha256",    "sha512"};
        return std::ranges::find(more, attribute) != more.end()
               || std::ranges::any_of(texts_of_download,
                                      [&](const auto& text) { return text.name == attribute; });
    }

    // Drush takes git if isset() finds no type, and isset() finds any but NULL: "" is a type, of no download.
    void complete_empty_type(Download& download, const Value& written) const {
        const auto* type = written.is_map() ? written.map().find("type") : nullptr;
        const bool is_set = type != nullptr && !type->is_map() && type->kind() != Kind::null_constant;
        const auto span = is_set ? type->span() : download.span;
        download.type = {is_library() || is_set ? "" : "git", span};
        if (is_library()) {
            report_library_without_type(download);
        } else if (is_set) {
            reporter_.loss({.slug = slug::unknown_download_type,
                            .span = span,
                            .message = "the download type is empty: Drush downloads nothing",
                            .help = download.url ? "write a type, or remove the line"
                                                 : "write a type and a url, or remove the download for a "
                                                   "release"});
        }
    }

    void complete_type(Download& download, const Value& written) const {
        if (download.type.text.empty()) {
            complete_empty_type(download, written);
            return;
        }
        auto& type = download.type.text;
        type = lower(std::move(type));
        if (std::ranges::find(download_types, type) != download_types.end()) {
            if (type == "post" || type == "hg") {
                reporter_.warning(
                    {.slug = slug::unknown_download_type,
                     .span = download.type.span,
                     .message = fmt::format(
                         "Drush 8 downloads nothing by '{}', and says nothing; slipway does it", type),
                     .notes = {},
                     .help =
                         "nothing, unless Drush has to build it too: then take it from git or an archive"});
            }
            return;
        }
        if (type == "cvs") {
            reporter_.error(
                {.slug = slug::unsupported_download,
                 .span = download.type.span,
                 .message =
                     "nothing is downloaded from CVS: Drush does not do it since its version 5, nor slipway",
                 .help = way_out_of_cvs(download)});
            return;
        }
        const auto meant = meant_by(type);
        reporter_.loss(
            {.slug = slug::unknown_download_type,
             .span = download.type.span,
             .message = fmt::format("there is no download type '{}': Drush downloads nothing", type),
             .notes = {},
             .help = meant ? fmt::format("there is one called '{}'", *meant)
                           : fmt::format("the types are {}", fmt::join(download_types, ", ")),
             .fix = replaced_by(download.type, meant)});
    }

    // A checkout by CVS that names no server was one of drupal.org.
    std::string way_out_of_cvs(const Download& download) const {
        const auto root = download.others.find("root");
        const bool of_drupal =
            root == download.others.end() || root->second.text.find("drupal.org") != std::string::npos;
        return !download.url && of_drupal
                   ? worded_at(
                       download.type.span,
                       "drupal.org is in git now: write 'git', with a [tag] or [branch], or [version] in "
                       "place of [download]",
                       "drupal.org is in git now: write 'git', with a 'tag:' or 'branch:', or 'version:' "
                       "in place of 'download:'")
                   : "take the project from git or from an archive; what is only in CVS can be checked out "
                     "by hand, and be asked for with the type copy";
    }

    // What people call a download of a file, or mistype.
    static std::optional<std::string_view> meant_by(std::string_view type) {
        constexpr std::array<std::string_view, 3> directories{"local", "path", "directory"};
        constexpr std::array<std::string_view, 10> files{"http", "https", "ftp",  "zip",     "tar",
                                                         "tgz",  "url",   "wget", "archive", "download"};
        if (std::ranges::find(directories, type) != directories.end()) {
            return "copy";
        }
        return std::ranges::find(files, type) != files.end() ? "get" : nearest(type, download_types);
    }

    // A line about a library of another name may be one of the block that it stands in.
    bool report_stray_choice(const Download& download) const {
        const auto& choice = download.tag      ? download.tag
                             : download.branch ? download.branch
                                               : download.revision;
        const auto text = reporter_.text(download.span.file);
        const auto stray = choice && !download.url ? ini::stray_entry(text, choice->span) : std::nullopt;
        const auto owner = stray ? std::string_view(stray->owner).substr(1, stray->owner.size() - 2) : "";
        if (!document::is_certainly(project_.name, owner)) {
            return false;
        }
        reporter_.loss(
            {.slug = slug::library_without_type,
             .span = download.span,
             .message = fmt::format("the download of library '{}' has no type: Drush downloads nothing",
                                    project_.name),
             .notes = {},
             .help = fmt::format("write '{}' if this is meant for {}, whose lines it stands among",
                                 stray->meant, owner),
             .fix = fix_with(Fix::Kind::guess,
                             ini::key_text_replaced(text, choice->span, stray->name, stray->owner))});
        return true;
    }

    void report_library_without_type(const Download& download) const {
        if (report_stray_choice(download)) {
            return;
        }
        const auto likely = likely_type(download);
        const auto type = !likely.empty() ? likely : download.url ? "get, or git" : "...";
        const auto quoted = !likely.empty() || !download.url ? fmt::format("'type: {}'", type)
                                                             : std::string("'type: get', or git,");
        reporter_.loss(
            {.slug = slug::library_without_type,
             .span = download.type.span,
             .message = fmt::format("the download of library '{}' has no type: Drush downloads nothing",
                                    project_.name),
             .notes = {},
             .help = worded_at(
                 download.type.span,
                 fmt::format("write [download][type] = {}{}", type,
                             download.url ? "" : " and [download][url] = ..."),
                 fmt::format("write {}{} below 'download:'", quoted, download.url ? "" : " and 'url: ...'")),
             .fix = type_added(download, likely)});
    }

    // What the URL's end or an attribute that only git has suggests; empty if nothing does.
    static std::string_view likely_type(const Download& download) {
        const auto by_url = download.url ? suggested_type(download.url->text) : std::string_view();
        const bool by_git = download.tag || download.branch || download.revision || download.refspec;
        return by_url.empty() && by_git ? "git" : by_url;
    }

    // On a line above the URL.
    std::optional<Fix> type_added(const Download& download, std::string_view type) const {
        const auto key = type.empty() || !download.url
                             ? std::nullopt
                             : key_before(reporter_.text(download.url->span.file), download.url->span);
        if (!key) {
            return std::nullopt;
        }
        constexpr std::string_view url = "[url]";
        const auto text = reporter_.text(download.url->span.file);
        const auto base = key->substr(0, key->size() - (key->ends_with(url) ? url.size() : 0));
        std::vector<std::optional<Edit>> edits{
            line_above(text, download.url->span, fmt::format("{}[type] = {}", base, type))};
        if (base.size() == key->size()) {
            edits.push_back(key_extended(text, download.url->span, url));
        }
        return base.ends_with("[download]") ? fix_with(Fix::Kind::guess, std::move(edits)) : std::nullopt;
    }

    static std::string_view suggested_type(std::string_view url) {
        constexpr std::array<std::string_view, 9> archives{".zip", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz",
                                                           ".tar", ".gz",     ".js",  ".css"};
        url = url.substr(0, url.find_first_of("?#"));
        if (url.ends_with(".git")) {
            return "git";
        }
        const auto ends = [&](std::string_view suffix) { return url.ends_with(suffix); };
        return std::ranges::any_of(archives, ends) ? "get" : "";
    }

    void check_url(const Download& download) const {
        const auto& type = download.type.text;
        if (download.url || type.empty() || type == "git" || type == "pm"
            || std::ranges::find(download_types, type) == download_types.end()) {
            return;
        }
        reporter_.error({.slug = slug::missing_url,
                         .span = download.span,
                         .message = fmt::format("a download of type '{}' needs a 'url'", type),
                         .notes = {},
                         .help = worded_at(download.span, "write [download][url] = ...",
                                           "write 'url: ...' below 'download:'")});
    }

    const Project& project_;
    const Map& attributes_;
    Reporter& reporter_;
};

}  // namespace

std::optional<Download> read_download(const Project& project, const Map& attributes, Reporter& reporter) {
    return DownloadReader(project, attributes, reporter).run();
}

}  // namespace slipway::makefile
