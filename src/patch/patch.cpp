#include "slipway/patch/patch.hpp"

#include "binary.hpp"
#include "git_apply.hpp"
#include "gnu_apply.hpp"
#include "tree.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

namespace slipway::patch {

namespace {

// The word `wanted` at the beginning of `text`, in any case, behind white space.
bool begins_with(std::string_view text, std::string_view wanted) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    text = begin == std::string_view::npos ? std::string_view() : text.substr(begin, wanted.size());
    return std::ranges::equal(text, wanted, [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
    });
}

// What came instead of a patch, if that can be seen from its first bytes.
Result<void> check_is_patch(std::string_view patch) {
    if (patch.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return Error(ErrorKind::corrupt, "the patch is empty").with_help("look at what its URL gives");
    }
    if (begins_with(patch, "<!doctype") || begins_with(patch, "<html") || begins_with(patch, "<?xml")) {
        return Error(ErrorKind::corrupt, "this is a web page, not a patch")
            .with_help(
                "use the URL of the raw file (on GitHub and GitLab: the page's URL with '.patch' behind it)");
    }
    if (patch.size() > most_bytes) {
        return Error(ErrorKind::unsupported, "the patch is larger than 1 GiB");
    }
    return {};
}

// Of two failed attempts, the error of the one that came farther says more.
int progress(const Error& error) {
    switch (error.kind()) {
        case ErrorKind::io:
        case ErrorKind::cancelled:
        case ErrorKind::denied:
        case ErrorKind::timed_out: return 4;
        case ErrorKind::conflict: return 3;
        case ErrorKind::unsupported: return 2;
        case ErrorKind::not_found: return 1;
        case ErrorKind::corrupt:
        case ErrorKind::drifted: break;
    }
    return 0;
}

// "a file that it changes is not there" is for the caller one more way not to apply.
Error as_promised(Error error) {
    if (error.kind() != ErrorKind::not_found) {
        return error;
    }
    return Error(ErrorKind::conflict, error.message())
        .with_help("the patch is for another directory, or for a version that has this file");
}

// What GNU patch makes with fuzz is its answer, also where we refuse it: no other strip level is tried then.
Result<Applied> without_fuzz(GnuApplied result, Fuzz fuzz) {
    if (fuzz == Fuzz::refuse && result.objection) {
        return *std::move(result.objection);
    }
    return std::move(result.applied);
}

// Keeps the error that says most of all attempts.
class Failure {
public:
    void add(Error error) {
        if (!error_ || progress(error) > progress(*error_)) {
            error_ = std::move(error);
        }
    }

    bool found_conflict() const { return error_ && error_->kind() == ErrorKind::conflict; }

    // Requires that there was one.
    Error error() && { return as_promised(*std::move(error_)); }

private:
    std::optional<Error> error_;
};

// Whether all that it does is to create files below a/ or b/. Where level 1 found those files without their
// prefix to be there already, level 0 is no answer: both programs would put copies into a directory "b".
bool only_fills_prefix(const Applied& applied, Tree& tree) {
    return std::ranges::all_of(applied.changes, [&](const Change& change) {
        const auto& name = change.path.text();
        const auto before = tree.find(change.path);
        return change.file && before && *before == nullptr
               && (name.starts_with("a/") || name.starts_with("b/"));
    });
}

bool is_answer(const Applied& applied, const Failure& failure, Tree& tree) {
    return applied.strip == 1 || !failure.found_conflict() || !only_fills_prefix(applied, tree);
}

// What is unsafe or too much at level 1 is not to be had at another either.
bool is_final(const Error& error, int strip) { return strip == 1 && error.kind() == ErrorKind::unsupported; }

Result<Applied> try_all(std::string_view patch, Tree& tree, Fuzz fuzz) {
    Failure failure;
    for (const int strip : {1, 0}) {
        auto applied = apply_as_git(patch, strip, tree);
        if (applied ? is_answer(*applied, failure, tree) : is_final(applied.error(), strip)) {
            return applied;
        }
        if (!applied) {
            failure.add(std::move(applied).error());
        }
    }
    for (const int strip : {1, 0}) {
        auto result = apply_as_gnu(patch, strip, tree);
        if (result && is_answer(result->applied, failure, tree)) {
            return without_fuzz(*std::move(result), fuzz);
        }
        if (!result) {
            failure.add(std::move(result).error());
        }
    }
    return std::move(failure).error();
}

}  // namespace

Result<Applied> apply(std::string_view patch, const std::string& name, const ReadFile& read, Fuzz fuzz) {
    Tree tree(read);
    auto applied = [&]() -> Result<Applied> {
        SLIPWAY_TRY(check_is_patch(patch));
        return try_all(patch, tree, fuzz);
    }();
    if (!applied) {
        return std::move(applied).error().during(fmt::format("applying {}", name));
    }
    return applied;
}

}  // namespace slipway::patch
