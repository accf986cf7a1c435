#include "php_hooks.hpp"

#include "php_string.hpp"

#include <grammar/php_array.hpp>
#include <grammar/php_array_messages.hpp>
#include <slipway/base/assert.hpp>
#include <slipway/base/chars.hpp>
#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace slipway::manifest {

namespace {

namespace php = grammar::php;

using document::Key;
using document::Kind;
using document::Map;
using document::Value;
using Input = php::memory_input<php::tracking_mode::lazy, php::eol::lf_crlf, const char*>;

constexpr std::size_t deepest = 64;

std::optional<Kind> constant(std::string_view word) {
    if (equal_in_any_case(word, "TRUE")) {
        return Kind::true_constant;
    }
    if (equal_in_any_case(word, "FALSE")) {
        return Kind::false_constant;
    }
    return equal_in_any_case(word, "NULL") ? std::optional(Kind::null_constant) : std::nullopt;
}

// An array that is being read.
struct Frame {
    PhpArray array = {};
    std::optional<Key> key = {};  // of the element that is being read
    bool dynamic_key = false;
};

// The value that was read last. Without a scalar and an array it is dynamic.
struct Operand {
    std::optional<Value> scalar = {};
    std::optional<PhpArray> array = {};
    std::string_view variable = {};  // it is this variable
    SourceSpan span = {};
};

// What a statement contains, wherever in it.
struct Statement {
    std::vector<std::string_view> variables = {};
    bool computes = false;  // more than writing values down
    bool returns = false;
    bool is_wild = false;  // it may change variables that it does not name
    bool shares = false;   // it may let others change variables that it names
};

// Follows what a function does with arrays, statement by statement.
class Builder {
public:
    Builder(std::string_view text, FileId file, std::string_view profile)
        : text_(text), file_(file), profile_(profile) {}

    PhpHooks take() && { return std::move(hooks_); }
    // The string that was read last.
    std::string_view last_string() const noexcept { return last_string_; }
    std::size_t& depth() noexcept { return depth_; }

    // Functions.
    void hook_name(std::string_view name) {
        name_ = name;
        locals_.clear();
        shared_.clear();
        wild_.reset();
        statement_ = {};
        result_.reset();
        early_returns_.clear();
    }

    void parameters(std::string_view matched) {
        statement_.computes = true;
        note_effects(matched);
    }

    void hook(std::string_view /*matched*/) {
        auto result = std::exchange(result_, std::nullopt).value_or(PhpArray{});
        result.dynamic.insert(result.dynamic.end(), early_returns_.begin(), early_returns_.end());
        if (is_called("_profile_modules")) {
            hooks_.modules = std::move(result);
        } else if (is_called("_profile_details")) {
            hooks_.details = std::move(result);
        }
    }

    // Statements.
    void assigned(std::string_view matched) {
        target_ = matched.substr(0, matched.find_first_of(" \t\r\n\v\f/#"));
    }

    void statement_begin(std::string_view /*matched*/) { statement_ = {}; }

    void assign_statement(std::string_view matched) {
        note_effects(matched);
        locals_[std::string(target_)] = array_of_operand();
    }

    void append_statement(std::string_view matched) {
        note_effects(matched);
        auto& array = local(target_);
        if (operand_.scalar) {
            const SourceSpan before{.file = file_, .begin = operand_.span.begin, .end = operand_.span.begin};
            array.elements.set({std::to_string(array.next_index++), before}, std::move(*operand_.scalar));
        } else {
            array.dynamic.push_back(operand_.span);
        }
    }

    void returned(std::string_view matched) {
        if (!result_) {  // else nobody gets here
            result_ = matched.empty() ? PhpArray{} : returned_array();
        }
    }

    void other_statement(std::string_view matched) {
        statement_.computes = true;
        note_effects(matched);
        if (statement_.returns && !result_) {
            early_returns_.push_back(first_line(matched));
        }
    }

    void some_variable(std::string_view matched) { statement_.variables.emplace_back(matched.substr(1)); }
    void some_return(std::string_view /*matched*/) { statement_.returns = true; }
    void wild(std::string_view /*matched*/) { statement_.is_wild = true; }
    void sharing(std::string_view /*matched*/) { statement_.shares = true; }

