// The command line, parsed. The only place that knows CLI11.
#pragma once

#include <slipway/assemble/verify.hpp>
#include <slipway/build/build.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/document/mode.hpp>
#include <slipway/report/progress.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace slipway::app {

// design: Commands.
enum class ExitCode : std::uint8_t {
    done = 0,
    failed = 1,
    usage = 2,
    refused = 3,
    bug = 70,
    aborted = 75,
    interrupted = 130
};

enum class ColorChoice : std::uint8_t { automatic, always, never };
enum class MessageFormat : std::uint8_t { human, json };

// How a command speaks.
struct Voice {
    ColorChoice color = ColorChoice::automatic;
    MessageFormat messages = MessageFormat::human;
    report::Verbosity verbosity = report::Verbosity::normal;
};

enum class Language : std::uint8_t { yaml, ini, composer };

// The lock file that a build leaves besides (spec §8.6), and how any is written.
struct Lockfiles {
    std::optional<std::filesystem::path> file;  // "-" for standard output
    Language format = Language::yaml;           // never composer
};

// What a build has to do with the lock of its makefile (lock_file.hpp).
struct LockUse {
    bool used = false;      // nothing of the following otherwise
    bool required = false;  // --locked
    bool written = true;
    bool is_result = false;           // what the command is for: it fails if the lock cannot be written
    std::filesystem::path file = {};  // empty, or "-": beside the makefile
    std::optional<std::vector<std::string>> upgrade = {};  // build::Options::upgrade
};

struct BuildCommand {
    build::Options options;
    LockUse lock;
    Lockfiles lockfiles;
    std::filesystem::path store;                       // empty: where the environment says
    std::optional<cache::Durability> durability = {};  // nothing: as the environment says
    bool json = false;
    bool progress = true;
    bool offline = false;
};

enum class Answer : std::uint8_t { ask, yes, no };

// `drush make`'s command line (spec §8.1).
struct MakeCommand {
    BuildCommand build;
    Answer answer = Answer::ask;  // to questions
    bool version = false;         // print the version of the makefile language, and do nothing else
    bool pipe = false;            // print it for programs
    bool backend = false;         // end with a packet for the Drush that called (report/backend_packet.hpp)
    bool no_build = false;        // only look at the makefile
    bool simulate = false;        // only say what would be done
    bool tar = false;
    bool test = false;
    bool print_hash = false;                       // on stdout
    bool strict_warnings = false;                  // a warning fails the command (--strict=2)
    std::vector<std::string> unknown = {};         // what was written that nobody knows (--strict=0)
    std::vector<std::string> without_effect = {};  // options of Drush that mean nothing here
};

struct CheckCommand {
    std::vector<std::string> files;
    document::Policy policy;
    bool fix = false;
    bool part = false;  // the files are included by others: they need no core
};

struct ShowCommand {
    std::vector<std::string> files;
    std::filesystem::path store;
    bool parsed = false;       // the raw data of each file alone
    build::Options selection;  // policy, includes, overrides, what to keep
};

struct FormatCommand {
    std::vector<std::string> files;
    bool check = false;  // change nothing, fail if there is something to change
};

struct ConvertCommand {
    std::string file;
    std::filesystem::path store;
    Language to = Language::yaml;
    document::Policy policy;
};

struct ExplainCommand {
    std::string slug;  // empty: list all
};

// What Drush's make-lock and make-update are asked for.
struct LockRequest {
    build::Options options;
    std::filesystem::path store;
    Language format = Language::yaml;   // never composer
    std::filesystem::path result_file;  // empty: standard output
};

struct MakeLockCommand {
    LockRequest request;
};

struct MakeUpdateCommand {
    LockRequest request;
};

struct MakeConvertCommand {
    std::string file;  // a makefile, or a composer.lock with its composer.json beside it
    std::filesystem::path store;
    Language to = Language::yaml;
    build::Options selection;  // policy, includes, what to keep
};

// slipway generate, make-generate.
struct GenerateCommand {
    std::filesystem::path directory;
    Language format = Language::yaml;                          // never composer
    std::filesystem::path result_file;                         // empty: standard output
    std::optional<std::vector<std::string>> without_versions;  // none named: all projects
    std::vector<std::string> with_versions;                    // if any: these alone
};

