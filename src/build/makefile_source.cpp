#include "slipway/build/makefile_source.hpp"

#include "runner.hpp"

#include <slipway/cache/tree_builder.hpp>
#include <slipway/fetch/content.hpp>
#include <slipway/fetch/git.hpp>
#include <slipway/sys/file.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <future>
#include <memory>
#include <utility>

namespace slipway::build {

namespace {

// One byte more than the language takes (docs/makefile.md): then it is the language that refuses.
constexpr std::size_t largest_makefile = (std::size_t{64} << 20U) + 1;

// What is known about the document at a URL, if its bytes are still there.
cache::RemoteDocument known_document(const cache::Store& store, const std::string& url) {
    auto document = store.find_document(url);
    return document && store.has_blob(document->blob) ? *std::move(document) : cache::RemoteDocument{};
}

Result<net::Response> download(net::Transport& transport, net::Request request, int fd) {
    const auto answer = std::make_shared<std::promise<Result<net::Response>>>();
    auto received = answer->get_future();
    transport.start(std::move(request), fd,
                    [answer](Result<net::Response> response) { answer->set_value(std::move(response)); });
    return received.get();
}

Result<std::string> read_url(const Remote& remote, const std::string& url) {
    const auto known = known_document(remote.store, url);
    if (remote.transport.is_offline() && !known.url.empty()) {
        remote.store.say(fmt::format("{} is taken as it was last seen", net::display_url(url)));
        return remote.store.read_blob(known.blob);
    }
    auto file = SLIPWAY_TRY(remote.store.stage_file());
    const auto response = SLIPWAY_TRY(download(remote.transport,
                                               {.url = url,
                                                .etag = known.etag,
                                                .last_modified = known.last_modified,
                                                .written_to = "the store, " + remote.store.root().native(),
                                                .max_bytes = largest_makefile},
                                               file.fd()));
    if (response.not_modified) {
        return remote.store.read_blob(known.blob);
    }
    const auto blob = SLIPWAY_TRY(remote.store.put_blob(std::move(file), cache::Mode::file));
    remote.store.put_document({.url = url,
                               .final_url = net::display_url(response.final_url),
                               .etag = response.etag,
                               .last_modified = response.last_modified,
                               .blob = blob});
    return remote.store.read_blob(blob);
}

// The one of Drush's precedence (spec §4.6).
plan::FetchGit commit_of(const makefile::Download& download) {
    using Kind = plan::FetchGit::Kind;
    plan::FetchGit out{.url = download.url ? download.url->text : std::string()};
    const auto choose = [&out](const std::optional<makefile::Text>& name, Kind kind) {
        if (name && out.name.empty()) {
            out.kind = kind;
            out.name = name->text;
        }
    };
    choose(download.refspec, Kind::refspec);
    choose(download.tag, Kind::tag);
    choose(download.revision, Kind::revision);
    choose(download.branch, Kind::branch);
    return out;
}

Result<std::string> read_remote(const Remote& remote, const makefile::Place& place) {
    if (place.kind == makefile::Place::Kind::url) {
        return read_url(remote, place.path);
    }
    fetch::GitFetcher commits(remote.store, exec::Trust::presence, network_of(remote.transport), remote.stop);
    const auto fetched = SLIPWAY_TRY(commits.fetch(commit_of(*place.repository)));
    return read_in_tree(remote.store, *fetched.result.object, place.path);
}

}  // namespace

bool is_remote(const std::string& makefile) {
    const auto scheme = makefile.find("://");
    return scheme != std::string::npos && scheme > 0;
}

Result<std::string> read_local_makefile(const std::string& path) {
    auto bytes = path == "-" ? read_all(STDIN_FILENO, "standard input", largest_makefile)
                             : read_file(path, largest_makefile);
    if (!bytes && bytes.error().kind() != ErrorKind::unsupported) {
        return std::move(bytes).error().with_help("name the file of a makefile that you may read");
    }
    return bytes;
}

Result<std::string> read_root(const Remote& remote,
                              const std::string& makefile,
                              const std::optional<Digest>& pin) {
    return is_remote(makefile)
               ? read_makefile(remote, {.kind = makefile::Place::Kind::url, .path = makefile}, pin)
               : read_local_makefile(makefile);
}

Result<std::string> read_makefile(const Remote& remote,
                                  const makefile::Place& place,
                                  const std::optional<Digest>& pin) {
    if (place.kind == makefile::Place::Kind::file) {
        return read_file(place.path, largest_makefile);
    }
    if (const auto known = pin ? fetch::find_content(remote.store, *pin) : std::nullopt) {
        return remote.store.read_blob(*known->object);
    }
    auto bytes = SLIPWAY_TRY(read_remote(remote, place));
    const auto found = sha256(bytes);
    if (pin && found != *pin) {
        return Error(ErrorKind::drifted,
                     fmt::format("it is another makefile than the one that was locked: sha256 "
                                 "{}, and not {}",
                                 found.hex(), pin->hex()))
            .with_help("if that is what you want, accept it: slipway lock --upgrade");
    }
    const auto blob = SLIPWAY_TRY(remote.store.put_blob(bytes, cache::Mode::file));
    fetch::remember_content(
        remote.store,
        {.object = blob,
         .facts = {{"url", net::display_url(place.path)}, {"bytes", std::to_string(bytes.size())}}},
        bytes);
    return bytes;
}

Result<std::string> read_in_tree(const cache::Store& store, const Digest& tree, const std::string& path) {
    const auto relative = SLIPWAY_TRY(RelativePath::parse_lenient(path));
    const auto entry = SLIPWAY_TRY(cache::find_entry(store, tree, relative));
    if (!entry || entry->mode == cache::Mode::directory || entry->mode == cache::Mode::symlink) {
        return Error(ErrorKind::not_found, fmt::format("there is no file '{}' in the project", path));
    }
    return store.read_blob(entry->id);
}

}  // namespace slipway::build
