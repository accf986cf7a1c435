// Real makefiles and manifests, where they are at hand, through the program itself: `slipway show --parsed`
// prints what Drush's own readers made of each, `slipway check` looks at all of them in one run.
//
// $SLIPWAY_CORPUS, or ../shared/corpus beside the source directory, holds REFERENCE.jsonl: one object a line
// with `file`, `fmt` ("ini" or "yaml"; absent where Drush cannot read the file) and `data`. Numbers of YAML
// have lost their text there: how ours are compared with them is a matter of corpus_test.cpp of the module;
// here YAML files are only to be shown.
#include "../support/paths.hpp"
#include "commands.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using slipway::test::Desk;

namespace {

fs::path corpus() {
    const auto* const chosen =
        std::getenv("SLIPWAY_CORPUS");  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return fs::absolute(chosen != nullptr ? fs::path(chosen)
                                          : fs::path(slipway::test::source_directory()) / "../shared/corpus");
}

std::vector<Json> reference() {
    std::vector<Json> out;
    std::ifstream in(corpus() / "REFERENCE.jsonl");
    for (std::string line; std::getline(in, line);) {
        out.push_back(Json::parse(line));
    }
    return out;
}

// All objects of a stream of JSON.
std::vector<Json> objects_of(const std::string& text) {
    std::vector<Json> out;
    std::istringstream in(text);
    while (in >> std::ws && in.peek() != std::istringstream::traits_type::eof()) {
        Json object;
        in >> object;
        out.push_back(std::move(object));
    }
    return out;
}

}  // namespace

TEST_CASE("show --parsed prints what Drush reads, for every real file", "[commands][corpus]") {
    const auto files = reference();
    if (files.empty()) {
        WARN("skipped: there is no corpus at " << corpus().string());
        return;
    }
    const Desk desk;
    std::vector<std::string> readable = {"show", "--parsed", "--quiet"};
    std::vector<std::string> broken;
    for (const auto& file : files) {
        auto path = (corpus() / file.at("file").get<std::string>()).native();
        (file.contains("data") ? readable : broken).push_back(std::move(path));
    }
    const auto shown = desk.slipway(readable);
    CHECK(shown.status == 0);
    const auto objects = objects_of(shown.out);
    REQUIRE(objects.size() == readable.size() - 3);
    std::size_t equal = 0;
    std::size_t different = 0;
    auto object = objects.begin();
    for (const auto& file : files) {
        if (!file.contains("data")) {
            continue;
        }
        if (file.at("fmt") == "ini") {
            const bool same = object->dump() == file.at("data").dump();
            ++(same ? equal : different);
            if (!same) {
                FAIL_CHECK(file.at("file") << " is read otherwise");
            }
        }
        ++object;
    }
    for (const auto& path : broken) {
        const auto refused = desk.slipway({"show", "--parsed", path});
        CAPTURE(path);
        CHECK(refused.status == 1);
        CHECK(refused.out.empty());
        CHECK(refused.err.find("error[") != std::string::npos);
    }
    std::cout << "show --parsed: " << equal << " INI files equal, " << different << " different, "
              << objects.size() - equal - different << " YAML files shown, " << broken.size() << " refused\n";
}

TEST_CASE("check looks at every real file in one run", "[commands][corpus]") {
    const auto files = reference();
    if (files.empty()) {
        WARN("skipped: there is no corpus at " << corpus().string());
        return;
    }
    const Desk desk;
    std::vector<std::string> arguments = {"check", "--message-format=json"};
    for (const auto& file : files) {
        arguments.push_back((corpus() / file.at("file").get<std::string>()).native());
    }
    const auto checked = desk.slipway(arguments);
    CHECK(checked.status == 1);
    CHECK(checked.err.find(std::to_string(files.size()) + " files: ") != std::string::npos);
    for (const auto& message : objects_of(checked.out)) {
        CHECK_FALSE(message.at("slug").get<std::string>().empty());
    }
}
