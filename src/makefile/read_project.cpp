#include "read_project.hpp"

#include "attributes.hpp"
#include "name_lint.hpp"
#include "read_download.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/edits.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/document/nearest.hpp>
#include <slipway/ini/edits.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace slipway::makefile {

namespace {

using document::Map;
using document::Mode;
using document::nearest;
using document::Reporter;
using ini::key_before;
using ini::key_extended;
using ini::key_text_replaced;
using ini::line_above;
using ini::line_removed;
using ini::worded;

constexpr std::array<std::string_view, 6> project_types{"core",    "module",  "theme",
                                                        "profile", "library", "translation"};
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
        project_.download = read_download(project_, attributes_, reporter_);
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
        auto fix = replaced_by(*project_.type, meant);
        reporter_.error({.slug = slug::unknown_type,
                         .span = project_.type->span,
                         .message = fmt::format("there is no project type '{}'", type),
                         .notes = {},
                         .help = meant ? fmt::format("there is one called '{}'", *meant)
                                       : fmt::format("the types are {}", fmt::join(project_types, ", ")),
                         .fix = std::move(fix)});
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
            reporter_.error({.slug = slug::scalar_patch,
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
            project_.patches.push_back({.url = {entry.value.text(), entry.value.span()},
                                        .checksums = {},
                                        .key = entry.key.text.str()});
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
            {.url = std::move(*url), .checksums = patch.checksums(), .key = entry.key.text.str()});
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
