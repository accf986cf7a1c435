#include "tidy_ini.hpp"

#include "paragraphs.hpp"
#include "space.hpp"

#include <slipway/ini/entries.hpp>

#include <cstddef>
#include <utility>

namespace slipway::write {

namespace {

using ini::Entry;

class Formatter {
public:
    explicit Formatter(std::string_view text) : text_(text) {}

    std::string run() && {
        for (const auto& entry : ini::scan(text_)) {
            const auto stretch = text_.substr(end_, entry.key.begin - end_);
            between(stretch.substr(0, stretch.rfind('\n') + 1));  // the rest is space before the key
            out_.add(shown(entry));
            end_ = entry.value.end;
        }
        between(text_.substr(end_));
        return std::move(out_).take();
    }

private:
    // The lines between two entries, and at first what is left of the upper one's.
    void between(std::string_view stretch) {
        if (end_ != 0) {
            const auto feed = stretch.find('\n');
            stretch.remove_prefix(feed == std::string_view::npos ? stretch.size() : feed + 1);
        }
        for_each_line(stretch, [&](std::string_view line) {
            const auto content = trimmed(line);
            content.empty() ? out_.add_blank() : out_.add(content);
        });
    }

    std::string shown(const Entry& entry) const {
        const auto key = entry.key.of(text_);
        const bool is_comment = key.starts_with('#');
        const bool is_blank = trimmed(key).empty();  // the space before its '=' is the key, then
        if (is_comment || is_blank) {
            return std::string(
                right_trimmed(text_.substr(entry.key.begin, entry.value.end - entry.key.begin)));
        }
        auto line = std::string(key) + " =";
        if (!entry.value.empty()) {
            line += ' ';
            line += entry.value.of(text_);
        }
        return line;
    }

    std::string_view text_;
    std::size_t end_ = 0;  // of what is formatted
    Paragraphs out_;
};

}  // namespace

std::string tidy_ini(std::string_view text) { return Formatter(text).run(); }

}  // namespace slipway::write
