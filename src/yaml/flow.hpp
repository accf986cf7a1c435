// Flow collections as Symfony's YAML reader takes them. That language is not YAML's: in {a:b} the colon needs
// no space after it, in [x: y] a text is a map, and a text runs up to the next comma or bracket. So it has a
// reader of its own, and yaml-cpp sees none of it. Private to yaml.
#pragma once

#include "mistake.hpp"

#include <slipway/diag/range.hpp>
#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/yaml/source.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

namespace slipway::yaml {

struct FlowCollection {
    document::Value value;
    std::uint32_t end = 0;
    bool several_lines = false;  // which Drush refuses
};

class FlowReader {
public:
    // What `*name` stands for; nothing if there is no such anchor.
    using Resolve = std::function<std::optional<document::Value>(Range name)>;

    // The source outlives the reader. `reporter` hears of values that are lost, unless it is null.
    FlowReader(const Source& source, Resolve resolve, document::Reporter* reporter)
        : source_(source), resolve_(std::move(resolve)), reporter_(reporter) {}

    // The collection that begins at an offset. It may run over lines that are indented by more than
    // `parent_column`. Nothing if it is malformed: see mistake(). Linear, at most max_depth deep.
    std::optional<FlowCollection> read(std::uint32_t begin, std::ptrdiff_t parent_column);

    const std::optional<Mistake>& mistake() const noexcept { return mistake_; }

private:
    std::optional<document::Value> collection();
    std::optional<document::Value> sequence();
    std::optional<document::Value> mapping();
    std::optional<document::Value> element(std::string_view delimiters);
    std::optional<document::Value> quoted(std::string_view delimiters);
    std::optional<document::Value> plain(std::string_view delimiters);
    std::optional<document::Value> scalar(Range written);
    std::optional<document::Value> pair(Range written);
    std::optional<document::Key> key();
    bool skip(std::string_view fill);
    bool next_line();
    void enter_line();
    std::optional<Range> plain_range(std::string_view delimiters);
    std::nullopt_t fail(Range where, std::string message, std::optional<std::string> help = {});
    std::nullopt_t fail_unclosed(std::uint32_t begin);

    char here() const { return source_.text[at_]; }

    const Source& source_;
    Resolve resolve_;
    document::Reporter* reporter_;
    std::optional<Mistake> mistake_;
    std::ptrdiff_t parent_column_ = -1;
    std::uint32_t at_ = 0;
    std::uint32_t limit_ = 0;  // the end of the line, or of the pair that is being read
    bool in_pair_ = false;
    bool several_lines_ = false;
    std::size_t depth_ = 0;
};

}  // namespace slipway::yaml
