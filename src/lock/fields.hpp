// The members of a lock's objects, taken one by one; what is wrong with them is reported. Private to lock.
#pragma once

#include "json.hpp"

#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/hash/digest.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::lock {

inline constexpr const char* way_out = "write the lock anew, or take back what was changed in it";

// Reports, and counts what it reported.
class Reporter {
public:
    explicit Reporter(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    void report(SourceSpan span, std::string message, std::string help = way_out) {
        diagnostics_.report({.slug = slug::malformed_lock,
                             .span = span,
                             .message = std::move(message),
                             .help = std::move(help)});
        failed_ = true;
    }
    bool failed() const { return failed_; }

private:
    Diagnostics& diagnostics_;
    bool failed_ = false;
};

// The members of an object; at its end all that were not asked for are refused.
class Fields {
public:
    // Reports what is no object. `what`, "a patch", outlives the fields.
    Fields(const Node& node, Reporter& reporter, std::string_view what);

    const Node* find(std::string_view key);
    // Requires the member: reports if it is not there.
    const Node* get(std::string_view key);

    std::string text(std::string_view key) { return text_of(get(key), key); }
    std::string text_if_any(std::string_view key) { return text_of(find(key), key); }
    Digest digest(std::string_view key);
    std::uint64_t number(std::string_view key);

    template <class Value>
    std::vector<Value> list_of(const Node* node,
                               std::string_view key,
                               Value (*read)(const Node&, Reporter&)) {
        std::vector<Value> out;
        for (const auto& item : list(node, key)) {
            out.push_back(read(item, reporter_));
        }
        return out;
    }

    void refuse_others();

private:
    std::string text_of(const Node* node, std::string_view key);
    const std::vector<Node>& list(const Node* node, std::string_view key);

    const Node& node_;
    Reporter& reporter_;
    std::string_view what_;
    std::vector<std::string_view> known_;
};

}  // namespace slipway::lock
