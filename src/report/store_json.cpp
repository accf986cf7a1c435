#include "store_words.hpp"

#include <slipway/report/store.hpp>
#include <slipway/report/store_verification.hpp>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace slipway::report {

namespace {

using Json = nlohmann::ordered_json;
using assemble::Listed;
using assemble::Presence;

std::string dump(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n'; }

Json json_of(const cache::Amount& amount) {
    return {{"count", amount.count}, {"bytes", amount.bytes}, {"physical", amount.physical}};
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

std::string to_json(const Collection& collection) {
    const auto& [collected, retirement, dry_run] = collection;
    Json amounts;
    for (const auto& kind : collected_kinds) {
        amounts[std::string(kind.name)] = json_of(collected.*kind.amount);
    }
    return dump({{"dry_run", dry_run},
                 {"forgotten", json_of(retirement.dropped)},
                 {"moved", json_of(retirement.moved)},
                 {"absent", json_of(retirement.absent)},
                 {"expired", expired_leases(collected)},
                 {"removed", amounts},
                 {"still_linked", json_of(collected.still_linked)},
                 {"freed", collected.physical()},
                 {"kept", {{"trees", collected.kept_trees}, {"blobs", collected.kept_blobs}}}});
}

std::string to_json(const std::vector<Listed>& platforms) {
    return dump({{"platforms", json_of(platforms)}});
}

std::string to_json(const StoreStatistics& found) {
    const auto& statistics = found.statistics;
    Json json = {{"store", found.root.native()}, {"physical", statistics.physical()}};
    for (const auto& row : store_rows) {
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
