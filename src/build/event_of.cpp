#include "event_of.hpp"

#include "location.hpp"
#include "source.hpp"

#include <slipway/net/transport.hpp>

#include <fmt/core.h>

#include <string>
#include <string_view>
#include <variant>

namespace slipway::build {

namespace {

using Kind = Event::Kind;

std::string_view word_for(plan::FetchGit::Kind kind) {
    switch (kind) {
        case plan::FetchGit::Kind::tag: return "tag";
        case plan::FetchGit::Kind::revision: return "revision";
        case plan::FetchGit::Kind::branch: return "branch";
        case plan::FetchGit::Kind::head:
        case plan::FetchGit::Kind::refspec: break;
    }
    return {};
}

struct Told {
    const Item& item;

    Event about(Kind kind, std::string detail = {}) const {
        return {.kind = kind, .name = item.asked->name, .detail = std::move(detail)};
    }

    // A download is over when it is unpacked.
    std::vector<Event> operator()(const plan::Unpack&) const {
        const auto& download = item.asked->download;
        if (is_released(*item.asked) || !download || !download->url) {
            return {about(Kind::downloaded, item.version)};
        }
        return {about(Kind::downloaded_from, net::display_url(download->url->text))};
    }
    std::vector<Event> operator()(const plan::FetchGit& action) const {
        std::vector<Event> events{about(Kind::cloned, net::display_url(action.url))};
        if (action.kind == plan::FetchGit::Kind::refspec) {
            events.push_back(about(Kind::fetched_refspec, action.name));
        } else if (const auto word = word_for(action.kind); !word.empty()) {
            events.push_back(about(Kind::checked_out, fmt::format("{} {}", word, action.name)));
        }
        return events;
    }
    std::vector<Event> operator()(const plan::FetchVcs& action) const {
        return {about(Kind::downloaded_from, net::display_url(action.url))};
    }
    std::vector<Event> operator()(const plan::CopyDirectory& action) const {
        return {about(Kind::copied, action.path)};
    }
    std::vector<Event> operator()(const plan::ApplyPatch& action) const {
        return {about(Kind::patched, base_name(action.name))};
    }
    std::vector<Event> operator()(const plan::Stamp&) const { return {about(Kind::patches_txt)}; }

    template <class Other>
    std::vector<Event> operator()(const Other&) const {
        return {};
    }
};

}  // namespace

std::vector<Event> events_of(const Item& item, const plan::Action& action) {
    return std::visit(Told{item}, action);
}

}  // namespace slipway::build
