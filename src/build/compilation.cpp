#include "compilation.hpp"

#include "event_of.hpp"
#include "failure.hpp"
#include "info_version.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/resolve/placement.hpp>
#include <slipway/resolve/release_history.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <variant>

namespace slipway::build {

namespace {

Order below(const Order& order, std::size_t group, std::size_t position) {
    auto result = order;
    result.push_back(group);
    result.push_back(position);
    return result;
}

std::string text_of(const std::optional<makefile::Text>& text, std::string_view otherwise = {}) {
    return text && !text->text.empty() ? text->text : std::string(otherwise);
}

}  // namespace

std::string history_location(const makefile::Project& project, const Options& options) {
    return text_of(project.location,
                   options.location.empty() ? resolve::default_location : std::string_view(options.location));
}

void Compilation::add_root(makefile::Makefile makefile, Root root, LockNames& names) {
    names_ = &names;
    pins_.emplace(options_, names);
    auto base = options_.contrib_destination.empty()
                    ? std::string(resolve::default_base(makefile.core_major()))
                    : options_.contrib_destination;
    add_level({.makefile = std::move(makefile),
               .options = options_,
               .base = std::move(base),
               .directory = std::move(root.directory),
               .may_read_host = !root.remote});
}

void Compilation::add_level(Level level) {
    levels_.push_back(std::move(level));
    auto& added = levels_.back();
    if (added.translations.empty()) {
        added.translations = added.makefile.translations;
    }
    // Projects before libraries, as Drush builds them.
    std::vector<Item*> begun;
    for (std::size_t i = 0; i < added.makefile.projects.size(); ++i) {
        const auto& project = added.makefile.projects[i];
        if (added.is_root || !added.pinned.contains(project.name)) {
            items_.push_back({.level = &added, .asked = &project, .order = below(added.order, 0, i)});
            begun.push_back(&items_.back());
        } else {
            passed_over_.emplace_back(&added, &project);
        }
    }
    for (std::size_t i = 0; i < added.makefile.libraries.size(); ++i) {
        items_.push_back(
            {.level = &added, .asked = &added.makefile.libraries[i], .order = below(added.order, 1, i)});
        begun.push_back(&items_.back());
    }
    for (const auto& project : added.makefile.projects) {
        added.pinned.insert(project.name);
    }
    for (const auto* item : begun) {
        journal_.open(item->order);
    }
    for (auto* item : begun) {
        begin(*item);
    }
}

void Compilation::begin(Item& item) {
    ++item.awaited;
    request_source(item);
    happened(item);
}

void Compilation::after(Item& item, plan::NodeId node, exec::Executor::Continuation next) {
    ++item.awaited;
    executor_.when_settled(node, [this, &item, next = std::move(next)](const exec::NodeReport& settled) {
        next(settled);
        happened(item);
    });
}

void Compilation::happened(Item& item) {
    if (--item.awaited == 0) {
        journal_.close(item.order);
    }
}

void Compilation::request_source(Item& item) {
    const auto& asked = *item.asked;
    item.type = item.is_library() ? "library" : text_of(asked.type);
    item.version = text_of(asked.version);
    item.locked = pins_->find(item);
    if (is_released(asked)) {
        const auto feed = history_location(asked, item.level->options);
        item.pinned =
            item.locked != nullptr
            && is_same_release(item, *item.locked,
                               feed == resolve::default_location ? std::string() : names_->of_address(feed));
        if (item.pinned || pins_->required()) {
            released_as_locked(item);
            return;
        }
        const bool exact = versions_ == Versions::as_written
                           && resolve::is_exact({.core = text_of(asked.core, item.level->makefile.core),
                                                 .version = item.version,
                                                 .is_core = item.type == "core" || asked.name == "drupal"});
        request_history(item, exact ? Feed::as_known : Feed::asked_anew);
        return;
    }
    if (item.type.empty()) {
        item.type = asked.name == "drupal" ? "core" : "module";
    }
    classified(item);
}

// -- Releases.

void Compilation::request_history(Item& item, Feed feed) {
    const auto& asked = *item.asked;
    const auto location = history_location(asked, item.level->options);
    if (asked.location && location.starts_with("file://")
        && !item.level->may_name_host_at(asked.location->span)) {
        report(item,
               {.slug = slug::no_release_history,
                .span = asked.location->span,
                .message = fmt::format(
                    "{}: the makefile is not of this host, but names release histories of it", item.label()),
                .help = "copy the makefile's entry into your own makefile if you want them"});
        return;
    }
    const auto core = text_of(asked.core, item.level->makefile.core);
    const auto history = plan_.add(plan::FetchFile{.url = resolve::history_url(location, asked.name, core),
                                                   .checksums = {},
                                                   .known_is_enough = feed == Feed::as_known},
                                   {}, fmt::format("releases of {}", asked.name));
    after(item, history, [this, &item, history, feed](const exec::NodeReport& settled) {
        if (settled.outcome == exec::Outcome::failed) {
            report_failure(item, {history, version_span(*item.asked)}, *settled.error,
                           FileRole::release_history);
        } else if (settled.outcome == exec::Outcome::done) {
            item.from_store = item.from_store && settled.known;
            select_release(item, history, feed == Feed::as_known && settled.known);
        }
    });
}

void Compilation::select_release(Item& item, plan::NodeId history, bool history_known) {
    const auto& asked = *item.asked;
    const auto select = plan_.add(plan::SelectRelease{.core = text_of(asked.core, item.level->makefile.core),
                                                      .version = text_of(asked.version),
                                                      .type = item.type,
                                                      .variant = text_of(asked.variant, "profile-only"),
                                                      .update = versions_ == Versions::updated},
                                  {history}, fmt::format("select {}", item.label()));
    after(item, select, [this, &item, select, history_known](const exec::NodeReport& settled) {
        if (settled.outcome == exec::Outcome::done) {
            released(item, settled.result);
        } else if (settled.outcome == exec::Outcome::failed && history_known) {
            request_history(item, Feed::asked_anew);  // it may have been released since
        } else if (settled.outcome == exec::Outcome::failed) {
            report_failure(item, {select, version_span(*item.asked)}, *settled.error);
        }
    });
}

void Compilation::released(Item& item, const cache::ActionResult& selected) {
    item.type = selected.facts.at("type");
    item.service_type = selected.facts.at("service type");
    item.version = selected.facts.at("version");
    item.release = {.url = selected.facts.at("url"), .md5 = selected.facts.at("md5")};
    classified(item);
}

SourceContext Compilation::context_for(const Item& item, Diagnostics& found) {
    return {.plan = plan_,
            .store = world_.store,
            .options = item.level->options,
            .diagnostics = found,
            .names = *names_};
}

void Compilation::classified(Item& item) {
    // One core of a makefile in a project is the platform's own; the root may be asked to do without (spec
    // §3.2).
    if (item.is_core() && (!item.level->is_root || !item.level->options.core)) {
        item.dropped = true;
        return;
    }
    if (only_resolve_) {
        return;
    }
    item.full_version = item.release ? item.version : full_version_of(item);
    Diagnostics found;
    const auto steps = compile_source(context_for(item, found), item);
    for (const auto& diagnostic : found.all()) {
        report_or_miss(item, diagnostic);
    }
    if (pins_->required() && found.all().empty() && (!item.pinned || !item.amiss.empty())) {
        report(item, not_locked(item, item.pinned ? item.amiss : why_not_locked(item)));
        return;
    }
    if (!place(item) || !steps) {
        return;
    }
    item.expected = 1;  // the source
    request_translations(item);
    for (const auto& step : *steps) {
        watch(item, step, &step == &steps->back());
    }
}

// -- Sources.

void Compilation::watch(Item& item, const Step& step, bool is_last) {
    after(item, step.node, [this, &item, step, is_last](const exec::NodeReport& settled) {
        if (settled.outcome == exec::Outcome::failed && !take_packed_anew(item, step, *settled.error)
            && !leave_out(item, step, *settled.error)) {
            report_failure(item, step, *settled.error);
        }
        if (settled.outcome != exec::Outcome::done) {
            return;
        }
        results_[step.node] = settled.result;
        if (item.packed_anew && step.node == source_node(plan_, item)) {
            check_packed_anew(item, step, *settled.result.object);
        }
        if (item.seen.insert(step.node).second) {
            stepped(item, step, settled);
        }
        if (is_last) {
            item.source = settled.result.object;
            item.patched = step.node;
            arrived(item);
        }
    });
}

bool Compilation::leave_out(Item& item, const Step& step, const Error& error) {
    const auto& action = plan_[step.node].action;
    auto diagnostic = failure(action, error, item.label(), step.span);
    if (!step.patch || !item.level->options.force_complete || !can_be_missed(diagnostic)) {
        return false;
    }
    if (error.kind() == ErrorKind::unsupported && std::holds_alternative<plan::ApplyPatch>(action)) {
        report(item, std::move(diagnostic));  // it is not safe: nobody wants that unseen
        return true;
    }
    if (!item.left_out.insert(*step.patch).second) {
        return true;
    }
    report(item, forced(std::move(diagnostic)));
    Diagnostics known;  // what is wrong with the others was said when the item was compiled
    const auto steps = compile_patches(context_for(item, known), item);
    if (steps.empty()) {
        watch(item, {*item.unpatched, item.asked->span}, true);
    }
    for (const auto& next : steps) {
        watch(item, next, &next == &steps.back());
    }
    return true;
}

void Compilation::stepped(Item& item, const Step& step, const exec::NodeReport& settled) {
    const auto& action = plan_[step.node].action;
    item.from_store = item.from_store && settled.known;
    if (const auto remarks = settled.result.facts.find("remarks"); remarks != settled.result.facts.end()) {
        report(item, {.severity = Severity::warning,
                      .slug = slug::patch_remark,
                      .span = step.span,
                      .message = fmt::format("{}: {}", item.label(), remarks->second)});
    }
    if (std::holds_alternative<plan::FetchGit>(action) || std::holds_alternative<plan::FetchVcs>(action)) {
        item.source_facts = settled.result.facts;
        if (item.pinned && !item.locked->source.describe.value_or("").empty()) {
            item.source_facts.emplace("describe", *item.locked->source.describe);
        }
    }
    item.is_single_file = item.is_single_file || settled.result.facts.contains("file");
    // A project may have a PATCHES.txt of its own: then none is written.
    const bool changed = item.latest_tree != settled.result.object;
    item.latest_tree = settled.result.object;
    if (changed) {
        for (auto& event : events_of(item, action)) {
            journal_.add(item.order, std::move(event));
        }
    }
}

void Compilation::finished(Item& item, const Digest& tree) {
    item.tree = tree;
    if (may_hold_makefile(item)) {
        look_for_makefile(item);
    }
}

Resolution Compilation::take_resolution() {
    Resolution out;
    for (const auto& item : items_) {
        if (!item.level->is_root || item.dropped) {
            continue;
        }
        const bool is_release = is_released(*item.asked);
        const auto& download = item.asked->download;
        const auto commit = item.source_facts.find("commit");
        out.entries.push_back({.group = item.asked->group,
                               .key = item.asked->key,
                               .name = item.asked->name,
                               .type = item.type,
                               .service_type = item.service_type,
                               .version = is_release ? item.version : std::string(),
                               .location = history_location(*item.asked, item.level->options),
                               .commit = commit == item.source_facts.end() ? "" : commit->second,
                               .is_release = is_release,
                               .may_name_host = item.level->may_name_host_at(
                                   download && download->url ? download->url->span : item.asked->span)});
    }
    out.makefile = std::move(levels_.front().makefile);
    return out;
}

// -- Diagnostics.

void Compilation::report(const Item& item, Diagnostic diagnostic) {
    failed_ = failed_ || diagnostic.severity == Severity::error;
    diagnostics_.emplace_back(item.order, std::move(diagnostic));
}

void Compilation::report_or_miss(Item& item, Diagnostic diagnostic) {
    if (item.level->options.force_complete && can_be_missed(diagnostic)) {
        item.missing = true;
        diagnostic = forced(std::move(diagnostic));
    }
    report(item, std::move(diagnostic));
}

void Compilation::report_failure(Item& item, const Step& step, const Error& error, FileRole role) {
    if (error.kind() == ErrorKind::drifted) {
        report(item, drifted(item, step.span, error.to_string()));
        return;
    }
    // What is released is promised by its release history: Drush does not build without it either.
    const bool promised = is_released(*item.asked) && step.span == version_span(*item.asked);
    const bool has_own_checksums = item.asked->download && !item.asked->download->checksums.empty();
    if (promised && role == FileRole::named && !(has_own_checksums && error.kind() == ErrorKind::corrupt)) {
        role = FileRole::release;
    }
    auto diagnostic = failure(plan_[step.node].action, error, item.label(), step.span, role);
    if (item.level->options.force_complete && !promised && can_be_missed(diagnostic)) {
        item.missing = true;
        diagnostic = forced(std::move(diagnostic));
    }
    failed_ = failed_ || diagnostic.severity == Severity::error;
    const auto [known, is_new] = failures_.try_emplace(step.node, item.order, diagnostic);
    const auto rank = [](const Order& order, const Diagnostic& of) {
        return std::pair(of.severity != Severity::error,
                         order);  // an error is told, whoever else does without
    };
    if (!is_new && rank(item.order, diagnostic) < rank(known->second.first, known->second.second)) {
        known->second = {item.order, std::move(diagnostic)};
    }
}

std::vector<Diagnostic> Compilation::take_diagnostics() {
    for (auto& [node, failure] : failures_) {
        diagnostics_.push_back(std::move(failure));
    }
    failures_.clear();
    std::ranges::stable_sort(diagnostics_, {}, [](const auto& entry) { return entry.first; });
    std::vector<Diagnostic> sorted;
    for (auto& [order, diagnostic] : diagnostics_) {
        sorted.push_back(std::move(diagnostic));
    }
    diagnostics_.clear();
    return sorted;
}

}  // namespace slipway::build
