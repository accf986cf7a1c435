// How processes share downloads: turns, and offers of what is not committed yet (docs/store-format.md).

#include "content.hpp"
#include "layout.hpp"
#include "record.hpp"
#include "store_state.hpp"

#include <slipway/sys/file.hpp>

#include <fmt/core.h>

#include <string>
#include <utility>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t largest_offer = std::size_t{1} << 20U;

fs::path turn_path(const fs::path& root, std::string_view url) {
    return root / "locks" / fmt::format("download-{}", sha256(url).hex());
}

std::string offer_name(std::string_view url) { return fmt::format("offer-{}", sha256(url).hex()); }

// The name of the staged file, a line feed, and the document's record.
std::optional<OfferedDownload> read_offer(const fs::path& directory, std::string_view url) {
    const auto text = read_file(directory / offer_name(url), largest_offer);
    if (!text) {
        return std::nullopt;
    }
    const auto end = text->find('\n');
    if (end == std::string::npos || text->find('/') < end) {
        return std::nullopt;
    }
    auto document = parse_document(std::string_view(*text).substr(end + 1));
    if (!document || document->url != url) {
        return std::nullopt;
    }
    return OfferedDownload{.document = *std::move(document), .file = directory / text->substr(0, end)};
}

}  // namespace

Result<std::optional<FileLock>> Store::try_turn(std::string_view url) {
    SLIPWAY_TRY(open_subdirectory(state_->root, "locks"));
    return FileLock::try_take(turn_path(state_->root, url), FileLock::Mode::exclusive,
                              FileLock::After::remove);
}

std::string Store::holder_of_turn(std::string_view url) const {
    return FileLock::holder(turn_path(state_->root, url));
}

void Store::offer_download(const RemoteDocument& document) {
    const auto staged = state_->objects.find_staged({document.blob, Kind::blob});
    const auto text = staged.value_or("committed") + '\n' + serialize(document);
    static_cast<void>(write_file_atomically(state_->staging->path() / offer_name(document.url), text, false));
}

std::optional<OfferedDownload> Store::find_offer(std::string_view url) const {
    for (const auto& directory : staging_directories(state_->root / "tmp")) {
        if (auto offer = read_offer(directory, url)) {
            return offer;
        }
    }
    return std::nullopt;
}

Result<void> Store::adopt(const OfferedDownload& offer) {
    const ObjectName name{offer.document.blob, Kind::blob};
    state_->distrust(name);
    auto file = state_->staging->adopt(offer.file);
    if (!file) {  // committed since it was offered, or gone with its process
        const auto found = SLIPWAY_TRY(state_->objects.open(name));
        if (SLIPWAY_TRY(blob_id_of(*found.file, found.path)) == name.id) {
            return {};
        }
        state_->objects.remove(name, found);
        return state_->damaged(found.path);
    }
    if (SLIPWAY_TRY(blob_id_of(file->fd(), offer.file)) != name.id) {
        return Error(ErrorKind::corrupt, fmt::format("'{}' is damaged", offer.file.string()));
    }
    return state_->objects.put(name, *std::move(file));
}

void Store::say(const std::string& sentence) const {
    if (state_->options.say) {
        state_->options.say(sentence);
    }
}

}  // namespace slipway::cache
