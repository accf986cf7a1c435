// `slipway doctor`: what this machine can do for a store and a destination, and what follows from it.

#include "commands.hpp"
#include "environment.hpp"
#include "say.hpp"

#include <slipway/assemble/abilities.hpp>
#include <slipway/report/doctor.hpp>
#include <slipway/report/summary.hpp>
#include <slipway/sys/file.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace slipway::app {

namespace {

namespace fs = std::filesystem;
using assemble::Abilities;
using report::Finding;
using enum Finding::Grade;

struct Words {
    const char* key;
    const char* subject;
    const char* if_yes;
    const char* if_no;
};

Finding yes_or_no(bool yes, Finding::Grade if_not, const Words& words) {
    return {.key = words.key,
            .subject = words.subject,
            .answer = yes ? "yes" : "no",
            .grade = yes ? good : if_not,
            .meaning = yes ? words.if_yes : words.if_no};
}

void add_links(const Abilities& found, std::vector<Finding>& findings) {
    findings.push_back(yes_or_no(
        found.same_file_system, worse,
        {"same-file-system", "store and destination on one file system", "files can be shared between them",
         "files are copied: put the store there too (--store, SLIPWAY_STORE)"}));
    findings.push_back(yes_or_no(found.hard_links, worse,
                                 {"hard-links", "hard links from the store",
                                  "--link-mode=auto makes them: a platform costs directories, no bytes",
                                  "--link-mode=auto clones, else copies; symlink works on any file system"}));
    findings.push_back(yes_or_no(found.clones, found.hard_links ? good : worse,
                                 {"reflinks", "reflinks (clones) from the store",
                                  "--link-mode=reflink: files of their own that share their bytes",
                                  "--link-mode=reflink is refused"}));
    findings.push_back(yes_or_no(found.symbolic_links, bad,
                                 {"symlinks", "symbolic links", "--link-mode=symlink works",
                                  "--link-mode=symlink, and platforms that have links in them, fail"}));
    findings.push_back({.key = "link-limit",
                        .subject = "links to one file",
                        .answer = found.most_links ? fmt::format("at most {}", *found.most_links) : "unknown",
                        .grade = good,
                        .meaning = "after that the store makes a new file of the same content"});
}

void add_safety(const Abilities& found, std::vector<Finding>& findings) {
    findings.push_back(yes_or_no(found.exchange, worse,
                                 {"exchange", "directories exchanged at once",
                                  "a platform is replaced in one step that nobody can see half done",
                                  "a platform is replaced in two steps: for a moment there is none"}));
    findings.push_back(yes_or_no(found.attributes, worse,
                                 {"attributes", "extended attributes (user.)",
                                  "a platform carries its id, and is known again when it was moved",
                                  "a platform is known by its path in the store alone: do not move it"}));
    auto immutable = yes_or_no(found.immutable, good,
                               {"immutable", "immutable flag",
                                "--seal keeps even root from changing a platform", "--seal is refused"});
    if (!found.immutable) {
        immutable.meaning += ": " + found.why_not_immutable;
    }
    findings.push_back(std::move(immutable));
    findings.push_back(yes_or_no(found.verity, good,
                                 {"fs-verity", "fs-verity", "--seal seals hard links too",
                                  "--seal makes clones or copies instead of hard links"}));
    findings.push_back(
        yes_or_no(found.case_sensitive, bad,
                  {"case-sensitive", "upper and lower case told apart", "all names of a platform can be",
                   "two files whose names differ in case alone cannot both be: building fails"}));
}

void add_store(const Abilities& found, std::vector<Finding>& findings) {
    findings.push_back(yes_or_no(found.unnamed_files, bad,
                                 {"unnamed-files", "files without a name in the store (O_TMPFILE)",
                                  "a download that is broken off leaves nothing behind",
                                  "downloads fail: put the store on another file system"}));
    findings.push_back({.key = "store-file-system",
                        .subject = "the store's file system",
                        .answer = found.store_kind.empty() ? "unknown" : found.store_kind,
                        .grade = found.store_is_remote ? worse : good,
                        .meaning = found.store_is_remote
                                       ? "locks may not hold between machines: let one alone use the store"
                                       : "locks hold for all processes of this machine"});
    findings.push_back({.key = "store-free",
                        .subject = "free for the store",
                        .answer = report::human_bytes(found.store_free),
                        .grade = good,
                        .meaning = "slipway gc frees what no platform or tag needs"});
    findings.push_back(
        {.key = "destination-free",
         .subject = "free for platforms",
         .answer = report::human_bytes(found.destination_free),
         .grade = good,
         .meaning = found.destination_free_files == 0
                        ? "as many files as fit"
                        : fmt::format("{} more files and directories", found.destination_free_files)});
}

bool is_in_path(std::string_view program) {
    const auto path = environment("PATH");
    std::string_view left = path;
    while (!left.empty()) {
        const auto end = std::min(left.find(':'), left.size());
        const auto candidate = fs::path(left.substr(0, end)) / program;
        if (::access(candidate.c_str(), X_OK) == 0) {
            return true;
        }
        left.remove_prefix(std::min(end + 1, left.size()));
    }
    return false;
}

void add_clients(std::vector<Finding>& findings) {
    constexpr Words clients[] = {
        {"svn", "svn", "download[type] = svn works", "download[type] = svn fails: install subversion"},
        {"hg", "hg", "download[type] = hg works", "download[type] = hg fails: install mercurial"},
        {"bzr", "bzr", "download[type] = bzr works", "download[type] = bzr fails: install breezy"},
        {"ssh", "ssh", "repositories over ssh:// work",
         "repositories over ssh:// fail: install openssh-client"}};
    for (const auto& client : clients) {
        findings.push_back(yes_or_no(is_in_path(client.key), good, client));
    }
}

std::string_view name_of(cache::Durability durability) {
    switch (durability) {
        case cache::Durability::none: return "none";
        case cache::Durability::batch: return "batch";
        case cache::Durability::full: return "full";
    }
    return "";
}

}  // namespace

ExitCode run(const DoctorCommand& command, const Voice&) {
    // Opened as a build would, so that whatever is wrong with it is said.
    auto store = open_store(command.store);
    if (!store) {
        say(store.error());
        return ExitCode::failed;
    }
    const auto found = assemble::find_abilities(store->root() / "tmp", command.directory);
    if (!found) {
        say(found.error());
        return ExitCode::failed;
    }
    const auto durability =
        durability_named(environment("SLIPWAY_DURABILITY")).value_or(cache::Durability::batch);
    std::vector<Finding> findings{{.key = "store",
                                   .subject = "store",
                                   .answer = "format 1",
                                   .grade = good,
                                   .meaning = store->root().native()},
                                  {.key = "durability",
                                   .subject = "durability",
                                   .answer = std::string(name_of(durability)),
                                   .grade = durability == cache::Durability::none ? worse : good,
                                   .meaning = durability == cache::Durability::none
                                                  ? "what was built last may be gone after a power failure"
                                                  : "what was built survives a power failure"}};
    add_store(*found, findings);
    add_links(*found, findings);
    add_safety(*found, findings);
    add_clients(findings);
    if (auto shown = print(command.json ? report::to_json(findings) : report::to_text(findings)); !shown) {
        say(shown.error());
        return ExitCode::failed;
    }
    const bool bad_found = std::ranges::any_of(
        findings, [](const Finding& finding) { return finding.grade == Finding::Grade::bad; });
    return bad_found ? ExitCode::failed : ExitCode::done;
}

}  // namespace slipway::app
