#include "slipway/report/store.hpp"

#include "store_json.hpp"

#include <slipway/report/summary.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <string_view>
#include <utility>

namespace slipway::report {

namespace {

using assemble::Listed;
using assemble::Presence;
using cache::Amount;
using cache::Collected;

// "2026-11-22T23:04:05Z"
std::string utc(std::int64_t seconds) {
    const auto time = static_cast<std::time_t>(seconds);
    std::tm parts{};
    std::array<char, 32> text{};
    ::gmtime_r(&time, &parts);
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

std::string_view why_dropped(Presence presence) {
    switch (presence) {
        case Presence::replaced: return "something else is there";
        case Presence::absent: return "the directory that it was in has been gone for long";
        default: return "it is gone";
    }
}

// One kind of what was removed, if there was any: "12 actions".
struct Kind {
    Amount Collected::*amount;
    std::string_view name;
    std::string_view one;
    std::string_view many;
};
constexpr std::array<Kind, 6> kinds{{
    {&Collected::actions, "actions", "action", "actions"},
    {&Collected::documents, "documents", "remote document", "remote documents"},
    {&Collected::projects, "projects", "project directory", "project directories"},
    {&Collected::trees, "trees", "tree", "trees"},
    {&Collected::blobs, "blobs", "file", "files"},
    {&Collected::mirrors, "mirrors", "git mirror", "git mirrors"},
}};

std::string removed(const Collected& collected) {
    std::string text;
    for (const auto& kind : kinds) {
        const auto& amount = collected.*kind.amount;
        if (amount.count != 0) {
            text += fmt::format("{}{}", text.empty() ? "" : ", ", counted(amount.count, kind.one, kind.many));
        }
    }
    return text.empty() ? "nothing" : text;
}

std::size_t leases(const Collected& collected) {
    return static_cast<std::size_t>(
        std::ranges::count_if(collected.refs, [](const auto& name) { return name.starts_with("leases/"); }));
}

Json json_of(const Listed& listed) {
    const auto& platform = listed.platform;
    Json json = {{"path", platform.path.native()},
                 {"id", platform.id.hex()},
                 {"state", assemble::name_of(listed.presence)},
                 {"published", utc(listed.published)},
                 {"origin", platform.origin},
                 {"link_mode", assemble::name_of(platform.link_mode)}};
    if (listed.presence == Presence::moved) {
        json["now_at"] = listed.now_at.native();
    }
    return json;
}

Json json_of(const std::vector<Listed>& platforms) {
    auto list = Json::array();
    for (const auto& listed : platforms) {
        list.push_back(json_of(listed));
    }
    return list;
}

}  // namespace

std::string to_text(const Collection& collection) {
    const auto& [collected, retirement, dry_run] = collection;
    const auto verb = [&](std::string_view infinitive, std::string_view past) {
        return std::string(dry_run ? "would " : "") + std::string(dry_run ? infinitive : past);
    };
    std::string text;
    for (const auto& listed : retirement.moved) {
        text += fmt::format("{} {}: it is now {}\n", verb("follow", "followed"),
                            listed.platform.path.native(), listed.now_at.native());
    }
    for (const auto& listed : retirement.absent) {
        text += fmt::format("kept {}: the directory that it was in is not there; perhaps not mounted\n",
                            listed.platform.path.native());
    }
    for (const auto& listed : retirement.dropped) {
        text += fmt::format("{} {}: {}\n", verb("forget", "forgot"), listed.platform.path.native(),
                            why_dropped(listed.presence));
    }
    if (const auto expired = leases(collected); expired != 0) {
        text += fmt::format("{} {} that {} never published\n", verb("forget", "forgot"),
                            counted(expired, "platform", "platforms"), expired == 1 ? "was" : "were");
    }
    text += fmt::format("{} {}\n", verb("remove", "removed"), removed(collected));
    text += fmt::format("{} {} of the disk", verb("free", "freed"), human_bytes(collected.physical()));
    const auto& linked = collected.still_linked;
    if (linked.count != 0) {
        text += fmt::format("; platforms still have {} of the files, {}", linked.count,
                            human_bytes(linked.physical));
    }
    return text + '\n';
}

std::string to_json(const Collection& collection) {
    const auto& [collected, retirement, dry_run] = collection;
    Json amounts;
    for (const auto& kind : kinds) {
        amounts[std::string(kind.name)] = json_of(collected.*kind.amount);
    }
    return dump({{"dry_run", dry_run},
                 {"forgotten", json_of(retirement.dropped)},
                 {"moved", json_of(retirement.moved)},
                 {"absent", json_of(retirement.absent)},
                 {"expired", leases(collected)},
                 {"removed", amounts},
                 {"still_linked", json_of(collected.still_linked)},
                 {"freed", collected.physical()},
                 {"kept", {{"trees", collected.kept_trees}, {"blobs", collected.kept_blobs}}}});
}

std::string to_text(const std::vector<Listed>& platforms) {
    constexpr std::size_t short_id = 12;
    std::string text;
    for (const auto& listed : platforms) {
        const auto& platform = listed.platform;
        text += fmt::format("{:<10}  {}  {}  {:<8}  {}", assemble::name_of(listed.presence),
                            platform.id.hex().substr(0, short_id), utc(listed.published),
                            assemble::name_of(platform.link_mode), platform.path.native());
        if (listed.presence == Presence::moved) {
            text += " -> " + listed.now_at.native();
        }
        text += platform.origin.empty() ? "\n" : fmt::format("  ({})\n", platform.origin);
    }
    return text;
}

std::string to_json(const std::vector<Listed>& platforms) {
    return dump({{"platforms", json_of(platforms)}});
}

}  // namespace slipway::report
