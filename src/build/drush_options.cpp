#include "slipway/build/drush_options.hpp"

#include <slipway/base/list.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace slipway::build {

namespace {

using enum OptionScope;

void set_jobs(const std::string& value, Options& options) {
    int jobs = 0;
    const auto* const end = value.data() + value.size();
    if (const auto [after, error] = std::from_chars(value.data(), end, jobs);
        error == std::errc() && after == end && jobs > 0) {
        options.jobs = std::min(jobs, most_jobs);
    }
}

// Drush never writes into .info files if --no-gitinfofile is given, whatever else is.
void leave_info_files(const std::string& value, Options& options) {
    if (is_set(value)) {
        options.info_files = InfoFiles::none;
    }
}

void write_all_info_files(const std::string& value, Options& options) {
    if (is_set(value) && options.info_files != InfoFiles::none) {
        options.info_files = InfoFiles::all;
    }
}

// Drush's default path where the option has no value.
void bundle_lockfile(const std::string& value, Options& options) {
    options.bundled_lockfile = value == "1"    ? std::string(default_bundled_lockfile)
                               : is_set(value) ? value
                                               : "";
}

void deliver_nothing(const std::string& value, Options& options) {
    if (is_set(value)) {
        options.delivery = Delivery::none;
        options.destination.reset();
    }
}

void pack(const std::string& value, Options& options) {
    if (is_set(value) && options.delivery != Delivery::none) {
        options.delivery = Delivery::archive;
    }
}

// clang-format off
constexpr std::array known_options{
    DrushOption{"bundle-lockfile",         delivery, bundle_lockfile},
    DrushOption{"concurrency",             platform, set_jobs},
    DrushOption{"contrib-destination",     level,    [](const auto& value, Options& options) { options.contrib_destination = value; }},
    DrushOption{"force-complete",          level,    [](const auto& value, Options& options) { options.force_complete = is_set(value); }},
    DrushOption{"force-gitinfofile",       level,    write_all_info_files},
    DrushOption{"ignore-checksums",        level,    [](const auto& value, Options& options) { options.ignore_checksums = is_set(value); }},
    DrushOption{"libraries",               level,    [](const auto& value, Options& options) { options.only.libraries = comma_separated(value); }},
    DrushOption{"make-update-default-url", level,    [](const auto& value, Options& options) { options.location = value; }},
    DrushOption{"md5",                     platform, [](const auto& value, Options& options) { options.content_hash = is_set(value); }},
    DrushOption{"no-cache",                platform, [](const auto& value, Options& options) { options.read_store = !is_set(value); }},
    DrushOption{"no-clean",                delivery, [](const auto& value, Options& options) { options.keep_temporary = is_set(value); }},
    DrushOption{"no-core",                 level,    [](const auto& value, Options& options) { options.core = !is_set(value); }},
    DrushOption{"no-gitinfofile",          level,    leave_info_files},
    DrushOption{"no-gitprojectinfo",       level,    [](const auto& value, Options& options) { options.project_in_info = !is_set(value); }},
    DrushOption{"no-patch-txt",            level,    [](const auto& value, Options& options) { options.patches_txt = !is_set(value); }},
    DrushOption{"no-recursion",            level,    [](const auto& value, Options& options) { options.recursion = !is_set(value); }},
    DrushOption{"overwrite",               platform, [](const auto& value, Options& options) { options.overwrite = is_set(value); }},
    DrushOption{"prepare-install",         platform, [](const auto& value, Options& options) { options.prepare_install = is_set(value); }},
    DrushOption{"projects",                level,    [](const auto& value, Options& options) { options.only.projects = comma_separated(value); }},
    DrushOption{"shallow-clone",           level,    [](const auto& value, Options& options) { options.shallow_clone = is_set(value); }},
    DrushOption{"tar",                     delivery, pack},
    DrushOption{"test",                    delivery, deliver_nothing},
    DrushOption{"translations",            level,    [](const auto& value, Options& options) { options.translations = comma_separated(value); }},
    DrushOption{"working-copy",            level,    [](const auto& value, Options& options) { options.working_copy = is_set(value); }},
};
// clang-format on

static_assert(std::ranges::is_sorted(known_options, {}, &DrushOption::name));

}  // namespace

std::span<const DrushOption> drush_options() { return known_options; }

const DrushOption* find_drush_option(std::string_view name) {
    const auto* const found = std::ranges::lower_bound(known_options, name, {}, &DrushOption::name);
    return found != known_options.end() && found->name == name ? found : nullptr;
}

}  // namespace slipway::build
