#include "key_repair.hpp"

#include "lint.hpp"
#include "scanner.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/document/known_names.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <set>
#include <vector>

namespace slipway::ini {

namespace {

using document::is_known_path;

// Nobody writes longer keys, and every bracket gives a candidate as long as the key.
constexpr std::size_t longest_key = 200;

bool is_name(std::string_view part) {
    return part.find_first_of(" \t\r\n\"'[]{}()=;:,") == std::string_view::npos;
}

// Whether a text is a key as Drush wants it: a word, and groups of names.
bool is_proper_key(std::string_view key) {
    const auto groups = std::min(key.find_first_of("[]"), key.size());
    bool open = false;
    for (const char c : key.substr(groups)) {
        if (open ? c == '[' : c != '[') {
            return false;
        }
        open = c != ']';
    }
    return !open && std::ranges::all_of(split_key(key), is_name);
}

bool means_something(std::string_view key) { return is_proper_key(key) && is_known_path(split_key(key)); }

// Every key that differs from a broken one by one bracket where a part begins or ends.
class Candidates {
public:
    explicit Candidates(std::string_view key) : key_(key) {}

    std::set<std::string> all() && {
        for (std::size_t i = 0; i < key_.size(); ++i) {
            if (key_[i] == '[' || key_[i] == ']') {
                at_bracket(i);
            } else if (key_[i] == '}' || key_[i] == ')' || key_[i] == '{' || key_[i] == '(') {
                put(i, 1, key_[i] == '}' || key_[i] == ')' ? "]" : "[");
            } else if (key_[i] == ' ' || key_[i] == '\t') {
                put(i, 1, "][");
            }
        }
        put(key_.size(), 0, "]");
        return std::move(found_);
    }

private:
    void at_bracket(std::size_t i) {
        put(i, 0, "]");
        put(i + 1, 0, "[");
        put(i, 1, key_[i] == '[' ? "]" : "[");
        if (i + 1 < key_.size() && key_[i + 1] == key_[i]) {
            put(i, 1, "");
        }
    }

    void put(std::size_t at, std::size_t replaced, std::string_view text) {
        auto candidate = fmt::format("{}{}{}", key_.substr(0, at), text, key_.substr(at + replaced));
        if (means_something(candidate)) {
            found_.insert(std::move(candidate));
        }
    }

    std::string_view key_;
    std::set<std::string> found_;
};

std::optional<std::string> proper_key(std::string_view key) {
    if (key.empty() || key.size() > longest_key) {
        return std::nullopt;
    }
    if (means_something(key)) {
        return std::string(key);
    }
    auto candidates = Candidates(key).all();
    return candidates.size() == 1 ? std::optional(*candidates.begin()) : std::nullopt;
}

// One word, or one text in quotes.
bool is_value(std::string_view text) {
    if (text.size() > 1 && (text.front() == '"' || text.front() == '\'')) {
        return text.find(text.front(), 1) == text.size() - 1;
    }
    return !text.empty() && text.find_first_of(" \t\r\n[]\"'") == std::string_view::npos;
}

// projects[views][version] 3.29, and the same with a colon. The value may hold a '='.
std::optional<Repair> with_equals(std::string_view line) {
    const auto last = line.substr(0, line.find('=')).rfind(']');
    const auto key_end = last == std::string_view::npos ? line.find_first_of(" \t:") : last + 1;
    if (key_end == std::string_view::npos) {
        return std::nullopt;
    }
    auto value = trimmed(line.substr(key_end));
    const bool separated = value.size() < line.size() - key_end || value.starts_with('"');
    if (value.starts_with(':')) {
        value = trimmed(value.substr(1));
    } else if (!separated) {
        return std::nullopt;
    }
    auto key = proper_key(line.substr(0, key_end));
    if (!key || !is_value(value)) {
        return std::nullopt;
    }
    return Repair{.replaced = line.substr(0, line.size() - value.size()), .replacement = *key + " = "};
}

}  // namespace

WrittenKeys::WrittenKeys(std::string_view text, const std::vector<Entry>& entries)
    : text_(text), entries_(entries) {}

bool WrittenKeys::has(std::string_view key) { return std::ranges::binary_search(sorted(), key); }

bool WrittenKeys::meets(std::string_view key) {
    if (key.ends_with("[]")) {
        return false;  // one more element
    }
    for (auto bracket = key.find('['); bracket != std::string_view::npos;
         bracket = key.find('[', bracket + 1)) {
        if (has(key.substr(0, bracket))) {
            return true;
        }
    }
    const auto details = std::string(key) + '[';
    const auto below = std::ranges::lower_bound(sorted(), std::string_view(details));
    return has(key) || (below != sorted().end() && below->starts_with(details));
}

const std::vector<std::string_view>& WrittenKeys::sorted() {
    if (keys_.empty()) {
        for (const auto& entry : entries_) {
            keys_.push_back(entry.key.of(text_));
        }
        std::ranges::sort(keys_);
    }
    return keys_;
}

std::optional<Repair> only_repair(std::string_view line) {
    const auto equals = line.find('=');
    const auto key = trimmed(line.substr(0, equals));
    auto repaired = equals == std::string_view::npos ? std::nullopt : proper_key(key);
    if (!repaired || *repaired == key) {
        return with_equals(line);
    }
    return Repair{.replaced = key, .replacement = std::move(*repaired)};
}

}  // namespace slipway::ini
