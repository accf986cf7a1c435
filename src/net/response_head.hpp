// ResponseHead: what we want to know of the status line and the header lines of an answer. All of it is
// hostile input.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::net {

struct ContentRange {
    std::uint64_t first = 0;
    std::optional<std::uint64_t> total;  // "*": the server does not know
};

class ResponseHead {
public:
    // Takes the next line, with or without its line end. After the empty line that completes an answer (not
    // an interim 1xx one) further lines are trailers and change nothing.
    void take_line(std::string_view line);

    bool complete() const noexcept { return complete_; }

    int status = 0;
    std::string status_text;  // "404 Not Found", printable
    std::string etag;
    std::string last_modified;
    std::string location;
    std::string retry_after;
    bool accepts_ranges = false;
    std::optional<std::uint64_t> content_length;  // void beside Transfer-Encoding (RFC 9112 §6.3)
    std::optional<ContentRange> content_range;

private:
    void take_status_line(std::string_view line);
    void take_field(std::string_view name, std::string_view value);

    bool chunked_ = false;
    bool complete_ = false;
};

// "bytes 100-199/200"
std::optional<ContentRange> parse_content_range(std::string_view value);

// May be sent back in a header of ours: printable ASCII, of sensible length.
bool is_safe_field_value(std::string_view value);

}  // namespace slipway::net
