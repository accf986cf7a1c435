#include "reference.hpp"

#include "../../support/program.hpp"

#include <fmt/core.h>

#include <fstream>
#include <vector>

namespace slipway::patch::test {

namespace fs = std::filesystem;
using slipway::test::run_program;

namespace {

constexpr int killed = 128;

// Whoever runs the tests may have settings of their own.
const std::vector<std::string> environment = {"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
                                              "LC_ALL=C", "TZ=UTC"};

}  // namespace

Verdict reference(const Tree& tree, std::string_view patch, const fs::path& scratch) {
    const auto file = scratch / "the.patch";
    const auto project = scratch / "project";
    std::ofstream(file, std::ios::binary) << patch;
    write_tree(project, tree);

    Verdict verdict;
    const auto accept = [&](std::string who) {
        verdict.accepted_by = std::move(who);
        verdict.tree = read_tree(project);
        return verdict;
    };
    for (const auto* level : {"-p1", "-p0"}) {
        const auto git = [&](const char* check) {
            const auto ran =
                run_program({"git", "--git-dir=.", "apply", check, level, file.string(), "--verbose"},
                            {project, environment, {}});
            verdict.said += ran.err;
            verdict.said_last = ran.err;
            return ran.status == 0;
        };
        if (git("--check") && git("--apply")) {
            return accept(fmt::format("git {}", level));
        }
    }
    for (const auto* level : {"-p1", "-p0"}) {
        write_tree(project, tree);  // a failed attempt leaves what it did
        // In a session of its own it has no terminal to ask on.
        const auto ran = run_program({"setsid", "-w", "patch", level, "--no-backup-if-mismatch", "-d",
                                      project.string(), "-i", file.string()},
                                     {scratch, environment, {}});
        verdict.said += ran.out + ran.err;
        verdict.said_last = ran.out + ran.err;
        if (ran.status == 0) {
            return accept(fmt::format("patch {}", level));
        }
        if (ran.status >= killed) {
            verdict.said += "(killed)";
        }
    }
    return verdict;
}

}  // namespace slipway::patch::test
