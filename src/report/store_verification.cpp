#include "slipway/report/store_verification.hpp"

#include "store_json.hpp"

#include <slipway/report/summary.hpp>

#include <fmt/core.h>

#include <array>
#include <string_view>

namespace slipway::report {

namespace {

using cache::Amount;
using cache::Remedy;
using cache::Statistics;

struct Row {
    Amount Statistics::*amount;
    std::string_view key;
    std::string_view name;
};
constexpr std::array<Row, 9> rows{{
    {&Statistics::blobs, "blobs", "contents of files"},
    {&Statistics::executables, "executables", "executable twins"},
    {&Statistics::trees, "trees", "trees"},
    {&Statistics::actions, "actions", "actions"},
    {&Statistics::documents, "documents", "remote documents"},
    {&Statistics::refs, "refs", "refs"},
    {&Statistics::projects, "projects", "project directories"},
    {&Statistics::mirrors, "mirrors", "git mirrors"},
    {&Statistics::staged, "staged", "not committed"},
}};

std::string line(std::string_view name, const Amount& amount) {
    return fmt::format("{:<20} {:>10}  {:>10}  {:>10}\n", name, amount.count, human_bytes(amount.bytes),
                       human_bytes(amount.physical));
}

// "tags" of "tags/".
std::string_view name_of(const cache::Holder& holder) {
    return std::string_view(holder.prefix).substr(0, holder.prefix.find('/'));
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

std::string to_text(const StoreStatistics& found) {
    const auto& statistics = found.statistics;
    auto text = fmt::format("{}\n{:<20} {:>10}  {:>10}  {:>10}\n", found.root.native(), "", "files", "bytes",
                            "on disk");
    for (const auto& row : rows) {
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

std::string to_json(const StoreStatistics& found) {
    const auto& statistics = found.statistics;
    Json json = {{"store", found.root.native()}, {"physical", statistics.physical()}};
    for (const auto& row : rows) {
        json[std::string(row.key)] = json_of(statistics.*row.amount);
    }
    for (const auto& holder : statistics.holders) {
        json["needed_by"][std::string(name_of(holder))] = {{"refs", holder.refs},
                                                           {"objects", json_of(holder.objects)}};
    }
    json["needed_by_no_ref"] = json_of(statistics.unheld);
    for (std::size_t i = 0; i < found.shares.size(); ++i) {
        const auto& share = found.shares[i];
        json["platforms"].push_back({{"path", (*found.platforms)[i].platform.path.native()},
                                     {"id", share.tree.hex()},
                                     {"files", share.files},
                                     {"bytes", share.bytes},
                                     {"shared_bytes", share.bytes - share.own_bytes},
                                     {"own_bytes", share.own_bytes},
                                     {"own_physical", share.own_physical}});
    }
    if (found.platforms && found.shares.empty()) {
        json["platforms"] = Json::array();
    }
    return dump(json);
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

std::string to_json(const cache::StoreVerification& verification) {
    auto damages = Json::array();
    for (const auto& damage : verification.damages) {
        damages.push_back(
            {{"path", damage.path}, {"what", damage.what}, {"remedy", cache::name_of(damage.remedy)}});
    }
    auto losses = Json::array();
    for (const auto& loss : verification.losses) {
        losses.push_back({{"ref", loss.ref},
                          {"objects", loss.objects},
                          {"example", loss.example},
                          {"remakeable", loss.remakeable}});
    }
    return dump({{"clean", verification.is_clean()},
                 {"lost", verification.is_lost()},
                 {"blobs", verification.blobs},
                 {"trees", verification.trees},
                 {"records", verification.records},
                 {"refs", verification.refs},
                 {"bytes", verification.bytes},
                 {"damages", damages},
                 {"losses", losses}});
}

}  // namespace slipway::report
