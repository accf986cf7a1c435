// What the link check says. Private to discover.
#pragma once

#include <slipway/discover/link_check.hpp>
#include <slipway/manifest/constraint.hpp>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace slipway::discover {

// "views" of "views (>=3.x)" and "views:views".
std::string_view bare_name(std::string_view written);

// An extension that a root leads to, and what led to it.
struct Reached {
    const Found* found = nullptr;
    const Reached* by = nullptr;  // nothing for a root
};

// A reference, and whose.
struct From {
    const Reached& here;
    const Reference& reference;
};

class Words {
public:
    // Everything outlives it.
    Words(const Platform& platform, const LinkCheck& check, SourceMap& sources, Diagnostics& diagnostics)
        : platform_(platform), check_(check), sources_(sources), diagnostics_(diagnostics) {}

    // Read without a word about what is wrong in it: that is for who reads the manifest for itself.
    manifest::Dependency dependency_of(const Reached& here,
                                       const Reference& reference,
                                       std::string_view core);

    void undefined(const From& from,
                   const manifest::Dependency& dependency,
                   const View& view,
                   Severity severity);
    void unmet(const From& from,
               const manifest::Dependency& dependency,
               const Found& found,
               const std::string& version,
               Severity severity);
    void unreadable(const Reached& here, Severity severity);
    void wrong_core(const Reached& here, std::string_view core, Severity severity);
    void php_too_low(const Reached& here, std::string_view php, Severity severity);
    void duplicate(const Reached& here);
    void cycle(const std::vector<const Found*>& cycle, const Reference& closing);
    void twins(const Found& one, const Found& other);

private:
    // Where something is written in a manifest; nothing if its text cannot be had.
    std::optional<SourceSpan> span_of(const Candidate& candidate, const Reference& reference);
    std::optional<SourceSpan> span_of_key(const Candidate& candidate, std::string_view key);
    std::optional<FileId> file_of(const Candidate& candidate);
    // "needed this way: openatrium → features → ctools"; empty for a root.
    std::string way_to(const Reached& here, std::string_view name) const;
    void say(const Candidate& about, std::string_view what, Diagnostic diagnostic);

    const Platform& platform_;
    const LinkCheck& check_;
    SourceMap& sources_;
    Diagnostics& diagnostics_;
    std::map<std::pair<const Placement*, std::string>, std::optional<FileId>> files_;
    // Slug, manifest and what was said of it: once, whoever it concerns.
    std::set<std::tuple<std::string_view, std::string, std::string>> said_;
};

}  // namespace slipway::discover
