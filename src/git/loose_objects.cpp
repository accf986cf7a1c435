#include "loose_objects.hpp"

#include "failure.hpp"

#include <slipway/base/handle.hpp>
#include <slipway/sys/file.hpp>

#include <git2.h>
#include <git2/sys/odb_backend.h>

#define ZLIB_CONST  // its input stays as it is
#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace slipway::git {

namespace {

constexpr int before_libgit2 = 100;                          // the order in which object stores are asked
constexpr std::size_t largest_file = std::size_t{2} << 30U;  // compressed
constexpr std::size_t longest_header = 32;                   // "commit ", a number, NUL
constexpr std::size_t most_per_byte = 1032;                  // what deflate can make of one

struct Store {
    git_odb_backend parent{};
    std::filesystem::path directory;
};

struct Header {
    git_object_t type = GIT_OBJECT_INVALID;
    std::size_t size = 0;    // of what follows it
    std::size_t length = 0;  // its own
};

class Inflater {
public:
    explicit Inflater(std::string_view bytes) {
        stream_.next_in = reinterpret_cast<const Bytef*>(bytes.data());
        stream_.avail_in = static_cast<uInt>(bytes.size());
        state_ = ::inflateInit(&stream_);
    }
    ~Inflater() { ::inflateEnd(&stream_); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    // How many bytes came, at most `size`.
    std::size_t next(char* out, std::size_t size) {
        std::size_t done = 0;
        while (state_ == Z_OK && done < size) {
            const auto part = static_cast<uInt>(std::min<std::size_t>(size - done, std::size_t{1} << 30U));
            stream_.next_out = reinterpret_cast<Bytef*>(out + done);
            stream_.avail_out = part;
            state_ = ::inflate(&stream_, Z_NO_FLUSH);
            done += part - stream_.avail_out;
        }
        return done;
    }

    // Whether the bytes end here, and well.
    bool ends() {
        char more = 0;
        return next(&more, 1) == 0 && state_ == Z_STREAM_END;
    }

private:
    z_stream stream_{};
    int state_ = Z_OK;
};

// "blob 12\0"
std::optional<Header> parse_header(std::string_view text) {
    const auto end = text.find('\0');
    const auto space = text.find(' ');
    if (end == std::string_view::npos || space > end) {
        return std::nullopt;
    }
    Header header;
    header.type = git_object_string2type(std::string(text.substr(0, space)).c_str());
    header.length = end + 1;
    const auto* const last = text.data() + end;
    const auto [stop, problem] = std::from_chars(text.data() + space + 1, last, header.size);
    if (git_object_typeisloose(header.type) == 0 || problem != std::errc() || stop != last) {
        return std::nullopt;
    }
    return header;
}

int fail(const git_oid& id) {
    const auto text = std::string("the object ") + git_oid_tostr_s(&id) + " is damaged";
    git_error_set_str(GIT_ERROR_ODB, text.c_str());
    return -1;
}

Result<std::string> bytes_of(git_odb_backend* backend, const git_oid& id) {
    const std::string name = git_oid_tostr_s(&id);
    const auto& directory = reinterpret_cast<Store*>(backend)->directory;
    return read_file(directory / name.substr(0, 2) / name.substr(2), largest_file);
}

int code_of(const Error& error, const git_oid& id) {
    return error.kind() == ErrorKind::not_found ? static_cast<int>(GIT_ENOTFOUND) : fail(id);
}

// One object's file, opened.
class Contents {
public:
    explicit Contents(std::string_view compressed) : inflater_(compressed) {
        count_ = inflater_.next(head_.data(), head_.size());
        header_ = parse_header({head_.data(), count_});
        if (header_ && header_->size / most_per_byte > compressed.size()) {  // so that nobody allocates it
            header_.reset();
        }
    }

    const std::optional<Header>& header() const { return header_; }

