#include "info_version.hpp"

#include "source.hpp"

#include <slipway/resolve/checkout_version.hpp>

#include <optional>

namespace slipway::build {

namespace {

std::string text_of(const std::optional<makefile::Text>& text) { return text ? text->text : std::string(); }

}  // namespace

std::string full_version_of(const Item& item) {
    const auto& asked = *item.asked;
    if (auto given = text_of(asked.download->full_version); !given.empty()) {
        return given;
    }
    const auto core = text_of(asked.core);
    return resolve::full_version(text_of(asked.version), core.empty() ? item.level->makefile.core : core,
                                 item.is_core());
}

bool wants_info_lines(const Item& item, const Options& options) {
    if (source_type_of(*item.asked) != "git" || options.info_files == InfoFiles::none) {
        return false;
    }
    const auto& url = item.asked->download->url;
    return options.info_files == InfoFiles::all || !url || url->text.find("drupal.org") != std::string::npos;
}

std::string info_version(const Item& item) {
    const auto& download = *item.asked->download;
    return resolve::checkout_version({.full_version = item.full_version,
                                      .tag = text_of(download.tag),
                                      .branch = text_of(download.branch),
                                      .revision = text_of(download.revision)});
}

}  // namespace slipway::build
