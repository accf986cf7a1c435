#include "origin.hpp"

#include "tests/support/program.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <stdexcept>
#include <utility>

// libgit2 1.5 loses what PCRE matched with, for each extension that a repository's configuration names and it
// does not know: a few kilobytes for each remote on this machine that is refused for its format. The name is
// the sanitizer's.
// NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)
extern "C" const char* __lsan_default_suppressions() { return "leak:libpcre2-8"; }

namespace slipway::test {

namespace {

const std::vector<std::string> environment = {
    "GIT_CONFIG_GLOBAL=/dev/null",
    "GIT_CONFIG_NOSYSTEM=1",
    "GIT_AUTHOR_NAME=Ada",
    "GIT_AUTHOR_EMAIL=ada@example.org",
    "GIT_AUTHOR_DATE=2001-02-03T04:05:06Z",
    "GIT_COMMITTER_NAME=Ada",
    "GIT_COMMITTER_EMAIL=ada@example.org",
    "GIT_COMMITTER_DATE=2001-02-03T04:05:06Z",
};

ProgramOutcome run_git(const std::filesystem::path& directory,
                       const std::vector<std::string>& arguments,
                       const std::string& input = {}) {
    std::vector<std::string> command = {
        "git", "-c", "safe.directory=*", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    auto outcome = run_program(command, {.directory = directory, .environment = environment, .input = input});
    if (outcome.status != 0) {
        throw std::runtime_error("git " + arguments.front() + ": " + outcome.err);
    }
    return outcome;
}

}  // namespace

std::string git(const std::filesystem::path& directory,
                const std::vector<std::string>& arguments,
                const std::string& input) {
    auto text = run_git(directory, arguments, input).out;
    if (text.ends_with('\n')) {
        text.pop_back();
    }
    return text;
}

Origin::Origin() : path_(directory_ / "origin") {
    std::filesystem::create_directory(path_);
    git({"init", "--quiet"});
    write("README.txt", "read me\n");
    commit("First");
}

void Origin::write(std::string_view name, std::string_view bytes) const {
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
}

std::string Origin::commit(std::string_view message) const {
    git({"add", "--all", "--force"});
    git({"commit", "--quiet", "--allow-empty", "--message", std::string(message)});
    return id("HEAD");
}

std::string Origin::id(std::string_view revision) const {
    return git({"rev-parse", "--verify", std::string(revision) + "^{commit}"});
}

using slipway::git::Revision;

Revision head() { return {}; }
Revision branch(std::string name) { return {Revision::Kind::branch, std::move(name)}; }
Revision tag(std::string name) { return {Revision::Kind::tag, std::move(name)}; }
Revision revision(std::string name) { return {Revision::Kind::revision, std::move(name)}; }
Revision refspec(std::string name) { return {Revision::Kind::refspec, std::move(name)}; }

slipway::git::Mirror open(const TemporaryDirectory& directory, const Origin& origin) {
    auto mirror = slipway::git::Mirror::open(directory / "git", origin.path().string());
    INFO((mirror ? "" : mirror.error().to_string()));
    REQUIRE(mirror);
    return *std::move(mirror);
}

std::string fetched(slipway::git::Mirror& mirror, const Revision& revision) {
    const auto commit = mirror.fetch(revision, {});
    INFO((commit ? "" : commit.error().to_string()));
    REQUIRE(commit);
    CHECK(mirror.has_commit(*commit));
    return *commit;
}

Error refused(slipway::git::Mirror& mirror, const Revision& revision) {
    const auto commit = mirror.fetch(revision, {});
    REQUIRE_FALSE(commit);
    return commit.error();
}

std::vector<Entry> entries(const slipway::git::Mirror& mirror, const std::string& commit) {
    std::vector<Entry> out;
    const auto done = mirror.read(commit, [&out](const slipway::git::File& file) -> Result<void> {
        using enum slipway::git::File::Mode;
        const auto* const mode = file.mode == regular      ? "100644"
                                 : file.mode == executable ? "100755"
                                 : file.mode == symlink    ? "120000"
                                                           : "160000";
        out.push_back({mode, file.path, std::string(file.bytes)});
        return {};
    });
    INFO((done ? "" : done.error().to_string()));
    REQUIRE(done);
    return out;
}

std::vector<Entry> entries_by_git(const std::filesystem::path& repository, const std::string& commit) {
    std::vector<Entry> out;
    auto list = git(repository, {"ls-tree", "-r", "-z", commit});
    while (!list.empty()) {  // "100644 blob ID\tPATH\0"
        const auto line = list.substr(0, list.find('\0'));
        list.erase(0, line.size() + 1);
        const auto mode = line.substr(0, 6);
        const auto id = line.substr(line.find('\t') - 40, 40);
        auto bytes = mode == "160000" ? id : run_git(repository, {"cat-file", "blob", id}).out;
        out.push_back({mode, line.substr(line.find('\t') + 1), std::move(bytes)});
    }
    return out;
}

}  // namespace slipway::test
