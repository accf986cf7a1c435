#include "gnu_text.hpp"

#include <fmt/core.h>

namespace slipway::patch {

namespace {

// Without up to `columns` of indentation.
std::string_view unindented(std::string_view line, std::size_t columns) {
    for (std::size_t column = 0; column < columns && !line.empty();) {
        const char c = line.front();
        if (c != ' ' && c != 'X' && c != '\t') {
            break;
        }
        column = c == '\t' ? (column + 8) / 8 * 8 : column + 1;
        line.remove_prefix(1);
    }
    return line;
}

}  // namespace

Error malformed(std::size_t line, std::string_view what) {
    return {ErrorKind::corrupt, fmt::format("line {} of the patch: {}", line, what)};
}

std::optional<std::string> GnuText::next(const Form& form) {
    for (;;) {
        const auto raw = text_.peek();
        if (!raw.ends_with('\n')) {
            if (!raw.empty()) {
                ignore("its last line, which has no newline");
            }
            return std::nullopt;
        }
        text_.next();
        auto line = std::string(unindented(raw, form.indent));
        if (line.starts_with('#')) {
            ignore("comments between its lines");
            continue;
        }
        if (form.indent != 0) {
            ignore("its indentation");
        }
        if (form.carriage_returns && line.ends_with("\r\n")) {
            ignore("its carriage returns");
            line.replace(line.size() - 2, 2, "\n");
        }
        return line;
    }
}

bool GnuText::take_no_newline_mark() {
    if (!text_.rest().starts_with('\\')) {
        return false;
    }
    text_.next();
    return true;
}

void GnuText::ignore(std::string_view what) {
    if (ignored_.empty()) {
        ignored_ = what;
    }
}

}  // namespace slipway::patch
