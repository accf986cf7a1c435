#include "core.hpp"

#include "files.hpp"

#include <array>
#include <string_view>

namespace slipway::survey {

namespace fs = std::filesystem;

namespace {

// The text in quotes after `before`: define('VERSION', '7.90'), const VERSION = '8.9.20'.
std::string quoted_after(std::string_view text, std::string_view before) {
    const auto at = text.find(before);
    if (at == std::string_view::npos) {
        return {};
    }
    const auto rest = text.substr(at + before.size());
    const auto open = rest.find_first_of("'\"");
    const auto line = rest.find_first_of(";\n");
    if (open == std::string_view::npos || line < open) {
        return {};
    }
    const auto close = rest.find(rest[open], open + 1);
    return close == std::string_view::npos ? std::string()
                                           : std::string(rest.substr(open + 1, close - open - 1));
}

// "7.90" from "Drupal 7.90, 2022-06-01" at the top of CHANGELOG.txt.
std::string version_in_changelog(const fs::path& root) {
    const auto text = text_of(root / "CHANGELOG.txt").value_or("");
    const auto at = text.find("Drupal ");
    if (at == std::string::npos) {
        return {};
    }
    const auto begin = at + std::string_view("Drupal ").size();
    const auto end = text.find_first_of(", \r\n", begin);
    auto version = text.substr(begin, end == std::string::npos ? end : end - begin);
    return !version.empty() && version.front() >= '0' && version.front() <= '9' ? version : std::string();
}

std::string compatibility_of(const std::string& version) {
    return version.substr(0, version.find('.')) + ".x";
}

}  // namespace

std::optional<Core> core_of(const fs::path& root) {
    struct Source {
        const char* file;
        const char* before;
    };
    // Drupal 8 and later, 7, 6.
    constexpr std::array<Source, 4> sources{{{"core/lib/Drupal.php", "const VERSION"},
                                             {"includes/bootstrap.inc", "define('VERSION',"},
                                             {"includes/bootstrap.inc", "define(\"VERSION\","},
                                             {"modules/system/system.module", "define('VERSION',"}}};
    for (const auto& source : sources) {
        const auto version = quoted_after(text_of(root / source.file).value_or(""), source.before);
        if (!version.empty()) {
            return Core{compatibility_of(version), version};
        }
    }
    const auto info = info_of(root / "modules/system/system.info");
    const auto* version = info.find("version");
    if (version != nullptr && !version->text().empty()) {
        return Core{compatibility_of(version->text()), version->text()};
    }
    if (auto changed = version_in_changelog(root); !changed.empty()) {
        return Core{compatibility_of(changed), changed};
    }
    const auto* core = info.find("core");
    return core == nullptr ? std::nullopt : std::optional(Core{core->text(), {}});
}

}  // namespace slipway::survey
