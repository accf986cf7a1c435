// A text that is put together line by line. Private to write.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace slipway::write {

// Keeps at most one blank line between lines and none at the ends.
class Paragraphs {
public:
    // A line, or several that belong together, without the last line's end.
    void add(std::string_view line) {
        text_ += gap_ && !text_.empty() ? "\n" : "";
        text_ += line;
        text_ += '\n';
        gap_ = false;
    }

    void add_blank() { gap_ = true; }

    std::string take() && { return std::move(text_); }

private:
    std::string text_;
    bool gap_ = false;
};

// Calls `visit` with each line, without its line feed. A text that ends in one has no empty line after it.
template <class Visit>
void for_each_line(std::string_view text, Visit visit) {
    while (!text.empty()) {
        const auto feed = text.find('\n');
        visit(text.substr(0, feed));
        text.remove_prefix(feed == std::string_view::npos ? text.size() : feed + 1);
    }
}

}  // namespace slipway::write
