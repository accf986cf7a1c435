#include "slipway/report/drush_log.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/diag/visible_text.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace slipway::report {

namespace {

constexpr std::size_t class_columns = 11;

struct Look {
    std::string_view label;
    std::string_view paint;
};

Look look_of(LogClass log_class) {
    switch (log_class) {
        case LogClass::ok: return {"[ok]", "\x1b[1;32m"};
        case LogClass::success: return {"[success]", "\x1b[1;32m"};
        case LogClass::warning: return {"[warning]", "\x1b[1;33m"};
        case LogClass::cancel: return {"[cancel]", "\x1b[1;33m"};
        case LogClass::error: return {"[error]", "\x1b[1;31m"};
        case LogClass::notice: break;
    }
    return {"[notice]", ""};
}

// Characters, not bytes.
std::size_t columns_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::size_t text_columns(LogLayout layout) {
    constexpr std::size_t least = 20;
    const auto columns = static_cast<std::size_t>(std::max(layout.columns, 0));
    return columns > class_columns + least ? columns - class_columns : least;
}

// The text with its class behind it, at the right.
std::string with_class(std::string text, LogClass log_class, LogLayout layout) {
    const auto look = look_of(log_class);
    const auto width = text_columns(layout) + class_columns;
    const auto taken = columns_of(text) + look.label.size();
    text.append(taken < width ? width - taken : 1, ' ');
    return layout.color == Color::on && !look.paint.empty()
               ? fmt::format("{}{}{}\x1b[0m", text, look.paint, look.label)
               : fmt::format("{}{}", text, look.label);
}

// Lines of at most `width` columns; a word that is longer has a line of its own, whole.
std::string wrapped(std::string_view text, std::size_t width) {
    std::string out;
    std::size_t column = 0;
    while (!text.empty()) {
        const auto space = std::min(text.find(' '), text.size());
        const auto word = text.substr(0, space);
        const auto columns = columns_of(word);
        const bool breaks = column != 0 && column + 1 + columns > width;
        out += out.empty() ? "" : breaks ? "\n" : " ";
        column = breaks || out.empty() ? columns : column + 1 + columns;
        out += word;
        text.remove_prefix(std::min(space + 1, text.size()));
    }
    return out;
}

struct Code {
    std::string_view slug;
    std::string_view code;
};

// Whatever else is wrong with the language of a makefile is a BUILD_ERROR.
// clang-format off
constexpr std::array codes{
    Code{slug::makefile_unreadable,  "MAKE_INVALID_MAKE_FILE"},
    Code{slug::empty_makefile,       "MAKE_INVALID_MAKE_FILE"},
    Code{slug::no_core,              "MAKE_NO_CORE"},
    Code{slug::several_cores,        "MAKE_MULTIPLE_CORES"},
    Code{slug::destination_exists,   "MAKE_PATH_EXISTS"},
    Code{slug::publish_failed,       "MAKE_CANNOT_MOVE_BUILD"},
    Code{slug::link_failed,          "MAKE_CANNOT_MOVE_BUILD"},
    Code{slug::placement_conflict,   "MAKE_DIRECTORY_EXISTS"},
    Code{slug::no_place,             "PROJECT-TYPE"},
    Code{slug::unknown_type,         "PROJECT-TYPE"},
    Code{slug::unresolved_version,   "DRUSH_PM_COULD_NOT_FIND_VERSION"},
    Code{slug::fetch_failed,         "DOWNLOAD_ERROR"},
    Code{slug::checksum_mismatch,    "DOWNLOAD_ERROR"},
    Code{slug::unsupported_download, "DOWNLOAD_ERROR"},
    Code{slug::copy_failed,          "COPY_ERROR"},
    Code{slug::no_release_history,   "DRUSH_RELEASE_INFO_ERROR"},
    Code{slug::release_not_fetched,  "DRUSH_PM_DOWNLOAD_FAILED"},
    Code{slug::damaged_release,      "DRUSH_PM_FILE_CORRUPT"},
    Code{slug::missing_subtree,      "DRUSH_MAKE_SUBTREE_NOT_FOUND"},
    Code{slug::missing_patch,        "DOWNLOAD_ERROR"},
    Code{slug::unpack_failed,        "DRUSH_TARBALL_EXTRACT_ERROR"},
    Code{slug::patch_failed,         "PATCH_ERROR"},
    Code{slug::translation_server,   "XML_ERROR"},
    Code{slug::file_not_added,       "FILE_ERROR"},
    Code{slug::not_installable,      "DRUSH_SOURCE_NOT_EXISTS"},
    Code{slug::interrupted,          ""},
    Code{slug::store_damage,         ""},
};
// clang-format on

}  // namespace

std::string log_line(LogClass log_class, std::string_view message, LogLayout layout) {
    std::string out;
    while (!message.empty()) {
        const auto feed = std::min(message.find('\n'), message.size());
        auto lines = visible(without_passwords(message.substr(0, feed)));
        lines = layout.wraps ? wrapped(lines, text_columns(layout)) : lines;
        if (out.empty()) {
            const auto end = std::min(lines.find('\n'), lines.size());
            lines = with_class(lines.substr(0, end), log_class, layout) + lines.substr(end);
        }
        out += lines + '\n';
        message.remove_prefix(std::min(feed + 1, message.size()));
    }
    return out;
}

std::string log_lines(const Diagnostic& diagnostic, const SourceMap& sources, LogLayout layout) {
    const bool is_error = diagnostic.severity == Severity::error;
    // Drush gives its warnings no code, but those that would be errors if the build were not forced.
    const bool has_code = is_error || diagnostic.message.ends_with("-- build forced");
    const auto code = has_code ? drush_code(diagnostic.slug) : std::string_view();
    const auto plain = render(diagnostic, sources, Color::off);
    const auto shown = render(diagnostic, sources, layout.color);
    const auto first = plain.substr(0, plain.find('\n'));
    return with_class(code.empty() ? first : fmt::format("{}: {}", code, first),
                      is_error ? LogClass::error : LogClass::warning, layout)
           + shown.substr(shown.find('\n'));
}

std::string drush_text(const build::Event& event) {
    using Kind = build::Event::Kind;
    const auto& [kind, name, detail] = event;
    switch (kind) {
        case Kind::downloaded: return fmt::format("{}-{} downloaded.", name, detail);
        case Kind::downloaded_from: return fmt::format("{} downloaded from {}.", name, detail);
        case Kind::cloned: return fmt::format("{} cloned from {}.", name, detail);
        case Kind::checked_out: return fmt::format("Checked out {}.", detail);
        case Kind::fetched_refspec: return fmt::format("Fetched refspec {}.", detail);
        case Kind::copied: return fmt::format("{} copied from {}.", name, detail);
        case Kind::patched: return fmt::format("{} patched with {}.", name, detail);
        case Kind::patches_txt: return fmt::format("Generated PATCHES.txt file for {}", name);
        case Kind::translated: return fmt::format("All translations downloaded for {}", name);
        case Kind::found_makefile: return fmt::format("Found makefile: {}", detail);
    }
    return {};
}

std::string_view drush_code(std::string_view slug) {
    const auto* const found = std::ranges::find(codes, slug, &Code::slug);
    return found != codes.end() ? found->code : std::string_view("BUILD_ERROR");
}

}  // namespace slipway::report