    // Values.
    void value_begin(std::string_view matched) { operand_ = {.span = span(matched)}; }
    void value(std::string_view matched) { operand_.span.begin = span(matched).begin; }
    void operation(std::string_view matched) {
        operand_.scalar.reset();
        operand_.array.reset();
        operand_.variable = {};
        statement_.computes = true;
        extend(matched);
    }
    void static_single(std::string_view matched) {
        set_text(matched, unquoted_single(matched));
        quoted(matched);
    }
    void static_double(std::string_view matched) {
        set_text(matched, unquoted_double(matched));
        quoted(matched);
    }
    // Only the last string of a text can be one that is not closed: it takes all that follows.
    void quoted(std::string_view matched) { last_string_ = matched; }
    void static_integer(std::string_view matched) { set_text(matched, std::string(matched)); }
    void static_variable(std::string_view matched) {
        some_variable(matched);
        operand_.variable = matched.substr(1);
        extend(matched);
    }
    void unknown_operand(std::string_view matched) {
        statement_.computes = true;
        extend(matched);
    }
    void static_word(std::string_view matched) {
        extend(matched);
        if (const auto kind = constant(matched)) {
            operand_.scalar = Value(*kind, std::string(matched), span(matched));
        }
    }

    // Arrays.
    void array_open(std::string_view /*matched*/) { frames_.emplace_back(); }
    void key_arrow(std::string_view /*matched*/) {
        auto& frame = frames_.back();
        frame.dynamic_key = !operand_.scalar;
        if (operand_.scalar) {
            frame.key = Key{operand_.scalar->text(), operand_.scalar->span()};
        }
    }
    void item(std::string_view /*matched*/) { add_item(frames_.back()); }
    void array_close(std::string_view matched) {
        operand_ = {.array = std::move(frames_.back().array), .span = span(matched)};
        frames_.pop_back();
    }

private:
    bool is_called(std::string_view suffix) const {
        return equal_in_any_case(name_, fmt::format("{}{}", profile_, suffix));
    }

    SourceSpan span(std::string_view part) const {
        const auto begin = static_cast<std::uint32_t>(part.data() - text_.data());
        return {.file = file_, .begin = begin, .end = begin + static_cast<std::uint32_t>(part.size())};
    }

    SourceSpan first_line(std::string_view part) const {
        return span(part.substr(0, part.find_first_of("\r\n")));
    }

    void extend(std::string_view matched) {
        const auto all = span(matched);
        operand_.span.end = std::max(operand_.span.end, all.end);
    }

    void set_text(std::string_view matched, std::optional<std::string> text) {
        extend(matched);
        if (text) {
            operand_.scalar = Value(Kind::text, std::move(*text), span(matched));
        }
    }

    void add_item(Frame& frame) {
        const auto key = std::exchange(frame.key, std::nullopt);
        const bool dynamic_key = std::exchange(frame.dynamic_key, false);
        auto& array = frame.array;
        if (operand_.array) {
            array.dynamic.insert(array.dynamic.end(), operand_.array->dynamic.begin(),
                                 operand_.array->dynamic.end());
        }
        if (dynamic_key || (!operand_.scalar && !operand_.array)) {
            array.dynamic.push_back(operand_.span);
            return;
        }
        auto value = operand_.scalar ? std::move(*operand_.scalar) : Value(operand_.span);
        if (operand_.array) {
            value.map() = std::move(operand_.array->elements);
        }
        if (key && document::is_index(key->text) && !key->text.view().starts_with('-')) {
            array.next_index = std::max<std::uint64_t>(array.next_index, std::stoull(key->text.str()) + 1);
        }
        array.elements.set(key ? *key : next_key(array), std::move(value));
    }

    Key next_key(PhpArray& array) const {
        return {std::to_string(array.next_index++),
                {operand_.span.file, operand_.span.begin, operand_.span.begin}};
    }

    // The array that the value is, or one whose elements nobody can know.
    PhpArray array_of_operand() {
        return operand_.array ? std::move(*operand_.array) : PhpArray{.dynamic = {operand_.span}};
    }

