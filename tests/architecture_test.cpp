// The map in docs/architecture.md, checked: which module may include which, and which may see a C library.
#include "support/paths.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace fs = std::filesystem;

namespace {

using Modules = std::set<std::string>;

const Modules wrappers = {"base", "hash", "sys"};  // all that a wrapper of a C library may see of us

const std::map<std::string, Modules> may_include = {
    {"base", {}},
    {"diag", {"base"}},
    {"hash", {"base"}},
    {"grammar", {}},
    {"document", {"base", "diag"}},
    {"ini", {"base", "diag", "grammar", "document"}},
    {"yaml", {"base", "diag", "document", "ini"}},
    {"makefile", {"base", "diag", "document", "ini", "yaml"}},
    {"manifest", {"base", "diag", "grammar", "document", "ini", "makefile"}},
    {"write", {"base", "diag", "document", "ini", "makefile"}},
    {"resolve", {"base", "diag", "hash", "document", "makefile"}},
    {"plan", {"base", "diag", "hash", "makefile", "resolve"}},
    {"lock", {"base", "diag", "hash", "document"}},
    {"sys", {"base"}},
    {"net", wrappers},
    {"git", wrappers},
    {"archive", wrappers},
    {"patch", wrappers},
    {"cache", wrappers},
    {"survey", {"base", "diag", "document", "makefile", "write", "sys", "git"}},
    {"exec", {"base", "hash", "plan", "cache"}},
    {"fetch", {"base", "hash", "sys", "net", "git", "archive", "patch", "cache", "plan", "resolve", "exec"}},
    {"assemble", {"base", "hash", "archive", "plan", "cache", "sys", "exec"}},
    {"compare", {"base", "hash", "manifest", "lock", "git", "cache"}},
    {"discover", {"base", "diag", "hash", "document", "makefile", "manifest", "cache"}},
    {"bill", {"base", "diag", "hash", "document", "ini", "yaml", "makefile", "manifest", "lock", "cache"}},
    {"build",
     {"base", "diag", "hash", "document", "makefile", "resolve", "plan", "lock", "sys", "net", "cache",
      "exec", "fetch", "assemble", "compare", "discover"}},
    {"report",
     {"base", "diag", "hash", "document", "makefile", "resolve", "plan", "lock", "compare", "exec", "cache",
      "assemble", "build"}},
    {"app", {"base",    "diag",  "hash",   "document", "makefile", "resolve",  "plan",
             "lock",    "sys",   "net",    "cache",    "fetch",    "exec",     "assemble",
             "compare", "build", "report", "survey",   "write",    "manifest", "bill"}},
};

// zlib belongs to nobody: it inflates archives, binary patches and git's loose objects alike.
const std::map<std::string, Modules> seen_by = {
    {"git2", {"git"}},
    {"openssl", {"hash"}},
    {"curl", {"net"}},
    {"archive", {"archive"}},
    {"libdeflate", {"archive"}},
    {"tbb", {"exec"}},
    {"tao", {"grammar"}},
    {"pugixml", {"resolve"}},
    {"yaml-cpp", {"yaml"}},
    {"xxhash", {"hash"}},
    {"nlohmann", {"bill", "lock", "report", "write"}},
    {"CLI", {"app"}},
    {"zlib", {"archive", "git", "patch"}},
    {"archive_entry", {"archive"}},
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

// What the includes in angle brackets name: modules of ours, and by their first part everybody else's.
struct Includes {
    std::set<std::string> modules;
    std::set<std::string> others;
};

Includes includes_of(const fs::path& file) {
    constexpr std::string_view begin = "#include <";
    constexpr std::string_view own = "slipway/";
    Includes includes;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        auto rest = std::string_view(line);
        if (!rest.starts_with(begin)) {
            continue;
        }
        rest.remove_prefix(begin.size());
        const bool ours = rest.starts_with(own) || rest.starts_with("grammar/");
        rest.remove_prefix(rest.starts_with(own) ? own.size() : 0);
        (ours ? includes.modules : includes.others).emplace(rest.substr(0, rest.find_first_of("/.>")));
    }
    return includes;
}

template <class Visit>
void for_each_source(Visit visit) {
    const fs::path root = slipway::test::source_directory();
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
    for_each_source([&](const fs::path& file, const fs::path& relative) {
        const auto module = module_of(relative);
        INFO(relative.string());
        REQUIRE(may_include.contains(module));
        for (const auto& included : includes_of(file).modules) {
            CAPTURE(included);
            CHECK((included == module || may_include.at(module).contains(included)));
        }
    });
}

TEST_CASE("A C library is seen by the module that wraps it, and by none of its headers", "[architecture]") {
    for_each_source([&](const fs::path& file, const fs::path& relative) {
        for (const auto& library : includes_of(file).others) {
            const auto owners = seen_by.find(library);
            if (owners == seen_by.end()) {
                continue;
            }
            INFO(relative.string() << " sees " << library);
            CHECK(owners->second.contains(module_of(relative)));
            CHECK((relative.extension() == ".cpp" || library == "tao"));
        }
    });
}
