// An analysis as text: a line that names the format, then texts that each begin with their length
// ("5:views").

#include <slipway/discover/extension.hpp>

#include <fmt/format.h>

#include <charconv>
#include <cstddef>
#include <iterator>
#include <utility>

namespace slipway::discover {

namespace {

constexpr std::string_view format = "slipway analysis 1\n";

class Writer {
public:
    void text(std::string_view value) {
        fmt::format_to(std::back_inserter(out_), "{}:{}", value.size(), value);
    }
    void number(std::size_t value) { text(fmt::format_int(value).str()); }

    std::string take() { return std::move(out_); }

private:
    std::string out_{format};
};

// After the first mistake everything it gives is empty, and is_whole() is false.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    std::string text() {
        const auto size = number_before(':');
        if (size > rest_.size()) {
            fail();
            return {};
        }
        std::string out(rest_.substr(0, size));
        rest_.remove_prefix(size);
        return out;
    }

    std::size_t number(std::size_t most) {
        const auto digits = text();
        std::size_t out = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
        if (error != std::errc() || end != digits.data() + digits.size() || out > most) {
            fail();
            return 0;
        }
        return out;
    }

    // How many of something follow: each takes two bytes at least.
    std::size_t count() { return number(rest_.size()); }

    bool is_whole() const { return whole_; }
    bool is_at_end() const { return rest_.empty(); }

private:
    std::size_t number_before(char end) {
        std::size_t out = 0;
        const auto [stop, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), out);
        const auto digits = static_cast<std::size_t>(stop - rest_.data());
        if (error != std::errc() || digits >= rest_.size() || rest_[digits] != end) {
            fail();
            return 0;
        }
        rest_.remove_prefix(digits + 1);
        return out;
    }

    void fail() {
        whole_ = false;
        rest_ = {};
    }

    std::string_view rest_;
    bool whole_ = true;
};

constexpr std::size_t flags_end = 32;
constexpr auto last_kind = static_cast<std::size_t>(Kind::library);
constexpr auto last_form = static_cast<std::size_t>(Extension::Form::library);
constexpr std::size_t largest_offset = UINT32_MAX;

std::size_t flags_of(const Extension& extension) {
    return (extension.has_module ? 1U : 0U) | (extension.has_info ? 2U : 0U)
           | (extension.has_engine ? 4U : 0U) | (extension.has_profile ? 8U : 0U)
           | (extension.is_readable ? 16U : 0U);
}

void write(const Extension& extension, Writer& out) {
    out.text(extension.name);
    out.text(extension.directory);
    out.number(static_cast<std::size_t>(extension.form));
    out.number(flags_of(extension));
    out.number(extension.type ? static_cast<std::size_t>(*extension.type) : last_kind + 1);
    out.text(extension.manifest);
    out.text(extension.manifest_blob ? extension.manifest_blob->hex() : "");
    for (const auto* text : {&extension.core, &extension.core_requirement, &extension.php, &extension.version,
                             &extension.base}) {
        out.text(*text);
    }
    out.number(extension.references.size());
    for (const auto& reference : extension.references) {
        out.number(static_cast<std::size_t>(reference.kind));
        out.text(reference.written);
        out.number(reference.begin);
        out.number(reference.end);
    }
    out.number(extension.removed.size());
    for (const auto& name : extension.removed) {
        out.text(name);
    }
}

Extension read(Reader& in) {
    Extension out;
    out.name = in.text();
    out.directory = in.text();
    out.form = static_cast<Extension::Form>(in.number(last_form));
    const auto flags = in.number(flags_end - 1);
    out.has_module = (flags & 1U) != 0;
    out.has_info = (flags & 2U) != 0;
    out.has_engine = (flags & 4U) != 0;
    out.has_profile = (flags & 8U) != 0;
    out.is_readable = (flags & 16U) != 0;
    if (const auto type = in.number(last_kind + 1); type <= last_kind) {
        out.type = static_cast<Kind>(type);
    }
    out.manifest = in.text();
    out.manifest_blob = Digest::from_hex(in.text());
    for (auto* text : {&out.core, &out.core_requirement, &out.php, &out.version, &out.base}) {
        *text = in.text();
    }
    for (auto left = in.count(); left > 0 && in.is_whole(); --left) {
        Reference reference;
        reference.kind = static_cast<Kind>(in.number(last_kind));
        reference.written = in.text();
        reference.begin = static_cast<std::uint32_t>(in.number(largest_offset));
        reference.end = static_cast<std::uint32_t>(in.number(largest_offset));
        out.references.push_back(std::move(reference));
    }
    for (auto left = in.count(); left > 0 && in.is_whole(); --left) {
        out.removed.push_back(in.text());
    }
    return out;
}

}  // namespace

std::string to_text(const Analysis& analysis) {
    Writer out;
    out.number(analysis.extensions.size());
    for (const auto& extension : analysis.extensions) {
        write(extension, out);
    }
    return out.take();
}

std::optional<Analysis> analysis_of(std::string_view text) {
    if (!text.starts_with(format)) {
        return std::nullopt;
    }
    Reader in(text.substr(format.size()));
    Analysis out;
    for (auto left = in.count(); left > 0 && in.is_whole(); --left) {
        out.extensions.push_back(read(in));
    }
    return in.is_whole() && in.is_at_end() ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace slipway::discover