    PhpArray returned_array() {
        const auto local = locals_.find(operand_.variable);
        if (local == locals_.end()) {
            return array_of_operand();
        }
        if (const auto shared = shared_.find(operand_.variable); shared != shared_.end()) {
            local->second.dynamic.push_back(shared->second);
        }
        return std::move(local->second);
    }

    // A statement that computes something may change each variable in it; a wild one, every variable. Who
    // shares a variable may change it later.
    void note_effects(std::string_view statement) {
        const auto here = first_line(statement);
        if (statement_.is_wild) {
            wild_ = here;
            std::ranges::for_each(locals_, [&](auto& local) { taint(local.second, here); });
        }
        if (!statement_.computes) {
            return;
        }
        for (const auto name : statement_.variables) {
            taint(local(name), here);
            if (statement_.shares) {
                shared_.emplace(name, here);
            }
        }
    }

    static void taint(PhpArray& array, SourceSpan here) {
        if (array.dynamic.empty() || array.dynamic.back() != here) {
            array.dynamic.push_back(here);
        }
    }

    // The variable of a name. One that is new is empty, unless something wild came before.
    PhpArray& local(std::string_view name) {
        const auto [found, is_new] = locals_.try_emplace(std::string(name));
        if (is_new && wild_) {
            taint(found->second, *wild_);
        }
        return found->second;
    }

    std::string_view text_;
    FileId file_;
    std::string_view profile_;
    PhpHooks hooks_;
    std::size_t depth_ = 0;

