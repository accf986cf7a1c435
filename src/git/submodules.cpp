#include "slipway/git/submodules.hpp"

#include "address.hpp"

#include <slipway/base/chars.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

namespace slipway::git {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_key_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

// One entry of git's configuration format (git-config(1), "Syntax").
struct Entry {
    std::string section;     // in lower case
    std::string subsection;  // as written
    std::string key;         // in lower case
    std::string value;
};

class ConfigReader {
public:
    explicit ConfigReader(std::string_view text) : text_(text) {}

    Result<std::vector<Entry>> run() {
        while (skip_to_something()) {
            const bool read = peek() == '[' ? header() : entry();
            if (!read) {
                return Error(ErrorKind::corrupt,
                             fmt::format("line {} of .gitmodules is none that git would read", line_));
            }
        }
        return std::move(entries_);
    }

private:
    bool at_end() const { return at_ == text_.size(); }
    char peek() const { return text_[at_]; }
    char take() {
        line_ += text_[at_] == '\n' ? 1U : 0U;
        return text_[at_++];
    }

    void skip_line() {
        while (!at_end() && take() != '\n') {
        }
    }

    bool skip_to_something() {
        while (!at_end()) {
            if (peek() == '#' || peek() == ';') {
                skip_line();
            } else if (is_space(peek()) || peek() == '\n') {
                take();
            } else {
                return true;
            }
        }
        return false;
    }

    // [submodule "a name"], or [submodule.name] of old.
    bool header() {
        take();
        const auto end = text_.find_first_of("\"]\n", at_);
        if (end == std::string_view::npos || text_[end] == '\n') {
            return false;
        }
        const auto name = trimmed(text_.substr(at_, end - at_));
        at_ = end;
        const auto dot = name.find('.');
        section_ = lower(std::string(name.substr(0, dot)));
        subsection_ = dot == std::string_view::npos ? "" : lower(std::string(name.substr(dot + 1)));
        if (take() == ']') {
            return !section_.empty();
        }
        return quoted_subsection() && !at_end() && take() == ']';
    }

    bool quoted_subsection() {
        subsection_.clear();
        while (!at_end() && peek() != '"') {
            char c = take();
            if (c == '\\' && !at_end()) {
                c = take();
            }
            if (c == '\n') {
                return false;
            }
            subsection_ += c;
        }
        if (at_end()) {
            return false;
        }
        take();
        return true;
    }

    bool entry() {
        std::string key;
        while (!at_end() && is_key_character(peek())) {
            key += take();
        }
        while (!at_end() && is_space(peek())) {
            take();
        }
        if (key.empty()) {
            return false;
        }
        std::optional<std::string> value = "true";  // a key alone
        if (!at_end() && peek() == '=') {
            take();
            value = this->value();
        } else if (!at_end() && peek() != '\n' && peek() != '#' && peek() != ';') {
            return false;
        }
        if (!value) {
            return false;
        }
        entries_.push_back({section_, subsection_, lower(std::move(key)), *std::move(value)});
        return true;
    }

    // To the end of the line; space around it counts only inside of quotes.
    std::optional<std::string> value() {
        std::string value;
        std::size_t kept = 0;  // what is before it is no space at the end
        bool quoted = false;
        while (!at_end() && peek() != '\n') {
            char c = take();
            if (!quoted && (c == '#' || c == ';')) {
                skip_line();
                break;
            }
            if (c == '"') {
                quoted = !quoted;
                kept = value.size();
                continue;
            }
            if (!quoted && is_space(c)) {
                if (!value.empty()) {
                    value += c;
                }
                continue;
            }
            if (c == '\\') {
                const auto escaped = this->escaped();
                if (!escaped) {
                    return std::nullopt;
                }
                value += *escaped;
            } else {
                value += c;
            }
            kept = value.size();
        }
        value.resize(kept);
        return quoted ? std::nullopt : std::optional(std::move(value));
    }

    // What stands for a backslash and what follows it: nothing for a line that goes on.
    std::optional<std::string> escaped() {
        if (at_end()) {
            return std::nullopt;
        }
        switch (const char c = take()) {
            case '\n': return "";
            case 'n': return "\n";
            case 't': return "\t";
            case 'b': return "\b";
            case '\\':
            case '"': return std::string(1, c);
            default: return std::nullopt;
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::string section_;
    std::string subsection_;
    std::vector<Entry> entries_;
};

Error refused(std::string_view url, std::string_view why) {
    return Error(ErrorKind::unsupported, fmt::format("its address '{:.200}' {}", url, why))
        .with_help(
            "ask for what is in it as a project or library of its own, from an address that you trust");
}

// Where a URL's path begins; or the text's own beginning, for a directory.
std::size_t path_of(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme != std::string_view::npos && scheme < url.find('/')) {
        return std::min(url.find('/', scheme + 3), url.size());
    }
    const auto colon = url.find(':');
    return colon != std::string_view::npos && colon < url.find('/') ? colon + 1 : 0;
}

// git's relative_url, which takes a part off the parent for each "../".
Result<std::string> relative_url(std::string_view parent, std::string_view written) {
    auto rest = written;
    std::string url(parent);
    while (url.ends_with('/')) {
        url.pop_back();
    }
    for (;;) {
        if (rest.starts_with("./")) {
            rest.remove_prefix(2);
        } else if (rest.starts_with("../")) {
            rest.remove_prefix(3);
            const auto slash = url.rfind('/');
            const auto path = path_of(url);
            const bool has_part = url.size() > path && url.back() != '/';
            if (!has_part) {
                return refused(written, "leads out of its parent's host");
            }
            url.resize(slash == std::string::npos || slash < path ? path : slash);
        } else {
            break;
        }
    }
    while (rest.ends_with('/')) {
        rest.remove_suffix(1);
    }
    const bool after_colon = url.ends_with(':') && url.find("://") == std::string::npos;
    return fmt::format("{}{}{}", url, after_colon ? "" : "/", rest);
}

}  // namespace

Result<std::vector<Submodule>> parse_submodules(std::string_view text) {
    const auto entries = SLIPWAY_TRY(ConfigReader(text).run());
    std::vector<std::string> order;
    std::map<std::string, Submodule> by_name;
    for (const auto& entry : entries) {
        if (entry.section != "submodule" || entry.subsection.empty()) {
            continue;
        }
        const auto [found, is_new] = by_name.try_emplace(entry.subsection);
        if (is_new) {
            order.push_back(entry.subsection);
        }
        if (entry.key == "path") {
            found->second.path = entry.value;
        } else if (entry.key == "url") {
            found->second.url = entry.value;
        } else if (entry.key == "update") {
            found->second.wanted = entry.value != "none";
        }
    }
    std::vector<Submodule> submodules;
    for (const auto& name : order) {
        submodules.push_back(by_name.at(name));
    }
    return submodules;
}

Result<std::string> submodule_url(std::string_view parent, std::string_view written) {
    if (written.empty() || written.starts_with('-')) {
        return refused(written, "is none");
    }
    if (written.starts_with("./") || written.starts_with("../")) {
        return relative_url(parent, written);
    }
    const auto address = SLIPWAY_TRY(Address::parse(std::string(written)));
    if (address.protocol == Address::Protocol::local) {
        return refused(written, "is on this host, of which a repository may not take anything");
    }
    return std::string(written);
}

}  // namespace slipway::git