    // Whether there are as many bytes as the header says; then they are in `out`.
    bool copy_to(char* out) {
        const auto early = count_ - header_->length;
        if (early > header_->size) {
            return false;
        }
        std::memcpy(out, head_.data() + header_->length, early);
        const auto rest = header_->size - early;
        return inflater_.next(out + early, rest) == rest && inflater_.ends();
    }

private:
    Inflater inflater_;
    std::array<char, longest_header> head_{};
    std::size_t count_ = 0;  // of bytes in it
    std::optional<Header> header_;
};

int read_header(std::size_t* size, git_object_t* type, git_odb_backend* backend, const git_oid* id) noexcept {
    const auto compressed = bytes_of(backend, *id);
    if (!compressed) {
        return code_of(compressed.error(), *id);
    }
    const Contents contents(*compressed);
    if (!contents.header()) {
        return fail(*id);
    }
    *size = contents.header()->size;
    *type = contents.header()->type;
    return 0;
}

int read_object(void** object,
                std::size_t* size,
                git_object_t* type,
                git_odb_backend* backend,
                const git_oid* id) noexcept {
    const auto compressed = bytes_of(backend, *id);
    if (!compressed) {
        return code_of(compressed.error(), *id);
    }
    Contents contents(*compressed);
    if (!contents.header()) {
        return fail(*id);
    }
    auto* const bytes = static_cast<char*>(git_odb_backend_data_alloc(backend, contents.header()->size + 1));
    if (bytes == nullptr || !contents.copy_to(bytes)) {
        git_odb_backend_data_free(backend, bytes);
        return fail(*id);
    }
    bytes[contents.header()->size] = '\0';  // libgit2's own end so, too
    *object = bytes;
    *size = contents.header()->size;
    *type = contents.header()->type;
    return 0;
}

// libgit2's own store lists what is here; it only has to be given something to call.
int list_nothing(git_odb_backend* /*backend*/, git_odb_foreach_cb /*visit*/, void* /*payload*/) noexcept {
    return 0;
}

void free_store(git_odb_backend* backend) noexcept {
    const std::unique_ptr<Store> owner(reinterpret_cast<Store*>(backend));
}

Result<void> add_store(git_odb& odb, const std::filesystem::path& directory) {
    auto store = std::make_unique<Store>();
    store->parent.version = GIT_ODB_BACKEND_VERSION;
    store->parent.read = read_object;
    store->parent.read_header = read_header;
    store->parent.foreach = list_nothing;
    store->parent.free = free_store;
    store->directory = directory;
    if (const int code = git_odb_add_backend(&odb, &store->parent, before_libgit2); code < 0) {
        return last_error(code, "prepare the object database");
    }
    static_cast<void>(store.release());  // the database has it now
    return {};
}

// Other repositories whose objects are this one's, too, a directory a line.
std::vector<std::filesystem::path> alternates_of(const std::filesystem::path& directory) {
    constexpr std::size_t largest_list = 1U << 20U;
    std::vector<std::filesystem::path> alternates;
    std::istringstream lines(read_file(directory / "info/alternates", largest_list).value_or(""));
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && line.front() != '#') {
            alternates.push_back(directory / line);  // which is `line` if that is absolute
        }
    }
    return alternates;
}

}  // namespace

Result<void> read_loose_objects_safely(git_repository& repository) {
    constexpr std::size_t most = 100;  // of alternates, which may name each other
    Handle<git_odb, git_odb_free> odb;
    if (const int code = git_repository_odb(out(odb), &repository); code < 0) {
        return last_error(code, "open the object database");
    }
    std::vector<std::filesystem::path> directories = {
        std::filesystem::path(git_repository_commondir(&repository)) / "objects"};
    for (std::size_t i = 0; i < std::min(directories.size(), most); ++i) {
        SLIPWAY_TRY(add_store(*odb, directories[i]));
        for (auto& alternate : alternates_of(directories[i])) {
            directories.push_back(std::move(alternate));
        }
    }
    return {};
}

}  // namespace slipway::git