// slipway gc.
struct GcCommand {
    std::filesystem::path store;
    std::int64_t keep_days = 30;
    std::optional<std::uint64_t> max_size;  // bytes on the disk
    bool dry_run = false;
    bool json = false;
};

// slipway ls.
struct ListCommand {
    std::filesystem::path store;
    bool json = false;
};

// slipway rm.
struct RemoveCommand {
    std::vector<std::string> directories;
    std::filesystem::path store;
    bool force = false;
};

// slipway store stats.
struct StoreStatsCommand {
    std::filesystem::path store;
    bool platforms = false;
    bool json = false;
};

// slipway store verify.
struct StoreVerifyCommand {
    std::filesystem::path store;
    bool json = false;
};

struct DoctorCommand {
    std::filesystem::path directory = ".";  // where platforms are published
    std::filesystem::path store;
    bool json = false;
};

struct DiffCommand {
    std::string before;  // targets (target.hpp)
    std::string after;
    std::filesystem::path store;
    std::filesystem::path html;  // where a page goes; "-" for standard output; empty: no page
    bool json = false;
    bool files = false;      // of each project, in the text
    bool exit_code = false;  // 1 if there are differences
};

// slipway lock.
struct PinCommand {
    BuildCommand build;          // published nowhere
    std::filesystem::path file;  // where the lock goes; "-" for standard output; empty: beside the makefile
};

// slipway why.
struct WhyCommand {
    std::string subject;  // a makefile, or a target
    std::string name;
    std::filesystem::path store;
    bool json = false;
};

// Platforms that were published.
struct VerifyCommand {
    std::vector<std::filesystem::path> directories;
    std::filesystem::path store;
    std::string id;  // a target; empty: what was published there
    assemble::Depth depth = assemble::Depth::quick;
    bool repair = false;
    bool strict = false;
    bool json = false;
};

struct TagCommand {
    std::string name;
    std::string target;
    std::filesystem::path store;
    std::string message;
    bool force = false;
    bool json = false;
};

struct TagsCommand {
    std::filesystem::path store;
    bool json = false;
};

struct UntagCommand {
    std::vector<std::string> names;
    std::filesystem::path store;
};

struct CheckoutCommand {
    std::string target;
    std::filesystem::path destination;
    std::filesystem::path store;
    std::optional<cache::Durability> durability;
    assemble::LinkMode link_mode = assemble::LinkMode::automatic;
    std::vector<std::string> mutable_paths;
};

// slipway sbom.
struct BillCommand {
    enum class Format : std::uint8_t { cyclonedx, spdx };

    std::string target;
    Format format = Format::cyclonedx;
    std::filesystem::path file;  // where the bill goes; empty, or "-": standard output
    std::filesystem::path store;
};

// What slipway outdated and slipway audit are asked.
struct UpdatesRequest {
    std::vector<std::string> inputs;  // makefiles and targets
    build::Options options;           // where release histories are; which mistakes of a makefile are errors
    std::filesystem::path store;
    bool lock = true;  // the lock beside a makefile is looked at
    bool json = false;
};

struct OutdatedCommand {
    UpdatesRequest request;
};

struct AuditCommand {
    UpdatesRequest request;
};

using Command = std::variant<BuildCommand,
                             PinCommand,
                             WhyCommand,
                             MakeCommand,
                             CheckCommand,
                             ShowCommand,
                             FormatCommand,
                             ConvertCommand,
                             ExplainCommand,
                             MakeLockCommand,
                             MakeUpdateCommand,
                             MakeConvertCommand,
                             GenerateCommand,
                             GcCommand,
                             ListCommand,
                             RemoveCommand,
                             StoreStatsCommand,
                             StoreVerifyCommand,
                             DoctorCommand,
                             DiffCommand,
                             VerifyCommand,
                             TagCommand,
                             TagsCommand,
                             UntagCommand,
                             CheckoutCommand,
                             OutdatedCommand,
                             AuditCommand,
                             BillCommand>;

struct Invocation {
    Command command;
    Voice voice;
};

// What to do, or the exit code if there is nothing to do: help and version were printed, or what is wrong
// with the usage.
std::variant<Invocation, ExitCode> parse_command_line(int argc, const char* const* argv);

}  // namespace slipway::app
