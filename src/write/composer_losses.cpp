#include "composer_losses.hpp"

#include "composer_package.hpp"
#include "unwritable.hpp"

#include <optional>
#include <utility>

namespace slipway::write {

namespace {

using makefile::Checksums;
using makefile::Download;
using makefile::Group;
using makefile::Project;
using makefile::Text;

using Path = std::vector<std::string_view>;

class Reporter {
public:
    Reporter(const Project& project, std::vector<Problem>& problems)
        : project_(project), problems_(problems) {}

    void run() {
        say({"location"}, project_.location, "this update service is no repository for Composer");
        say({"lock"}, project_.lock, "Composer keeps no such note");
        say({"l10n_path"}, project_.l10n_path, "Composer fetches no translations");
        say({"l10n_url"}, project_.l10n_url, "Composer fetches no translations");
        say({"variant"}, project_.variant, "Composer knows no variants of a profile");
        for (const auto& language : project_.translations) {
            say({"translations"}, language, "Composer fetches no translations");
        }
        for (const auto& patch : project_.patches) {
            say_checksums({"patch", patch.key}, patch.checksums, "Composer checks no patch", {});
        }
        if (project_.download) {
            say_of(*project_.download);
        }
    }

private:
    void say_of(const Download& download) {
        say({"download", "subtree"}, download.subtree, "Composer installs whole archives");
        say({"download", "filename"}, download.filename, "Composer names a file as its URL does");
        say({"download", "working-copy"}, download.working_copy,
            "'composer install --prefer-source' decides that");
        for (const auto& submodule : download.submodule) {
            say({"download", "submodule"}, submodule, "Composer fetches no submodules");
        }
        const bool is_file = download.type.text == "get" || download.type.text == "file";
        say_checksums({"download"}, download.checksums, "Composer checks sha1 alone, and of files alone",
                      is_file ? "sha1" : "");
    }

    void say(const Path& path, const std::optional<Text>& value, const char* message) {
        if (!text_of(value).empty()) {
            problems_.push_back(problem_of(project_, path, value->span, message));
        }
    }

    void say_checksums(Path path, const Checksums& checksums, const char* message, std::string_view kept) {
        for (const auto& [algorithm, digits] : checksums) {
            if (algorithm != kept) {
                path.emplace_back(algorithm);
                say(path, digits, message);
                path.pop_back();
            }
        }
    }

    const Project& project_;
    std::vector<Problem>& problems_;
};

}  // namespace

Problem problem_of(const Project& project, Path below, const SourceSpan& span, std::string message) {
    const std::string_view group = project.group == Group::libraries ? "libraries" : "projects";
    below.insert(below.begin(), {group, std::string_view(project.key)});
    return {.path = shown_path(below), .span = span, .message = std::move(message)};
}

void report_losses(const Project& project, std::vector<Problem>& problems) {
    Reporter(project, problems).run();
}

void report_losses(const makefile::Makefile& makefile, std::vector<Problem>& problems) {
    for (const auto& [name, value] : makefile.options) {
        problems.push_back({.path = shown_path({"options", name}),
                            .span = value.span,
                            .message = "Composer has no such option"});
    }
    for (const auto& language : makefile.translations) {
        problems.push_back(
            {.path = "translations", .span = language.span, .message = "Composer fetches no translations"});
    }
}

}  // namespace slipway::write
