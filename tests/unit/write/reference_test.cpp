// Another reader of YAML, where it is at hand: what we write, it reads as the same data, every text as a
// text.
#include "generator.hpp"
#include "tests/support/program.hpp"

#include <slipway/write/yaml.hpp>

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>
#include <string>

using slipway::document::Kind;
using slipway::document::Map;
using slipway::document::Value;
using slipway::test::run_program;
using slipway::write::testing::Generator;

namespace {

using Json = nlohmann::json;

// Maps and lists alike as lists of keys and values, which keep their order.
Json to_json(const Map& map);

Json to_json(const Value& value) {
    switch (value.kind()) {
        case Kind::map: return to_json(value.map());
        case Kind::true_constant: return true;
        case Kind::false_constant: return false;
        case Kind::null_constant: return nullptr;
        case Kind::text: break;
    }
    return value.written();
}

Json to_json(const Map& map) {
    auto out = Json::array();
    for (const auto& entry : map.entries()) {
        out.push_back(Json::array({entry.key.text, to_json(entry.value)}));
    }
    return out;
}

constexpr const char* compare = R"(
import json, sys, yaml
loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
def pairs(value):
    if isinstance(value, list):
        value = dict(enumerate(value))
    if isinstance(value, dict):
        return [[str(key), pairs(element)] for key, element in value.items()]
    return value
count = 0
for line in sys.stdin:
    written, data = json.loads(line)
    if pairs(yaml.load(written, loader)) != data:
        sys.exit("read otherwise:\n" + written)
    count += 1
print(count)
)";

}  // namespace

TEST_CASE("PyYAML reads what we write as the same data", "[write]") {
    if (run_program({"python3", "-c", "import yaml"}).status != 0) {
        WARN("skipped: there is no python3 with yaml");
        return;
    }
    std::string lines;
    std::size_t count = 0;
    for (unsigned seed = 0; seed < 3000; ++seed) {
        const auto data = Generator(seed).map();
        const auto written = slipway::write::to_yaml(data);
        if (written.problems.empty()) {
            lines += Json::array({written.text, to_json(data)}).dump() + '\n';
            ++count;
        }
    }
    const auto outcome =
        run_program({"python3", "-c", compare}, {.directory = {}, .environment = {}, .input = lines});
    CAPTURE(outcome.err);
    CHECK(outcome.out == std::to_string(count) + "\n");
    CHECK(count > 1000);
}
