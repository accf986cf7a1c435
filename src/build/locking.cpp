// The lock of what was built: each project with where it came from and what was done to it.

#include "compilation.hpp"
#include "lock_names.hpp"

#include <slipway/base/assert.hpp>
#include <slipway/fetch/content.hpp>

#include <algorithm>
#include <string>
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

Source::Wanted wanted(plan::FetchGit::Kind kind) {
    switch (kind) {
        case plan::FetchGit::Kind::tag: return Source::Wanted::tag;
        case plan::FetchGit::Kind::branch: return Source::Wanted::branch;
        case plan::FetchGit::Kind::revision: return Source::Wanted::revision;
        case plan::FetchGit::Kind::refspec: return Source::Wanted::refspec;
        case plan::FetchGit::Kind::head: break;
    }
    return Source::Wanted::head;
}

std::string_view name_of(plan::FetchGit::Submodules submodules) {
    switch (submodules) {
        case plan::FetchGit::Submodules::direct: return "direct";
        case plan::FetchGit::Submodules::recursive: return "recursive";
        case plan::FetchGit::Submodules::none: break;
    }
    return "";
}

Source::Kind kind_of(plan::FetchVcs::System system) {
    switch (system) {
        case plan::FetchVcs::System::svn: return Source::Kind::svn;
        case plan::FetchVcs::System::hg: return Source::Kind::hg;
        case plan::FetchVcs::System::bzr: break;
    }
    return Source::Kind::bzr;
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
        // Behind what fetches it may come an archive to unpack and a file to add.
        auto at = *item.unpatched;
        while (std::holds_alternative<plan::AddFiles>(plan_[at].action)) {
            at = std::get<plan::NodeId>(plan_[at].inputs.front());
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
            out.wanted = wanted(git->kind);
            out.name = git->name;
            out.submodules = name_of(git->submodules);
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
        const auto last = names_.of_address(fact(results_.at(*node), "url"));
        out.final_url = last == out.url ? std::string() : last;
        const auto md5 = std::ranges::find(fetched.checksums, ChecksumAlgorithm::md5, &Checksum::algorithm);
        if (out.kind == Source::Kind::release && md5 != fetched.checksums.end()) {
            out.md5 = md5->hex;
        }
        return {};
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
            if (is_there(translation) && is_translatable(item)) {
                out.push_back({.language = translation.language.text,
                               .url = names_.of_address(translation.address),
                               .content = SLIPWAY_TRY(content_of(store_, *translation.file))});
            }
        }
        return out;
    }

    const plan::Plan& plan_;
    const Results& results_;
    cache::Store& store_;
    const LockNames& names_;
};

lock::Asker Compilation::asker_of(const Item& item, const std::map<Order, const Item*>& all) const {
    lock::Asker out;
    const auto span = item.asked->span;
    const auto& source = sources_[span.file];
    out.file = item.level->tree ? source.name : names_->of_file(source.name);
    out.line = line_column(source.text, span.begin).line;
    for (std::size_t size = 1; size < item.order.size(); ++size) {
        const Order outer(item.order.begin(), item.order.begin() + static_cast<std::ptrdiff_t>(size));
        if (const auto found = all.find(outer); found != all.end()) {
            out.through.push_back(found->second->asked->name);
        }
    }
    return out;
}

Result<lock::Lock> Compilation::lock() const {
    lock::Lock out{.platform = {}, .core = levels_.front().makefile.core, .inputs = names_->inputs()};
    std::map<Order, const Item*> by_order;
    std::map<std::string_view, std::vector<const Item*>> by_path;
    for (const auto& item : items_) {
        by_order.emplace(item.order, &item);
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
                    entry.asked_by.push_back(asker_of(*other, by_order));
                }
            }
            out.entries.push_back(std::move(entry));
        }
    }
    lock::sort(out);
    return out;
}

}  // namespace slipway::build
