// Options that several commands understand, declared in one way each. Private to app; with command_line.cpp
// and the files that declare commands, the only place that knows CLI11.
#pragma once

#include "command_line.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace slipway::app {

struct Refusal {
    std::string message;    // what is wrong with the usage, as it is shown; empty: nothing
    std::string code = {};  // what Drush calls it; empty: nothing
};

// What was chosen on the command line, while it is parsed: a command declares its options, and puts itself
// here when it is the one that was named.
struct Choice {
    Voice voice;
    std::optional<Command> command;
    Refusal refusal = {};        // what CLI11 cannot say
    bool takes_unknown = false;  // the command deals with what nobody knows (Drush's --strict=0)
    std::map<std::string, std::string> without_effect;  // options of Drush that are taken, and their values
};

inline constexpr const char* makefile_help = "The makefile: a file, a URL, or - for standard input";
inline constexpr const char* exit_codes =
    "Exit status: 0 done; 1 the build or check failed; 2 wrong usage; 3 refused; 130 interrupted.\n"
    "The store is --store, else $SLIPWAY_STORE, else $XDG_CACHE_HOME/slipway, else ~/.cache/slipway.";

// The help's heading of the commands that Drush has too. Wrong usage of them is exit status 1, as Drush's.
inline constexpr const char* drush_group = "Commands of Drush";

// An empty path is a variable of the caller's that is not set, and no place at all.
std::string check_path(const std::string& text);

// How a command speaks.
void add_voice(CLI::App& command, Voice& voice);
void add_store(CLI::App& command, std::filesystem::path& store);
// How a platform becomes a directory.
void add_link_mode(CLI::App& command, assemble::LinkMode& mode);
void add_mutable(CLI::App& command, std::vector<std::string>& paths);
void add_seal(CLI::App& command, bool& seal);
// What is asked of a platform once it is put together.
void add_link_check(CLI::App& command, build::Options& options, const char* otherwise);
void add_share(CLI::App& command, build::Share& share);
void add_durability(CLI::App& command, std::optional<cache::Durability>& durability);
// Which mistakes are errors.
void add_policy(CLI::App& command, document::Policy& policy);
void add_mode(CLI::App& command, document::Policy& policy);
// Values with commas between them; may be given several times.
void add_list(CLI::App& command, const char* name, std::vector<std::string>& list, const char* help);
// What of the makefile counts, under Drush's names.
void add_selection(CLI::App& command, build::Options& options);
// What every command of Drush takes: --nocolor and --debug; what asks nobody and changes nothing besides. Not
// for `make`, where some of it means more.
void add_drush_globals(CLI::App& command, Choice& choice);
// Of makefiles that are written: Drush's names, and what people call them.
void add_lock_format(CLI::App& command, Language& format);
CLI::Option* add_jobs(CLI::App& command, const char* name, build::Options& options);

// -- The commands: each declares one, with its options. `choice` outlives the parser.

void add_build(CLI::App& program, Choice& choice);
void add_lock(CLI::App& program, Choice& choice);
void add_why(CLI::App& program, Choice& choice);
void add_make(CLI::App& program, Choice& choice);
void add_check(CLI::App& program, Choice& choice);
void add_show(CLI::App& program, Choice& choice);
void add_format(CLI::App& program, Choice& choice);
void add_convert(CLI::App& program, Choice& choice);
void add_explain(CLI::App& program, Choice& choice);
void add_make_lock(CLI::App& program, Choice& choice);
void add_make_update(CLI::App& program, Choice& choice);
void add_make_convert(CLI::App& program, Choice& choice);
void add_generate(CLI::App& program, Choice& choice);
void add_gc(CLI::App& program, Choice& choice);
void add_list(CLI::App& program, Choice& choice);
void add_remove(CLI::App& program, Choice& choice);
void add_store_commands(CLI::App& program, Choice& choice);
void add_doctor(CLI::App& program, Choice& choice);
void add_diff(CLI::App& program, Choice& choice);
void add_make_generate(CLI::App& program, Choice& choice);
void add_verify_platforms(CLI::App& program, Choice& choice);
void add_tag(CLI::App& program, Choice& choice);
void add_tags(CLI::App& program, Choice& choice);
void add_untag(CLI::App& program, Choice& choice);
void add_checkout(CLI::App& program, Choice& choice);
void add_outdated(CLI::App& program, Choice& choice);
void add_audit(CLI::App& program, Choice& choice);
void add_bill(CLI::App& program, Choice& choice);

}  // namespace slipway::app
