#include "read_project.hpp"

#include "attributes.hpp"
#include "ini_edits.hpp"
#include "known_names.hpp"
#include "nearest.hpp"

#include <slipway/diag/slugs.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace slipway::makefile {

namespace {

constexpr std::array<std::string_view, 6> project_types{"core",    "module",  "theme",
                                                        "profile", "library", "translation"};
constexpr std::array<std::string_view, 7> download_types{"pm", "file", "get", "git", "copy", "svn", "bzr"};

template <class Owner>
struct TextAttribute {
    std::string_view name;
    std::optional<Text> Owner::*member;
};

constexpr TextAttribute<Project> texts_of_project[] = {
    {"type", &Project::type},
    {"version", &Project::version},
    {"core", &Project::core},
    {"location", &Project::location},
    {"subdir", &Project::subdir},
    {"directory_name", &Project::directory_name},
    {"contrib_destination", &Project::contrib_destination},
    {"destination", &Project::destination},
    {"variant", &Project::variant},
    {"lock", &Project::lock},
    {"l10n_path", &Project::l10n_path},
    {"l10n_url", &Project::l10n_url},
};

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

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

class ProjectReader {
public:
    ProjectReader(Group group, const Map::Entry& entry, Reporter& reporter)
        : entry_(entry), attributes_(entry.value.map()), read_(attributes_, reporter), reporter_(reporter) {
        project_.group = group;
    }

    Project run() && {
        project_.span = entry_.key.span;
        project_.key = entry_.key.text;
        const auto name = read_.filled_text("name");
        project_.name = name ? name->text : project_.key;
        check_name(name);
        check_project_attributes(project_.group, attributes_, reporter_);
        for (const auto& [attribute, member] : texts_of_project) {
            project_.*member = read_.text(attribute);
        }
        check_type();
        drop_contrib_destination_of_library();
        check_path("subdir", project_.subdir, reporter_);
        check_path("directory_name", project_.directory_name, reporter_);
        check_path("contrib_destination", project_.contrib_destination, reporter_);
        is_library() ? check_climbing_path("destination", project_.destination, reporter_)
                     : check_path("destination", project_.destination, reporter_);
        project_.overwrite = read_.flag("overwrite", true);
        project_.do_recursion = read_.flag("do_recursion", true);
        project_.translations = read_.texts("translations");
        read_patches();
        read_download();
        apply_md5();
        return std::move(project_);
    }

private:
    bool is_library() const { return project_.group == Group::libraries; }

    // A project's name becomes one directory; a library's, as Drush has it, any path below its destination.
    void check_name(const std::optional<Text>& name) {
        const Text written{project_.name, name ? name->span : entry_.key.span};
        if (!is_library() && written.text.find('/') != std::string::npos) {
            reporter_.error({.slug = slug::unsafe_path,
                             .span = written.span,
                             .message = fmt::format("a project's name holds no '/': '{}'", written.text),
                             .notes = {},
                             .help = {}});
            return;
        }
        check_path("name", written, reporter_);
    }

    void check_type() {
        if (!project_.type || project_.type->text.empty() || is_library()) {
            project_.type.reset();  // a library is one, whatever it says
            return;
        }
        auto& type = project_.type->text;
        type = lower(std::move(type));
        if (std::ranges::find(project_types, type) != project_types.end()) {
            return;
        }
        const auto meant = nearest(type, project_types);
        auto fix = renamed(*project_.type, meant);
        reporter_.error({.slug = slug::unknown_type,
                         .span = project_.type->span,
                         .message = fmt::format("there is no project type '{}'", type),
                         .notes = {},
                         .help = meant ? fmt::format("there is one called '{}'", *meant)
                                       : fmt::format("the types are {}", fmt::join(project_types, ", ")),
                         .fix = std::move(fix)});
    }

    // Another name in place of a scalar.
    static std::optional<Fix> renamed(const Text& written, std::optional<std::string_view> meant) {
        if (!meant) {
            return std::nullopt;
        }
        return Fix{.kind = is_certainly(written.text, *meant) ? Fix::Kind::safe : Fix::Kind::guess,
                   .edits = {{.span = written.span, .replacement = std::string(*meant)}}};
    }

    std::string_view text_around(const SourceSpan& span) const { return reporter_.text(span.file); }

    std::string worded_at(const SourceSpan& span, std::string in_ini, std::string in_yaml) const {
        return worded(text_around(span), span, std::move(in_ini), std::move(in_yaml));
    }

    void drop_contrib_destination_of_library() {
        if (!is_library() || !project_.contrib_destination) {
            return;
        }
        reporter_.loss(
            {.slug = slug::ignored_attribute,
             .span = project_.contrib_destination->span,
             .message = "Drush ignores the 'contrib_destination' of a library",
             .notes = {},
             .help = worded_at(project_.contrib_destination->span, "write [destination], or remove the line",
                               "write 'destination', or remove the line"),
             .fix = fix_with(Fix::Kind::guess, line_removed(text_around(project_.contrib_destination->span),
                                                            project_.contrib_destination->span))});
        project_.contrib_destination.reset();
    }

    void read_patches() {
        const auto* patches = attributes_.find("patch");
        if (patches == nullptr || patches->is_falsy()) {
            return;
        }
        if (!patches->is_map()) {
            reporter_.loss({.slug = slug::scalar_patch,
                            .span = patches->span(),
                            .message = "'patch' is a list: Drush applies no patch and says nothing",
                            .notes = {},
                            .help = worded_at(patches->span(), "write [patch][] = ...",
                                              "write '- ' before it, on a line below 'patch:'"),
                            .fix = fix_with(Fix::Kind::safe, key_extended(text_around(patches->span()),
                                                                          patches->span(), "[]"))});
            return;
        }
        for (const auto& entry : patches->map().entries()) {
            read_patch(entry);
        }
    }

