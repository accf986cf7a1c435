// The map in docs/architecture.md, checked: which module may include which, and which may see a C library.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string>

namespace fs = std::filesystem;

namespace {

using Modules = std::set<std::string>;

const Modules wrappers = {"base", "hash", "sys"};  // all that a wrapper of a C library may see of us

const std::map<std::string, Modules> may_include = {
    {"base", {}},
    {"diag", {"base"}},
    {"hash", {"base"}},
    {"grammar", {}},
    {"makefile", {"base", "diag", "grammar"}},
    {"resolve", {"base", "diag", "hash", "makefile"}},
    {"plan", {"base", "diag", "hash", "makefile", "resolve"}},
    {"sys", {"base"}},
    {"net", wrappers},
    {"git", wrappers},
    {"archive", wrappers},
    {"patch", wrappers},
    {"cache", wrappers},
    {"exec", {"base", "hash", "plan", "cache"}},
    {"fetch", {"base", "hash", "sys", "net", "git", "archive", "patch", "cache", "plan", "resolve", "exec"}},
    {"assemble", {"base", "hash", "plan", "cache", "sys", "exec"}},
    {"build",
     {"base", "diag", "hash", "makefile", "resolve", "plan", "sys", "net", "cache", "exec", "fetch",
      "assemble"}},
    {"report", {"base", "diag", "hash", "plan", "exec", "assemble", "build"}},
    {"app",
     {"base", "diag", "hash", "makefile", "resolve", "plan", "sys", "net", "cache", "fetch", "exec",
      "assemble", "build", "report"}},
};

const std::map<std::string, std::string> wrapped_by = {
    {"git2", "git"},        {"openssl", "hash"},       {"curl", "net"},
    {"archive", "archive"}, {"libdeflate", "archive"}, {"tbb", "exec"},
    {"tao", "grammar"},     {"pugixml", "resolve"},    {"xxhash", "hash"},
};

// include/slipway/cache/store.hpp, src/cache/x.cpp and cache/store.cpp are all of module cache.
std::string module_of(const fs::path& relative) {
    auto part = relative.begin();
    if (*part == "include") {
        std::advance(part, 2);
    } else if (*part == "src") {
        std::advance(part, 1);
    }
    return part->string();
}

std::set<std::string> first_parts_of_includes(const fs::path& file, const std::regex& pattern) {
    std::set<std::string> out;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        if (std::smatch match; std::regex_search(line, match, pattern)) {
            out.insert(match[1]);
        }
    }
    return out;
}

template <class Visit>
void for_each_source(Visit visit) {
    const fs::path root = SLIPWAY_SOURCE_DIR;
    for (const auto* top : {"include", "src", "cache", "grammar"}) {
        for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
            if (entry.path().extension() == ".hpp" || entry.path().extension() == ".cpp") {
                visit(entry.path(), fs::relative(entry.path(), root));
            }
        }
    }
}

}  // namespace

TEST_CASE("Modules include only the modules below them", "[architecture]") {
    const std::regex ours(R"(^#include <(?:slipway/)?([a-z0-9_]+)/)");
    for_each_source([&](const fs::path& file, const fs::path& relative) {
        const auto module = module_of(relative);
        INFO(relative.string());
        REQUIRE(may_include.contains(module));
        for (const auto& included : first_parts_of_includes(file, ours)) {
            if (may_include.contains(included) && included != module) {
                CAPTURE(included);
                CHECK(may_include.at(module).contains(included));
            }
        }
    });
}

TEST_CASE("A C library is seen by the one module that wraps it, and by none of its headers",
          "[architecture]") {
    const std::regex theirs(
        R"(^#include <(git2|openssl|curl|archive|libdeflate|tbb|tao|pugixml|xxhash)[/._])");
    for_each_source([&](const fs::path& file, const fs::path& relative) {
        for (const auto& library : first_parts_of_includes(file, theirs)) {
            INFO(relative.string() << " sees " << library);
            CHECK(wrapped_by.at(library) == module_of(relative));
            CHECK((relative.extension() == ".cpp" || library == "tao"));
        }
    });
}
