#include "slipway/diag/edits.hpp"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

namespace slipway {

namespace {

// Where a fix begins in the text, and what comes after in case of a tie.
std::uint32_t begin_of(const Fix& fix) {
    return std::ranges::min(fix.edits, {}, [](const Edit& edit) { return edit.span.begin; }).span.begin;
}

bool is_for(const Fix& fix, FileId file) {
    return fix.kind == Fix::Kind::safe && !fix.edits.empty()
           && std::ranges::all_of(fix.edits, [&](const Edit& edit) { return edit.span.file == file; });
}

bool equal(const Edit& left, const Edit& right) {
    return left.span == right.span && left.replacement == right.replacement;
}

// The edits made so far, ordered by place.
class Made {
public:
    // Two insertions at one place have no order that their authors agreed on, so they overlap too.
    bool overlaps(const Edit& edit) const {
        const auto next = std::ranges::lower_bound(edits_, edit.span.begin, {},
                                                   [](const Edit& made) { return made.span.begin; });
        const bool into_next =
            next != edits_.end() && (next->span.begin < edit.span.end || next->span.begin == edit.span.begin);
        return into_next || (next != edits_.begin() && std::prev(next)->span.end > edit.span.begin);
    }

    void add(const Edit& edit) {
        const auto next = std::ranges::lower_bound(edits_, edit.span.begin, {},
                                                   [](const Edit& made) { return made.span.begin; });
        edits_.insert(next, edit);
    }

    std::string applied_to(std::string_view text) const {
        std::string out;
        std::size_t copied = 0;
        for (const auto& edit : edits_) {
            out += text.substr(copied, edit.span.begin - copied);
            out += edit.replacement;
            copied = edit.span.end;
        }
        out += text.substr(copied);
        return out;
    }

private:
    std::vector<Edit> edits_;
};

}  // namespace

Edited make_safe_fixes(std::string_view text, FileId file, std::span<const Diagnostic> diagnostics) {
    std::vector<const Fix*> fixes;
    for (const auto& diagnostic : diagnostics) {
        if (diagnostic.fix && is_for(*diagnostic.fix, file)) {
            fixes.push_back(&*diagnostic.fix);
        }
    }
    std::ranges::stable_sort(fixes, {}, [](const Fix* fix) { return begin_of(*fix); });
    Edited out;
    Made made;
    const Fix* last = nullptr;
    for (const auto* fix : fixes) {
        if (last != nullptr && std::ranges::equal(last->edits, fix->edits, equal)) {
            continue;
        }
        if (std::ranges::any_of(fix->edits, [&](const Edit& edit) { return made.overlaps(edit); })) {
            ++out.fixes_left;
            continue;
        }
        for (const auto& edit : fix->edits) {
            made.add(edit);
        }
        ++out.fixes_made;
        last = fix;
    }
    out.text = made.applied_to(text);
    return out;
}

std::optional<Fix> fix_with(Fix::Kind kind, std::optional<Edit> edit) {
    std::vector<std::optional<Edit>> edits;
    edits.push_back(std::move(edit));
    return fix_with(kind, std::move(edits));
}

std::optional<Fix> fix_with(Fix::Kind kind, std::vector<std::optional<Edit>> edits) {
    Fix fix{.kind = kind};
    for (auto& edit : edits) {
        if (!edit) {
            return std::nullopt;
        }
        fix.edits.push_back(std::move(*edit));
    }
    return fix.edits.empty() ? std::nullopt : std::optional(std::move(fix));
}

}  // namespace slipway
