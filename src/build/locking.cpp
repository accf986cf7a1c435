// The lock of what was built: each project with where it came from and what was done to it.

#include "compilation.hpp"
#include "lock_names.hpp"
#include "lock_words.hpp"
#include "pins.hpp"

#include <slipway/base/assert.hpp>
#include <slipway/fetch/content.hpp>
#include <slipway/net/transport.hpp>
#include <slipway/resolve/release_history.hpp>

#include <fmt/chrono.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <ctime>
#include <string>
#include <system_error>
#include <utility>
#include <variant>

namespace slipway::build {

namespace {

using lock::Source;

Result<lock::Content> content_of(cache::Store& store, const Digest& blob) {
    const auto content = SLIPWAY_TRY(fetch::content_of(store, blob));
    return lock::Content{.sha256 = content.sha256, .size = content.size};
}

std::string fact(const cache::ActionResult& result, const std::string& name) {
    const auto found = result.facts.find(name);
    return found == result.facts.end() ? std::string() : found->second;
}

// "2016-02-10T16:54:00Z" for seconds since 1970; empty for what is none.
std::string iso_date(const std::string& seconds) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(seconds.data(), seconds.data() + seconds.size(), number);
    if (seconds.empty() || error != std::errc() || end != seconds.data() + seconds.size()) {
        return {};
    }
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(number)));
}

// What a makefile asks for, in one word: the version, else what of a repository, else the address.
std::string form_of(const makefile::Project& project) {
    if (project.version && !project.version->text.empty()) {
        return project.version->text;
    }
    if (!project.download) {
        return {};
    }
    const auto& download = *project.download;
    for (const auto* text : {&download.refspec, &download.tag, &download.revision, &download.branch}) {
        if (*text && !(*text)->text.empty()) {
            return (*text)->text;
        }
    }
    return download.url ? net::display_url(download.url->text) : std::string();
}

}  // namespace

// Reads back what was done for an item, from its last action on.
class Locking {
public:
    using Results = std::map<plan::NodeId, cache::ActionResult>;

    Locking(const plan::Plan& plan, const Results& results, cache::Store& store, const LockNames& names)
        : plan_(plan), results_(results), store_(store), names_(names) {}

    Result<lock::Entry> entry(const Item& item) const {
        lock::Entry out;
        out.group = item.is_library() ? lock::Entry::Group::libraries : lock::Entry::Group::projects;
        out.name = item.asked->name;
        out.key = item.asked->key;
        out.type = item.type;
        out.version = item.full_version.empty() ? item.version : item.full_version;
        out.path = item.path;
        out.tree = *item.tree;
        out.source = SLIPWAY_TRY(source(item));
        out.patches = SLIPWAY_TRY(patches(item));
        out.translations = SLIPWAY_TRY(translations(item));
        return out;
    }

private:
    // The object that an input is; every node of a finished item has given one.
    Digest object(const plan::Input& input) const {
        const auto* node = std::get_if<plan::NodeId>(&input);
        return node == nullptr ? std::get<Digest>(input) : *results_.at(*node).object;
    }

    Result<Source> source(const Item& item) const {
        const auto at = source_node(plan_, item);
        if (item.pinned && !item.packed_anew && item.locked->source.kind != Source::Kind::copy
            && !is_edited(item, at)) {
            auto out = item.locked->source;  // with what was noted when it was fetched
            out.tree = *results_.at(at).object;
            return out;
        }
        Source out;
        out.tree = *results_.at(at).object;
        const auto& node = plan_[at];
        if (std::holds_alternative<plan::Unpack>(node.action)) {
            SLIPWAY_TRY(fill_from_file(item, node.inputs.front(), out));
        } else if (const auto* git = std::get_if<plan::FetchGit>(&node.action)) {
            out.kind = Source::Kind::git;
            out.url = names_.of_address(git->url);
            out.commit = fact(results_.at(at), "commit");
            out.wanted = wanted_of(git->kind);
            out.name = git->name;
            out.submodules = name_of(git->submodules);
            out.date = iso_date(fact(results_.at(at), "time"));
            if (git->describe) {
                out.describe = fact(results_.at(at), "describe");
            }
        } else if (const auto* vcs = std::get_if<plan::FetchVcs>(&node.action)) {
            out.kind = kind_of(vcs->system);
            out.url = names_.of_address(vcs->url);
            out.commit = fact(results_.at(at), "revision");
            out.wanted = vcs->revision.empty() ? Source::Wanted::head : Source::Wanted::revision;
            out.name = vcs->revision;
        } else {
            out.kind = Source::Kind::copy;
            out.url = names_.of_address(std::get<plan::CopyDirectory>(node.action).path);
        }
        return out;
    }

    // Whether the source is a file that the makefile's author keeps beside it, and has changed.
    bool is_edited(const Item& item, plan::NodeId at) const {
        const auto& url = item.asked->download ? item.asked->download->url : std::nullopt;
        return std::holds_alternative<plan::Unpack>(plan_[at].action) && url && is_own_source(url->text);
    }