    void read_patch(const Map::Entry& entry) {
        if (entry.value.is_falsy()) {
            return;
        }
        if (!entry.value.is_map()) {
            project_.patches.push_back(
                {.url = {entry.value.text(), entry.value.span()}, .checksums = {}, .key = entry.key.text});
            return;
        }
        const AttributeReader patch(entry.value.map(), reporter_);
        check_patch_attributes(entry.value.map(), reporter_);
        auto url = patch.filled_text("url");
        if (!url) {
            reporter_.error(
                {.slug = slug::patch_without_url,
                 .span = entry.key.span,
                 .message = "this patch has no 'url'",
                 .notes = {},
                 .help = worded_at(entry.key.span, "write [patch][name][url] = ..., or [patch][] = ...",
                                   "write 'url: ...' below its name")});
            return;
        }
        project_.patches.push_back(
            {.url = std::move(*url), .checksums = patch.checksums(), .key = entry.key.text});
    }

    void read_download() {
        const auto* written = attributes_.find("download");
        if (written == nullptr || written->is_falsy()) {
            return;
        }
        Download download;
        download.span = written->is_map() ? attributes_.find_entry("download")->key.span : written->span();
        if (written->is_map()) {
            read_download_attributes(written->map(), download);
        } else {
            download.url = Text{written->text(), written->span()};
        }
        complete_type(download, *written);
        check_path("filename", download.filename, reporter_);
        check_path("subtree", download.subtree, reporter_);
        check_url(download);
        project_.download = std::move(download);
    }

    void read_download_attributes(const Map& map, Download& download) {
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
            if (!is_typed(entry.key.text) && !entry.value.is_map()) {
                download.others.emplace(entry.key.text, Text{entry.value.text(), entry.value.span()});
            }
        }
    }

    // The one project option that Drush uses.
    void read_options(Download& download) {
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
    void complete_empty_type(Download& download, const Value& written) {
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
                            .help = "write a type, or remove the line"});
        }
    }

    void complete_type(Download& download, const Value& written) {
        if (download.type.text.empty()) {
            complete_empty_type(download, written);
            return;
        }
        auto& type = download.type.text;
        type = lower(std::move(type));
        if (std::ranges::find(download_types, type) != download_types.end()) {
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
             .fix = renamed(download.type, meant)});
    }

    // What people call a download of a file, or mistype.
    static std::optional<std::string_view> meant_by(std::string_view type) {
        constexpr std::array<std::string_view, 10> files{"http", "https", "ftp",  "zip",     "tar",
                                                         "tgz",  "url",   "wget", "archive", "download"};
        return std::ranges::find(files, type) != files.end() ? "get" : nearest(type, download_types);
    }

    void report_library_without_type(const Download& download) {
        reporter_.loss(
            {.slug = slug::library_without_type,
             .span = download.type.span,
             .message = fmt::format("the download of library '{}' has no type: Drush downloads nothing",
                                    project_.name),
             .notes = {},
             .help = worded_at(download.type.span, "write [download][type] = get, or git",
                               "write 'type: get', or git, below 'download:'"),
             .fix = type_by_url(download)});
    }

    // The type that a URL's end suggests, on a line above it.
    std::optional<Fix> type_by_url(const Download& download) const {
        const auto type = download.url ? suggested_type(download.url->text) : "";
        const auto key =
            type.empty() ? std::nullopt : key_before(text_around(download.url->span), download.url->span);
        if (!key) {
            return std::nullopt;
        }
        constexpr std::string_view url = "[url]";
        const auto text = text_around(download.url->span);
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

    void check_url(const Download& download) {
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

    // Drush copies it into the download, and a project that thus gets one is cloned by git instead of
    // released.
    void apply_md5() {
        auto md5 = is_library() ? std::nullopt : read_.filled_text("md5");
        if (!md5) {
            return;
        }
        const bool released = !project_.download;
        const bool strict = reporter_.mode() == Mode::strict;
        if (released) {
            project_.download.emplace();
            project_.download->span = md5->span;
            project_.download->type = {strict ? "pm" : "git", md5->span};
            reporter_.warning(
                {.slug = slug::md5_attribute,
                 .span = md5->span,
                 .message = strict ? "this makes Drush clone the project by git; slipway checks the release"
                                   : "this makes Drush clone the project by git instead of using a release",
                 .notes = {},
                 .help = worded_at(md5->span, "write [download][type] = pm and [download][md5] = ...",
                                   "write 'download: {type: pm, md5: ...}'"),
                 .fix = released_with(*md5)});
        }
        project_.download->checksums.insert_or_assign("md5", std::move(*md5));
    }

    std::optional<Fix> released_with(const Text& md5) const {
        const auto text = text_around(md5.span);
        const auto key = key_before(text, md5.span);
        constexpr std::string_view name = "[md5]";
        if (!key || !key->ends_with(name)) {
            return std::nullopt;
        }
        const auto type = fmt::format("{}[download][type] = pm", key->substr(0, key->size() - name.size()));
        return fix_with(Fix::Kind::guess, {line_above(text, md5.span, type),
                                           key_text_replaced(text, md5.span, name, "[download][md5]")});
    }

    const Map::Entry& entry_;
    const Map& attributes_;
    AttributeReader read_;
    Reporter& reporter_;
    Project project_;
};

}  // namespace

Project read_project(Group group, const Map::Entry& entry, Reporter& reporter) {
    return ProjectReader(group, entry, reporter).run();
}

}  // namespace slipway::makefile
