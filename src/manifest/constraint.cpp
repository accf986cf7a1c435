#include "slipway/manifest/constraint.hpp"

#include "fields.hpp"
#include "place.hpp"

#include <grammar/constraint.hpp>
#include <grammar/constraint_messages.hpp>
#include <slipway/base/assert.hpp>
#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>

namespace slipway::manifest {

namespace {

namespace grammar = slipway::grammar::constraint;

using Input = grammar::memory_input<grammar::tracking_mode::lazy, grammar::eol::lf_crlf, const char*>;

// What PHP's trim() takes for space.
std::string_view trimmed(std::string_view text) {
    const auto is_space = [](char c) {
        return c == ' ' || (c >= '\t' && c <= '\n') || c == '\r' || c == '\v' || c == '\0';
    };
    while (!text.empty() && is_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

// A condition, or what stands behind one, without the bracket that may close the last.
std::string_view without_close(std::string_view text) {
    text = trimmed(text);
    return text.ends_with(')') ? trimmed(text.substr(0, text.size() - 1)) : text;
}

// The number after this one, however long.
std::string successor(std::string_view number) {
    std::string out(number);
    auto digit = out.rbegin();
    while (digit != out.rend() && *digit == '9') {
        *digit++ = '0';
    }
    if (digit == out.rend()) {
        return "1" + out;
    }
    ++*digit;
    return out;
}

// What one attempt to read a condition matched; what a failed one left is overwritten or cleared.
struct Bound {
    Operator comparison = Operator::equal;
    std::string_view core;  // "7", if a prefix stands there
    std::string_view major;
    std::string_view minor;
    std::string_view whole;
};

// Takes what the rules match, and makes a dependency of it.
class Builder {
public:
    Builder(const Place& place, Dependency& dependency, document::Reporter& reporter)
        : place_(place), dependency_(dependency), reporter_(reporter) {}

    void prefix(std::string_view matched) {
        dependency_.project = text(matched.substr(0, matched.size() - 1));
    }
    void name(std::string_view matched) { dependency_.name = text(trimmed(matched)); }
    template <Operator matching>
    void comparison(std::string_view /*matched*/) {
        bound_.comparison = matching;
    }
    void core(std::string_view matched) { bound_.core = matched.substr(0, matched.find('.')); }
    void major(std::string_view matched) { bound_.major = matched; }
    void minor(std::string_view matched) { bound_.minor = matched; }
    void bound(std::string_view matched) { bound_.whole = matched; }
    void trailing(std::string_view matched) { trailing_ = matched; }

    void read_condition(std::string_view /*matched*/) {
        if (!bound_.core.empty() && fmt::format("{}.x", bound_.core) != dependency_.core) {
            read_foreign_core();
        }
        add_conditions();
        report_trailing();
        bound_ = {};
    }

    void unread_condition(std::string_view matched) {
        bound_ = {};
        const auto written = without_close(matched);
        if (!written.empty()) {
            report<grammar::unread_condition>(written);
        }
    }

    void surplus(std::string_view matched) { report<grammar::surplus>(matched); }
    void conditions(std::string_view /*matched*/) { dependency_.has_parentheses = true; }

private:
    makefile::Text text(std::string_view part) const { return {std::string(part), place_.of(part)}; }

    template <class Rule>
    void report(std::string_view part) {
        constexpr auto words = grammar::misreading_of<Rule>;
        static_assert(words.slug != nullptr, "give this rule its words in grammar/constraint_messages.hpp");
        reporter_.warning({.slug = words.slug,
                           .span = place_.of(part),
                           .message = fmt::format("'{}' {}", shown(part), words.message),
                           .notes = {},
                           .help = words.help});
    }

    // "6.x-2.0" where 6.x is not the platform's core is its branch 6.x, and something behind it that nobody
    // reads.
    void read_foreign_core() {
        const char* const begin = bound_.core.data();
        const auto branch = begin + bound_.core.size() + std::string_view(".x").size();
        const char* const end = trailing_.data() + trailing_.size();
        trailing_ = {branch, static_cast<std::size_t>(end - branch)};
        bound_.major = bound_.core;
        bound_.minor = {branch - 1, 1};
        bound_.whole = {bound_.whole.data(), static_cast<std::size_t>(branch - bound_.whole.data())};
    }

    // PHP takes "2.x" for older than 2.0, so ">=2.x" and "<2.x" mean what they say. The others are adapted.
    void add_conditions() {
        const auto span = place_.of(bound_.whole);
        const auto add = [&](Operator comparison, std::string_view major) {
            dependency_.conditions.push_back({comparison, fmt::format("{}.{}", major, bound_.minor), span});
        };
        const auto next = bound_.minor == "x" ? successor(bound_.major) : std::string(bound_.major);
        switch (bound_.comparison) {
            case Operator::greater:
            case Operator::less_or_equal: return add(bound_.comparison, next);
            case Operator::less:
            case Operator::greater_or_equal: return add(bound_.comparison, bound_.major);
            case Operator::not_equal: report_powerless(); return add(bound_.comparison, bound_.major);
            case Operator::equal: break;
        }
        if (bound_.minor != "x") {
            return add(Operator::equal, bound_.major);
        }
        add(Operator::less, next);
        add(Operator::greater_or_equal, bound_.major);
    }

    // No module has the version "2.x", so nothing is excluded.
    void report_powerless() {
        if (bound_.minor != "x") {
            return;
        }
        reporter_.warning({.slug = slug::ignored_condition,
                           .span = place_.of(bound_.whole),
                           .message = fmt::format("'{}' excludes nothing: no release is called {}.x",
                                                  shown(bound_.whole), shown(bound_.major)),
                           .notes = {},
                           .help = fmt::format("write <{0}.x or >{0}.x", shown(bound_.major))});
    }

    void report_trailing() {
        const auto written = without_close(trailing_);
        if (!written.empty()) {
            report<grammar::trailing>(written);
        }
    }

    const Place& place_;
    Dependency& dependency_;
    document::Reporter& reporter_;
    Bound bound_;
    std::string_view trailing_;
};

template <class Rule>
struct Action : grammar::nothing<Rule> {};

template <void (Builder::*handle)(std::string_view)>
struct HandOver {
    template <class ActionInput>
    static void apply(const ActionInput& in, Builder& builder) {
        (builder.*handle)({in.begin(), in.size()});
    }
};

// clang-format off
template <> struct Action<grammar::prefix>           : HandOver<&Builder::prefix> {};
template <> struct Action<grammar::name>             : HandOver<&Builder::name> {};
template <> struct Action<grammar::not_equal>        : HandOver<&Builder::comparison<Operator::not_equal>> {};
template <> struct Action<grammar::less_or_equal>    : HandOver<&Builder::comparison<Operator::less_or_equal>> {};
template <> struct Action<grammar::greater_or_equal> : HandOver<&Builder::comparison<Operator::greater_or_equal>> {};
template <> struct Action<grammar::less>             : HandOver<&Builder::comparison<Operator::less>> {};
template <> struct Action<grammar::greater>          : HandOver<&Builder::comparison<Operator::greater>> {};
template <> struct Action<grammar::equal>            : HandOver<&Builder::comparison<Operator::equal>> {};
template <> struct Action<grammar::core>             : HandOver<&Builder::core> {};
template <> struct Action<grammar::major>            : HandOver<&Builder::major> {};
template <> struct Action<grammar::minor>            : HandOver<&Builder::minor> {};
template <> struct Action<grammar::bound>            : HandOver<&Builder::bound> {};
template <> struct Action<grammar::trailing>         : HandOver<&Builder::trailing> {};
template <> struct Action<grammar::read_condition>   : HandOver<&Builder::read_condition> {};
template <> struct Action<grammar::unread_condition> : HandOver<&Builder::unread_condition> {};
template <> struct Action<grammar::surplus>          : HandOver<&Builder::surplus> {};
template <> struct Action<grammar::conditions>       : HandOver<&Builder::conditions> {};
// clang-format on

void check_name(const Dependency& dependency, document::Reporter& reporter) {
    const auto& name = dependency.name;
    if (is_machine_name(name.text)) {
        return;
    }
    reporter.warning({.slug = slug::malformed_dependency,
                      .span = name.span,
                      .message = name.text.empty()
                                     ? std::string("the dependency names no module")
                                     : fmt::format("no module can be called '{}'", shown(name.text)),
                      .notes = {},
                      .help = "write one machine name (letters, digits, underscores) on a line of its own"});
}

}  // namespace

std::string_view core_prefix(std::string_view core) {
    constexpr std::string_view last = "8.x";  // Drupal 9 and later still say 8.x
    const auto major = core.substr(0, core.find('.'));
    return major.size() > 1 || major > "8" ? last : core;
}

Dependency read_dependency(const makefile::Text& written,
                           std::string_view core,
                           const SourceMap& sources,
                           document::Reporter& reporter) {
    Dependency dependency{.name = {"", written.span},
                          .core = std::string(core_prefix(core)),
                          .span = written.span,
                          .written = written.text};
    const Place place(written, sources);
    Builder builder(place, dependency, reporter);
    const std::string_view text = written.text;
    Input input(text.data(), text.data() + text.size(), "");
    const bool matched = grammar::parse<grammar::dependency, Action>(input, builder);
    SLIPWAY_ASSERT(matched, "every text is a dependency");
    check_name(dependency, reporter);
    return dependency;
}

bool satisfies(std::string_view version, const Dependency& dependency) {
    const auto prefix = dependency.core + "-";
    const auto bare = version.starts_with(prefix) ? version.substr(prefix.size()) : version;
    return std::ranges::all_of(dependency.conditions, [&](const Condition& condition) {
        return versions_compare_as(bare, condition.comparison, condition.version);
    });
}

}  // namespace slipway::manifest