    Result<void> fill_from_file(const Item& item, const plan::Input& file, Source& out) const {
        out.kind = is_released(*item.asked) ? Source::Kind::release : Source::Kind::file;
        out.content = SLIPWAY_TRY(content_of(store_, object(file)));
        const auto* node = std::get_if<plan::NodeId>(&file);
        if (node == nullptr) {  // in the project that the makefile is in
            out.url = names_.of_address(item.asked->download->url->text);
            return {};
        }
        const auto& fetched = std::get<plan::FetchFile>(plan_[*node].action);
        out.url = names_.of_address(fetched.url);
        out.etag = fact(results_.at(*node), "etag");
        out.date = fact(results_.at(*node), "date");
        const auto last = names_.of_address(fact(results_.at(*node), "url"));
        out.final_url = last == out.url ? std::string() : last;
        if (out.kind == Source::Kind::release) {
            fill_from_release(item, out);
        }
        return {};
    }

    void fill_from_release(const Item& item, Source& out) const {
        out.md5 = item.packed_anew ? item.locked->source.md5 : item.release->md5;
        if (auto requested = requested_version(*item.asked); !names_version(requested, item.version)) {
            out.requested = std::move(requested);
        }
        out.variant = requested_variant(*item.asked);
        const auto feed = history_location(*item.asked, item.level->options);
        out.feed = feed == resolve::default_location ? std::string() : names_.of_address(feed);
        out.service_type = item.service_type == item.type ? std::string() : item.service_type;
    }

    Result<std::vector<lock::Patch>> patches(const Item& item) const {
        std::vector<lock::Patch> out;
        for (auto at = *item.patched; at != *item.unpatched;) {
            const auto& node = plan_[at];
            if (std::holds_alternative<plan::ApplyPatch>(node.action)) {
                out.push_back(
                    {.url = {}, .content = SLIPWAY_TRY(content_of(store_, object(node.inputs[1])))});
            }
            at = std::get<plan::NodeId>(node.inputs.front());
        }
        std::ranges::reverse(out);
        auto patch = out.begin();
        for (std::size_t i = 0; i < item.asked->patches.size() && patch != out.end(); ++i) {
            if (!item.left_out.contains(i)) {
                patch->url = names_.of_address(item.asked->patches[i].url.text);
                ++patch;
            }
        }
        return out;
    }

    Result<std::vector<lock::Translation>> translations(const Item& item) const {
        std::vector<lock::Translation> out;
        for (const auto& translation : item.translations) {
            if (!is_translatable(item) || translation.address.empty()) {
                continue;
            }
            out.push_back({.language = translation.language.text,
                           .url = names_.of_address(translation.address),
                           .content = {}});
            if (is_there(translation)) {
                out.back().content = SLIPWAY_TRY(content_of(store_, *translation.file));
            }
        }
        return out;
    }

    const plan::Plan& plan_;
    const Results& results_;
    cache::Store& store_;
    const LockNames& names_;
};

lock::Asker Compilation::asker_of(const Level& level, const makefile::Project& asked) const {
    const auto& source = sources_[asked.span.file];
    return {.file = level.tree ? source.name : names_->of_file(source.name),
            .line = line_column(source.text, asked.span.begin).line,
            .through = level.through};
}

// A makefile below another that asks for a project under the same name: it gets what that one asked for.
void Compilation::note_others(lock::Entry& entry) const {
    for (const auto& [level, asked] : passed_over_) {
        if (entry.group != lock::Entry::Group::projects || asked->name != entry.name) {
            continue;
        }
        const auto version = form_of(*asked);
        const bool same = names_version(version, entry.version) || version == entry.source.name
                          || (entry.source.requested && version == *entry.source.requested);
        if (same) {
            entry.asked_by.push_back(asker_of(*level, *asked));
        } else {
            entry.passed_over.push_back({.version = version, .asker = asker_of(*level, *asked)});
        }
    }
}

Result<lock::Lock> Compilation::lock() const {
    lock::Lock out{.platform = {}, .core = levels_.front().makefile.core, .inputs = names_->inputs()};
    std::map<std::string_view, std::vector<const Item*>> by_path;
    for (const auto& item : items_) {
        if (!item.dropped && !item.missing) {
            by_path[item.path].push_back(&item);
        }
    }
    const Locking locking(plan_, results_, world_.store, *names_);
    for (const auto& [path, placed] : places_) {
        for (const auto* item : placed) {
            auto entry = SLIPWAY_TRY(locking.entry(*item));
            for (const auto* other : by_path[path]) {
                if (other->tree == item->tree) {
                    entry.asked_by.push_back(asker_of(*other->level, *other->asked));
                }
            }
            note_others(entry);
            out.entries.push_back(std::move(entry));
        }
    }
    lock::sort(out);
    return out;
}

}  // namespace slipway::build
