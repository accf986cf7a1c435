#include "store_words.hpp"

#include <slipway/report/store.hpp>
#include <slipway/report/store_verification.hpp>
#include <slipway/report/summary.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::report {

namespace {

using assemble::Listed;
using assemble::Presence;
using cache::Amount;
using cache::Collected;
using cache::Remedy;

std::string_view why_dropped(Presence presence) {
    switch (presence) {
        case Presence::replaced: return "something else is there";
        case Presence::absent: return "the directory that it was in has been gone for long";
        default: return "it is gone";
    }
}

std::string removed(const Collected& collected) {
    std::string text;
    for (const auto& kind : collected_kinds) {
        const auto& amount = collected.*kind.amount;
        if (amount.count != 0) {
            text += fmt::format("{}{}", text.empty() ? "" : ", ", counted(amount.count, kind.one, kind.many));
        }
    }
    return text.empty() ? "nothing" : text;
}

std::string line(std::string_view name, const Amount& amount) {
    return fmt::format("{:<20} {:>10}  {:>10}  {:>10}\n", name, amount.count, human_bytes(amount.bytes),
                       human_bytes(amount.physical));
}

std::string_view cost_of(Remedy remedy) {
    switch (remedy) {
        case Remedy::repaired: return "set right";
        case Remedy::removed: return "removed; made again by the next build that needs it";
        case Remedy::healed: return "put back";
        case Remedy::left: return "nobody can make it again";
    }
    return {};
}

std::string place_in(const cache::Loss& loss) {
    return loss.example.empty() ? std::string("the whole tree") : loss.example;
}

}  // namespace

std::string utc(std::int64_t seconds) {
    const auto time = static_cast<std::time_t>(seconds);
    std::tm parts{};
    std::array<char, 32> text{};
    ::gmtime_r(&time, &parts);
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

std::size_t expired_leases(const Collected& collected) {
    return static_cast<std::size_t>(
        std::ranges::count_if(collected.refs, [](const auto& name) { return name.starts_with("leases/"); }));
}

std::string_view name_of(const cache::Holder& holder) {
    return std::string_view(holder.prefix).substr(0, holder.prefix.find('/'));
}

std::string to_text(const Collection& collection) {
    const auto& collected = collection.collected;
    const auto& retirement = collection.retirement;
    const bool dry_run = collection.dry_run;
    const auto verb = [dry_run](std::string_view infinitive, std::string_view past) {
        return dry_run ? fmt::format("would {}", infinitive) : std::string(past);
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
    if (const auto expired = expired_leases(collected); expired != 0) {
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

std::string to_text(const StoreStatistics& found) {
    const auto& statistics = found.statistics;
    auto text = fmt::format("{}\n{:<20} {:>10}  {:>10}  {:>10}\n", found.root.native(), "", "files", "bytes",
                            "on disk");
    for (const auto& row : store_rows) {
        text += line(row.name, statistics.*row.amount);
    }
    text += fmt::format("{:<20} {:>10}  {:>10}  {:>10}\n", "all", "", "", human_bytes(statistics.physical()));
    for (const auto& holder : statistics.holders) {
        text += line(fmt::format("for {} {}", holder.refs, name_of(holder)), holder.objects);
    }
    text += line("for builds alone", statistics.unheld);
    if (!found.platforms) {
        return text;
    }
    text += fmt::format("\n{:>10}  {:>10}  {:>10}  platform\n", "bytes", "shared", "its own");
    for (std::size_t i = 0; i < found.shares.size(); ++i) {
        const auto& share = found.shares[i];
        text += fmt::format("{:>10}  {:>10}  {:>10}  {}\n", human_bytes(share.bytes),
                            human_bytes(share.bytes - share.own_bytes), human_bytes(share.own_bytes),
                            (*found.platforms)[i].platform.path.native());
    }
    return text;
}

std::string to_text(const cache::StoreVerification& verification) {
    std::string text;
    for (const auto& damage : verification.damages) {
        text += fmt::format("{}: {}: {}\n", damage.path, damage.what, cost_of(damage.remedy));
    }
    for (const auto& loss : verification.losses) {
        text += fmt::format("{} has lost {}: {}: {}\n", loss.ref, counted(loss.objects, "object", "objects"),
                            place_in(loss),
                            loss.remakeable ? "build it again to have it whole"
                                            : "nothing in the store knows how to make it again");
    }
    text += fmt::format(
        "{}, {}, {} and {} read: {}; {}\n", counted(verification.blobs, "file", "files"),
        counted(verification.trees, "tree", "trees"), counted(verification.records, "record", "records"),
        counted(verification.refs, "ref", "refs"), human_bytes(verification.bytes),
        verification.is_clean() ? "nothing is wrong"
                                : counted(verification.damages.size() + verification.losses.size(),
                                          "thing was wrong", "things were wrong"));
    return text;
}

}  // namespace slipway::report
