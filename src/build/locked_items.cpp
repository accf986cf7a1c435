// What is built as a lock has it, and what is no longer what was locked.

#include "compilation.hpp"
#include "failure.hpp"

#include <slipway/compare/platforms.hpp>
#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

namespace slipway::build {

namespace {

constexpr std::size_t most_named = 8;  // files, in one message

std::string_view sign_of(compare::FileChange::Kind kind) {
    switch (kind) {
        case compare::FileChange::Kind::added: return "new";
        case compare::FileChange::Kind::removed: return "gone";
        case compare::FileChange::Kind::mode: return "other mode";
        case compare::FileChange::Kind::changed: break;
    }
    return "changed";
}

// "; changed: a.php (+2 -1); new: b.php", or nothing if the store does not have both trees.
std::string changes_between(const cache::Store& store,
                            const Digest& before,
                            const Digest& after,
                            const std::stop_token& stop) {
    const auto change = compare::compare(store, {.name = "locked", .platform = before},
                                         {.name = "now", .platform = after}, stop);
    if (!change || !change->files_compared) {
        return "; the locked files are not in this store, so what is different cannot be said";
    }
    std::string out;
    for (std::size_t i = 0; i < std::min(change->elsewhere.size(), most_named); ++i) {
        const auto& file = change->elsewhere[i];
        out += fmt::format("; {}: {} (+{} -{})", sign_of(file.kind), file.path, file.lines_added,
                           file.lines_removed);
    }
    if (change->elsewhere.size() > most_named) {
        out += fmt::format("; and {} more", change->elsewhere.size() - most_named);
    }
    return out;
}

}  // namespace

void Compilation::released_as_locked(Item& item) {
    if (!item.pinned) {
        report(item, not_locked(item, why_not_locked(item)));
        return;
    }
    const auto& locked = *item.locked;
    item.service_type = locked.source.service_type.empty() ? locked.type : locked.source.service_type;
    item.type = item.type.empty() ? item.service_type : item.type;
    item.version = locked.version;
    item.release = {.url = names_->address_of(locked.source.url), .md5 = {}};
    classified(item);
}

bool Compilation::take_packed_anew(Item& item, const Step& step, const Error& error) {
    const auto* file = std::get_if<plan::FetchFile>(&plan_[step.node].action);
    if (file == nullptr || !file->pin || step.patch || error.kind() != ErrorKind::drifted
        || item.packed_anew) {
        return false;
    }
    item.packed_anew = true;
    Diagnostics known;  // what is wrong with the item was said when it was compiled
    const auto steps = compile_source(context_for(item, known), item);
    for (std::size_t i = 0; steps && i < steps->size(); ++i) {
        watch(item, (*steps)[i], i + 1 == steps->size());
    }
    return steps.has_value();
}

void Compilation::check_packed_anew(Item& item, const Step& step, const Digest& tree) {
    const auto& locked = item.locked->source;
    if (tree == locked.tree) {
        report(item,
               {.severity = Severity::warning,
                .slug = slug::packed_anew,
                .span = step.span,
                .message = fmt::format("{}: {} has other bytes than the lock says, with the same files in it",
                                       item.label(), locked.url),
                .help = "the platform is the same; slipway lock writes the new bytes down"});
        return;
    }
    report(item,
           drifted(item, step.span,
                   fmt::format("{} holds other files than the ones that were locked: tree {}, and not {}{}",
                               locked.url, tree.hex(), locked.tree.hex(),
                               changes_between(world_.store, locked.tree, tree, world_.stop))));
}

// The translations that were there when the lock was written, and no others, if it knows all the languages.
bool Compilation::add_locked_translations(Item& item) {
    if (!item.pinned) {
        return false;
    }
    const auto& locked = item.locked->translations;
    const auto pin_of = [&locked](const Translation& translation) {
        const auto found = std::ranges::find(locked, translation.language.text, &lock::Translation::language);
        return found == locked.end() || found->url.find("://") == std::string::npos ? nullptr : &*found;
    };
    if (!std::ranges::all_of(item.translations, [&](const Translation& translation) {
            return pin_of(translation) != nullptr;
        })) {
        return false;
    }
    for (auto& translation : item.translations) {
        const auto& pin = *pin_of(translation);
        translation.address = pin.url;
        if (pin.content) {
            await_translation(item, translation,
                              plan_.add(plan::FetchFile{.url = pin.url, .pin = pin.content->sha256}, {},
                                        fmt::format("translation {}", pin.url)),
                              translation.language.span);
        }
    }
    return true;
}

}  // namespace slipway::build