    std::string_view name_;
    std::map<std::string, PhpArray, std::less<>> locals_;
    std::map<std::string, SourceSpan, std::less<>> shared_;  // by variable: where it was first shared
    std::optional<SourceSpan> wild_;                         // where something wild happened last
    std::optional<PhpArray> result_;
    std::vector<SourceSpan> early_returns_;
    std::string_view target_;
    std::string_view last_string_;
    Statement statement_;
    std::vector<Frame> frames_;
    Operand operand_;
};

template <class Rule>
struct Action : php::nothing<Rule> {};

template <void (Builder::*handle)(std::string_view)>
struct HandOver {
    template <class ActionInput>
    static void apply(const ActionInput& in, Builder& builder) {
        (builder.*handle)({in.begin(), in.size()});
    }
};

class DepthGuard {
public:
    explicit DepthGuard(std::size_t& depth) : depth_(depth) { ++depth_; }
    ~DepthGuard() { --depth_; }
    DepthGuard(const DepthGuard&) = delete;
    DepthGuard& operator=(const DepthGuard&) = delete;

private:
    std::size_t& depth_;
};

// Bounds how deep brackets nest, and so the recursion over them.
struct Nested : php::maybe_nothing {
    template <class Rule,
              php::apply_mode A,
              php::rewind_mode M,
              template <class...>
              class AnyAction,
              template <class...>
              class AnyControl,
              class ParseInput>
    static bool match(ParseInput& in, Builder& builder) {
        const DepthGuard guard(builder.depth());
        if (builder.depth() > deepest) {
            throw php::parse_error(fmt::format("brackets are nested deeper than {}", deepest), in);
        }
        return php::match<Rule, A, M, AnyAction, AnyControl>(in, builder);
    }
};

// clang-format off
template <> struct Action<php::round>            : Nested {};
template <> struct Action<php::square>           : Nested {};
template <> struct Action<php::curly>            : Nested {};
template <> struct Action<php::array>            : Nested {};
template <> struct Action<php::hook_name>        : HandOver<&Builder::hook_name> {};
template <> struct Action<php::hook>             : HandOver<&Builder::hook> {};
template <> struct Action<php::assigned>         : HandOver<&Builder::assigned> {};
template <> struct Action<php::assign_statement> : HandOver<&Builder::assign_statement> {};
template <> struct Action<php::append_statement> : HandOver<&Builder::append_statement> {};
template <> struct Action<php::returned>         : HandOver<&Builder::returned> {};
template <> struct Action<php::parameters>       : HandOver<&Builder::parameters> {};
template <> struct Action<php::statement_begin>  : HandOver<&Builder::statement_begin> {};
template <> struct Action<php::wild_word>        : HandOver<&Builder::wild> {};
template <> struct Action<php::wild_variable>    : HandOver<&Builder::wild> {};
template <> struct Action<php::sharing_word>     : HandOver<&Builder::sharing> {};
template <> struct Action<php::ampersand>        : HandOver<&Builder::sharing> {};
template <> struct Action<php::other_statement>  : HandOver<&Builder::other_statement> {};
template <> struct Action<php::some_variable>    : HandOver<&Builder::some_variable> {};
template <> struct Action<php::some_return>      : HandOver<&Builder::some_return> {};
template <> struct Action<php::value_begin>      : HandOver<&Builder::value_begin> {};
template <> struct Action<php::value>            : HandOver<&Builder::value> {};
template <> struct Action<php::operation>        : HandOver<&Builder::operation> {};
template <> struct Action<php::static_single>    : HandOver<&Builder::static_single> {};
template <> struct Action<php::static_double>    : HandOver<&Builder::static_double> {};
template <> struct Action<php::single_quoted>    : HandOver<&Builder::quoted> {};
template <> struct Action<php::double_quoted>    : HandOver<&Builder::quoted> {};
template <> struct Action<php::static_integer>   : HandOver<&Builder::static_integer> {};
template <> struct Action<php::static_word>      : HandOver<&Builder::static_word> {};
template <> struct Action<php::static_variable>  : HandOver<&Builder::static_variable> {};
template <> struct Action<php::unknown_operand>  : HandOver<&Builder::unknown_operand> {};
template <> struct Action<php::long_open>        : HandOver<&Builder::array_open> {};
template <> struct Action<php::short_open>       : HandOver<&Builder::array_open> {};
template <> struct Action<php::key_arrow>        : HandOver<&Builder::key_arrow> {};
template <> struct Action<php::item>             : HandOver<&Builder::item> {};
template <> struct Action<php::long_close>       : HandOver<&Builder::array_close> {};
template <> struct Action<php::short_close>      : HandOver<&Builder::array_close> {};
// clang-format on

template <class Rule>
struct Control : php::normal<Rule> {
    template <class ParseInput, class... States>
    [[noreturn]] static void raise(const ParseInput& in, States&&... /*states*/) {
        static_assert(php::expectation<Rule> != nullptr,
                      "give this rule its words in grammar/php_array_messages.hpp");
        throw php::parse_error(php::expectation<Rule>, in);
    }
};

// Where the text ends too early, the string that swallowed the rest is to blame.
void report_malformed(const php::parse_error& error,
                      const Builder& builder,
                      FileId file,
                      std::string_view text,
                      document::Reporter& reporter) {
    const auto string = builder.last_string();
    const auto error_at = std::min(error.positions().front().byte, text.size());
    const bool is_unclosed = error_at == text.size() && !string.empty()
                             && string.data() + string.size() == text.data() + text.size();
    const auto string_begin = text.size() - string.size();
    const auto at = static_cast<std::uint32_t>(is_unclosed ? string_begin : error_at);
    const auto end = static_cast<std::uint32_t>(std::min<std::size_t>(at + 1, text.size()));
    reporter.loss(
        {.slug = slug::malformed_php,
         .span = SourceSpan{.file = file, .begin = at, .end = end},
         .message = is_unclosed ? "a string begins here that is not closed" : std::string(error.message()),
         .notes = {},
         .help = "PHP cannot read this either; the mistake may stand further above"});
}

}  // namespace

PhpHooks read_php_hooks(FileId file,
                        std::string_view profile,
                        const SourceMap& sources,
                        document::Reporter& reporter) {
    const std::string_view text = sources[file].text;
    Input input(text.data(), text.data() + text.size(), "");
    Builder builder(text, file, profile);
    try {
        php::parse<php::file, Action, Control>(input, builder);
    } catch (const php::parse_error& error) {
        report_malformed(error, builder, file, text, reporter);
    }
    return std::move(builder).take();
}

}  // namespace slipway::manifest
