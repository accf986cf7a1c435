// Compilation: grows the plan of one build: from the root makefile to the trees of all projects, with every
// makefile that is found on the way, and where each tree goes.
//
// The coordinating thread's alone. It reacts to settled nodes; what it decides never depends on which was
// settled first.
#pragma once

#include "failure.hpp"
#include "item.hpp"
#include "journal.hpp"
#include "lock_names.hpp"
#include "pins.hpp"
#include "sharing.hpp"
#include "source.hpp"
#include "translations.hpp"

#include <slipway/base/relative_path.hpp>
#include <slipway/build/build.hpp>
#include <slipway/exec/executor.hpp>
#include <slipway/plan/plan.hpp>

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::build {

// Where the release history of a project is: a URL without the project's name.
std::string history_location(const makefile::Project& project, const Options& options);

class Compilation {
public:
    Compilation(
        const Options& options, World world, SourceMap& sources, exec::Executor& executor, plan::Plan& plan)
        : options_(options),
          world_(world),
          sources_(sources),
          executor_(executor),
          plan_(plan),
          journal_(world.listener) {}

    // The root makefile; its projects begin. `names` lives as long as the compilation, and gets the makefiles
    // that are found in projects.
    struct Root {
        std::filesystem::path directory;  // of the makefile
        bool remote = false;              // it came from elsewhere, so it may not name files of this host
    };
    void add_root(makefile::Makefile makefile, Root root, LockNames& names);

    // Once nothing is running any more: the action that gives the platform, or nothing if something was
    // reported.
    std::optional<plan::NodeId> link();

    // What the platform was made of, but for its id. Requires that link() gave something, and that it was
    // done. Errors: what the store says of objects that are damaged or gone.
    Result<lock::Lock> lock() const;

    // What was reported, in the order of the makefiles.
    std::vector<Diagnostic> take_diagnostics();

    const std::deque<Item>& items() const noexcept { return items_; }

    // Once linked: what lies where; and what the profiles share, and find otherwise for it.
    std::vector<Placed> placed() const;
    int core_major() const { return levels_.front().makefile.core_major(); }
    const std::optional<Sharing>& sharing() const noexcept { return sharing_; }
    const std::vector<discover::Difference>& differences() const noexcept { return differences_; }

    // Before add_root(): nothing is fetched but release histories.
    void only_resolve(Versions versions) {
        only_resolve_ = true;
        versions_ = versions;
    }

    // What the root makefile turned out to ask for. The last thing that is asked of a compilation: it gives
    // away the makefile.
    Resolution take_resolution();

private:
    void add_level(Level level);
    void begin(Item& item);
    void request_source(Item& item);
    // Calls `next` once the node is settled. When all that is awaited for an item has happened, it is over.
    void after(Item& item, plan::NodeId node, exec::Executor::Continuation next);
    void happened(Item& item);

    // -- Releases (spec §3.2, §3.3).
    enum class Feed : bool { as_known, asked_anew };
    void request_history(Item& item, Feed feed);
    void select_release(Item& item, plan::NodeId history, bool history_known);
    void released(Item& item, const cache::ActionResult& selected);
    void classified(Item& item);
    SourceContext context_for(const Item& item, Diagnostics& found);

    // -- Sources.
    void watch(Item& item, const Step& step, bool is_last);
    // Whether the item is now built without the patch that failed (--force-complete).
    bool leave_out(Item& item, const Step& step, const Error& error);
    void stepped(Item& item, const Step& step, const exec::NodeReport& settled);

    // -- What is done to a source (spec §7): translations, then .info files.
    using Next = std::function<void(const cache::ActionResult&)>;
    void then(Item& item, const Step& step, Next next);  // if it is done; if it fails, it is told
    void arrived(Item& item);
    void add_translations(Item& item);
    void stamp_info(Item& item, const Digest& tree);
    void finished(Item& item, const Digest& tree);

    void request_translations(Item& item);
    void ask_translation_server(Item& item, const makefile::Text& server);
    void request_translations_at(Item& item, const TranslationTemplate& where);
    void do_without_translations(Item& item, const Step& step, const Error& error);
    void await_translation(Item& item, Translation& translation, const plan::Input& file, SourceSpan span);
    Result<plan::Input> file_at(const Item& item, const Location& location);
    void report_translation_error(const Item& item, SourceSpan span, const Error& error);

    // -- Makefiles in projects (spec §6).
    bool may_hold_makefile(const Item& item) const;
    void look_for_makefile(const Item& item);
    void add_nested(const Item& item, const std::string& file_name, const Digest& blob);

    // -- Places.
    bool place(Item& item);
    void check_cores();
    using Places = std::map<std::string, std::vector<const Item*>>;  // what is at each path, in order
    void hoist_items();                                              // changes paths
    Places placed_items();
    void settle(const Item& item, std::vector<const Item*>& there);
    bool can_share(const Item& a, const Item& b) const;
    void report_conflict(const Item& item, const Item& other);
    void report_taken(const Item& item, const std::string& what, SourceSpan where);
    void report_replaced(const Item& item, const Places& places);
    void report_replaced(const Item& item, const Item& other);
    bool brings(const Item& item, const RelativePath& path);
    const std::optional<cache::Tree>& directory_of(const Item& item, std::string_view path);

    void report(const Item& item, Diagnostic diagnostic);
    // Likewise; but what --force-complete builds without is a warning, and the item is missing then.
    void report_or_miss(Item& item, Diagnostic diagnostic);
    void report_failure(Item& item, const Step& step, const Error& error, FileRole role = FileRole::named);

    // -- Locks (locked_items.cpp, locking.cpp).
    void released_as_locked(Item& item);
    // Whether the source is built from other bytes now, which have to give the same tree.
    bool take_packed_anew(Item& item, const Step& step, const Error& error);
    void check_packed_anew(Item& item, const Step& step, const Digest& tree);
    bool add_locked_translations(Item& item);
    lock::Asker asker_of(const Level& level, const makefile::Project& asked) const;
    void note_others(lock::Entry& entry) const;

    const Options& options_;
    World world_;
    SourceMap& sources_;
    exec::Executor& executor_;
    plan::Plan& plan_;
    Journal journal_;

    std::deque<Level> levels_;
    std::deque<Item> items_;
    Places places_;                                        // once linked
    std::map<plan::NodeId, cache::ActionResult> results_;  // of what brings and patches sources
    std::optional<Sharing> sharing_;
    std::vector<discover::Difference> differences_;
    LockNames* names_ = nullptr;
    std::optional<Pins> pins_;  // from add_root() on
    // What makefiles in projects ask for that another asked for before.
    std::vector<std::pair<const Level*, const makefile::Project*>> passed_over_;
    // One failure is told once, though several projects may need the same: by the first of them, in order.
    std::map<plan::NodeId, std::pair<Order, Diagnostic>> failures_;
    std::vector<std::pair<Order, Diagnostic>> diagnostics_;
    std::map<std::pair<Digest, std::string>, std::optional<cache::Tree>> directories_;  // directory_of()
    bool failed_ = false;
    bool only_resolve_ = false;
    Versions versions_ = Versions::as_written;
};

}  // namespace slipway::build
