#include "slipway/fetch/vcs.hpp"

#include "known_tree.hpp"
#include "vcs_client.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/fetch/source.hpp>
#include <slipway/net/transport.hpp>
#include <slipway/sys/child_process.hpp>
#include <slipway/sys/file.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace slipway::fetch {

namespace {

using System = plan::FetchVcs::System;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = from.empty() ? std::string::npos : text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

// Its lines in one, as much as a message can hold.
std::string in_one_line(std::string_view said) {
    constexpr std::size_t longest = 400;
    std::string line;
    while (!said.empty()) {
        const auto end = std::min(said.find('\n'), said.size());
        const auto part = trimmed(said.substr(0, end));
        said.remove_prefix(std::min(end + 1, said.size()));
        if (!part.empty()) {
            line += line.empty() ? "" : "; ";
            line += part;
        }
    }
    if (line.size() > longest) {
        line.resize(longest);
        line += " …";
    }
    return line;
}

}  // namespace

Result<std::string> VcsProgram::run(std::vector<std::string> arguments,
                                    const std::string& doing,
                                    const std::string& input) const {
    const auto home = scratch_ / "home";
    SLIPWAY_TRY(slipway::create_directories(home));
    for (const auto& program : names_.programs) {
        ChildRequest request{.arguments = {program},
                             .input = input,
                             .directory = scratch_.path(),
                             .home = home,
                             .environment = environment_};
        request.arguments.insert(request.arguments.end(), arguments.begin(), arguments.end());
        auto outcome = run_child(request, stop_);
        if (!outcome && outcome.error().kind() == ErrorKind::not_found) {
            continue;
        }
        if (!outcome) {
            return std::move(outcome).error();
        }
        if (outcome->status != 0) {
            return failure(outcome->status, outcome->err, doing);
        }
        return std::move(outcome->out);
    }
    return Error(ErrorKind::not_found, fmt::format("'{}' is not installed", names_.programs.front()))
        .with_help(fmt::format("install it: on Debian and Ubuntu it is in the package {}", names_.package));
}

Error VcsProgram::failure(int status, const std::string& said, const std::string& doing) const {
    const auto words = in_one_line(censored(said));
    return Error(ErrorKind::io,
                 fmt::format("{} could not {} {}: {}", names_.programs.front(), doing,
                             net::display_url(action_.url),
                             words.empty() ? fmt::format("it ended with status {}", status) : words))
        .with_help(
            "check the URL, the revision, the network and the credentials: nobody is asked for a password");
}

std::string VcsProgram::censored(std::string said) const {
    replace_all(said, action_.url, net::display_url(action_.url));
    replace_all(said, action_.password, "…");
    return said;
}

Result<std::unique_ptr<VcsClient>> make_vcs_client(const plan::FetchVcs& action, std::stop_token stop) {
    SLIPWAY_TRY(check_vcs_url(action.system, action.url));
    SLIPWAY_TRY(check_vcs_revision(action.system, action.revision));
    auto scratch = SLIPWAY_TRY(ScratchDirectory::make());
    switch (action.system) {
        case System::svn: return make_svn_client(action, std::move(scratch), std::move(stop));
        case System::hg: return make_hg_client(action, std::move(scratch), std::move(stop));
        case System::bzr: break;
    }
    return make_bzr_client(action, std::move(scratch), std::move(stop));
}

Result<Fetched> fetch_vcs(const plan::FetchVcs& action,
                          cache::Store& store,
                          exec::Trust trust,
                          Network network,
                          std::stop_token stop) {
    if (network == Network::refused && net::is_remote_repository(action.url)) {
        return net::offline_error(
            fmt::format("{} of {}", action.revision.empty() ? "the newest revision" : action.revision,
                        net::display_url(action.url)));
    }
    const auto client = SLIPWAY_TRY(make_vcs_client(action, std::move(stop)));
    const auto revision = SLIPWAY_TRY(client->resolve());
    const auto key =
        plan::key_of(plan::FetchVcs{.system = action.system, .url = action.url, .revision = revision}, {});
    if (key) {
        if (auto known = known_tree(store, key->digest, trust)) {
            return *std::move(known);
        }
    }
    const auto scratch = SLIPWAY_TRY(ScratchDirectory::make());
    SLIPWAY_TRY(client->write_files(revision, scratch / "files"));
    auto result = SLIPWAY_TRY(copy_directory({(scratch / "files").native()}, store));
    result.facts.emplace("revision", revision);
    if (key) {
        store.put_action(key->digest, result);
    }
    return Fetched{.result = std::move(result), .known = false};
}

}  // namespace slipway::fetch
