#include "comparison.hpp"

#include "entry_check.hpp"
#include "findings.hpp"
#include "mutable_paths.hpp"
#include "stored_place.hpp"

#include <slipway/exec/workers.hpp>
#include <slipway/sys/directory.hpp>
#include <slipway/sys/file.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::assemble {

namespace {

namespace fs = std::filesystem;
using cache::Mode;
using cache::TreeEntry;

// Below what directories are opened: the platform's root, or the store's projects.
struct Base {
    Fd fd;
    fs::path name;
};

struct Pending {
    const Base* base;
    std::string at;    // below the base
    std::string path;  // below the platform: the same, but for what is in the store
    Digest tree;
};

// One directory while it is compared.
struct Open {
    const Pending& place;
    Fd fd;
    bool may_change;
};

std::string below(const std::string& path, const std::string& name) {
    return path.empty() ? name : path + '/' + name;
}

class Comparison {
public:
    Comparison(const cache::Store& store,
               const VerifyOptions& options,
               const Visitor& visit,
               const std::stop_token& stop)
        : store_(store),
          options_(options),
          visit_(visit),
          stop_(stop),
          findings_(options.most),
          projects_{Fd(::open(projects_of(store).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
                    projects_of(store)} {}

    Result<Verification> run(const fs::path& directory, const Digest& platform) {
        const Base root{SLIPWAY_TRY(open_directory(directory)), directory};
        const auto workers = exec::make_waiting_workers(options_.threads);
        workers_ = workers.get();
        submit({.base = &root, .at = {}, .path = {}, .tree = platform});
        workers->wait();
        if (stop_.stop_requested()) {
            return Error(ErrorKind::cancelled, "interrupted");
        }
        if (error_) {
            return *std::move(error_);
        }
        return std::move(findings_).take();
    }

private:
    // -- Sharing the work.

    void submit(Pending first) {
        ++tasks_;
        workers_->submit([this, first = std::move(first)]() mutable {
            walk(std::move(first));
            --tasks_;
        });
    }

    // The whole directory, depth first, but for what is handed to others who have nothing to do.
    void walk(Pending first) {
        std::deque<Pending> waiting;
        waiting.push_back(std::move(first));
        while (!waiting.empty() && !failed_ && !stop_.stop_requested()) {
            const auto place = std::move(waiting.back());
            waiting.pop_back();
            if (auto done = compare_directory(place, waiting); !done) {
                fail(std::move(done).error());
            }
            while (waiting.size() > 1 && tasks_ < 2 * options_.threads) {
                submit(std::move(waiting.front()));
                waiting.pop_front();
            }
        }
    }

    void fail(Error error) {
        const std::lock_guard lock(mutex_);
        if (!error_) {
            error_ = std::move(error);
        }
        failed_ = true;
    }

    // -- One directory.

    bool in_store(const Pending& place) const { return place.base == &projects_; }
    bool may_change(const Pending& place, const std::string& path) const {
        return !in_store(place) && is_mutable(path, options_.mutable_paths);
    }

    Result<void> compare_directory(const Pending& place, std::deque<Pending>& waiting) {
        const auto tree = SLIPWAY_TRY(store_.read_tree(place.tree));
        auto opened = open_below(*place.base->fd, place.at, place.base->name);
        const bool own = may_change(place, place.path);
        if (!opened) {
            findings_.add({place.path, Change::unreadable, own, opened.error().message()});
            return {};
        }
        const Open directory{place, *std::move(opened), own};
        Verification counts;
        counts.directories = 1;
        counts.empty_directories = tree.entries().empty() ? 1 : 0;
        if (place.path.empty()) {
            compare_root(directory);
        }
        for (const auto& entry : tree.entries()) {
            if (stop_.stop_requested()) {
                return {};
            }
            SLIPWAY_TRY(compare_entry(directory, entry, counts, waiting));
        }
        find_added(directory, tree);
        findings_.add(counts);
        return {};
    }

    // The mode of any other directory is seen from the one above it.
    void compare_root(const Open& root) {
        struct ::stat status {};
        ::fstat(*root.fd, &status);
        for (int tries = 0; tries < 2; ++tries) {
            const auto difference = check_directory_mode(root.place.path, status, root.may_change);
            if (!difference) {
                return;
            }
            if (tries == 0 && tell(root, ".", *difference, nullptr, status.st_mode)) {
                ::fstat(*root.fd, &status);
                continue;
            }
            return findings_.add(*difference);
        }
    }

    void find_added(const Open& directory, const cache::Tree& tree) {
        std::vector<std::string_view> expected;
        expected.reserve(tree.entries().size());
        for (const auto& entry : tree.entries()) {
            expected.emplace_back(entry.name);
        }
        std::ranges::sort(expected);
        const auto& place = directory.place;
        const auto listed = each_entry(*directory.fd, place.path, [&](const std::string& name) {
            if (std::ranges::binary_search(expected, std::string_view(name))) {
                return;
            }
            struct ::stat status {};
            ::fstatat(*directory.fd, name.c_str(), &status, AT_SYMLINK_NOFOLLOW);
            // Whether something may be added is decided by the directory that it is added to.
            const Difference difference{below(place.path, name), Change::added, directory.may_change,
                                        type_name(status.st_mode)};
            if (!tell(directory, name, difference, nullptr, status.st_mode)) {
                findings_.add(difference);
            }
        });
        if (!listed) {
            findings_.add({place.path, Change::unreadable, directory.may_change, listed.error().message()});
        }
    }

    // -- One entry.

    Result<void> compare_entry(const Open& directory,
                               const TreeEntry& entry,
                               Verification& counts,
                               std::deque<Pending>& waiting) {
        counts.files += entry.mode == Mode::directory ? 0U : 1U;
        const auto before = static_cast<std::ptrdiff_t>(waiting.size());
        for (int tries = 0;; ++tries) {
            waiting.erase(waiting.begin() + before, waiting.end());  // what the first try found to do
            struct ::stat status {};
            const int failed =
                ::fstatat(*directory.fd, entry.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 ? 0 : errno;
            auto difference = failed == 0 ? SLIPWAY_TRY(check(directory, entry, status, counts, waiting))
                                          : cannot_look(directory, entry, failed);
            if (!difference) {
                return {};
            }
            if (tries == 0 && tell(directory, entry.name, *difference, &entry, status.st_mode)) {
                continue;
            }
            findings_.add(*std::move(difference));
            return {};
        }
    }

    Difference cannot_look(const Open& directory, const TreeEntry& entry, int number) const {
        Difference difference{below(directory.place.path, entry.name), Change::missing};
        difference.may_change = may_change(directory.place, difference.path);
        if (number != ENOENT) {
            difference.change = Change::unreadable;
            difference.remark = ::strerrordesc_np(number);
        } else if (entry.mode == Mode::directory) {
            difference.remark = "a directory";
        }
        return difference;
    }

    Result<std::optional<Difference>> check(const Open& directory,
                                            const TreeEntry& entry,
                                            const struct ::stat& status,
                                            Verification& counts,
                                            std::deque<Pending>& waiting) {
        const auto path = below(directory.place.path, entry.name);
        const bool own = may_change(directory.place, path);
        if (S_ISLNK(status.st_mode)) {
            return check_link(directory, entry, path, counts, waiting);
        }
        if (entry.mode == Mode::directory && S_ISDIR(status.st_mode)) {
            waiting.push_back({directory.place.base, below(directory.place.at, entry.name), path, entry.id});
            return check_directory_mode(path, status, own);
        }
        if (entry.mode != Mode::symlink && entry.mode != Mode::directory && S_ISREG(status.st_mode)) {
            return taken(check_file(*directory.fd, entry.name, status, {entry, options_.depth, own}), path,
                         own, counts);
        }
        return Difference{path, Change::kind, own, type_name(status.st_mode)};
    }

    static std::optional<Difference> check_directory_mode(const std::string& path,
                                                          const struct ::stat& status,
                                                          bool may_change) {
        const auto expected = published_mode(Mode::directory);
        if (may_change || (status.st_mode & 07777U) == expected) {
            return std::nullopt;
        }
        return Difference{path, Change::mode, may_change, mode_remark(status.st_mode, expected)};
    }

    static std::optional<Difference> taken(Finding finding,
                                           const std::string& path,
                                           bool may_change,
                                           Verification& counts) {
        counts.files_read += finding.files_read;
        counts.bytes_read += finding.bytes_read;
        if (!finding.change) {
            return std::nullopt;
        }
        return Difference{path, *finding.change, may_change, std::move(finding.remark)};
    }

    // A symbolic link: one of the platform's own, or one into the store in place of a part of it.
    Result<std::optional<Difference>> check_link(const Open& directory,
                                                 const TreeEntry& entry,
                                                 const std::string& path,
                                                 Verification& counts,
                                                 std::deque<Pending>& waiting) {
        const bool own = may_change(directory.place, path);
        const auto text = link_text(*directory.fd, entry.name);
        if (!text) {
            return Difference{path, Change::unreadable, own, ::strerrordesc_np(errno)};
        }
        if (entry.mode == Mode::symlink) {
            return cache::blob_id(*text) == entry.id
                       ? std::nullopt
                       : std::optional(Difference{path, Change::changed, own, "it leads to " + *text});
        }
        const auto stored = in_store(directory.place) ? std::nullopt : stored_place(store_, *text, entry);
        if (!stored) {
            return Difference{path, Change::kind, own, "a symbolic link to " + *text};
        }
        return check_stored(*stored, entry, path, counts, waiting);
    }

    // -- Parts of the platform that are links into the store.

    Result<std::optional<Difference>> check_stored(const std::string& at,
                                                   const TreeEntry& entry,
                                                   const std::string& path,
                                                   Verification& counts,
                                                   std::deque<Pending>& waiting) {
        const auto slash = at.rfind('/');
        const auto parent = slash == std::string::npos ? std::string() : at.substr(0, slash);
        const auto name = slash == std::string::npos ? at : at.substr(slash + 1);
        const auto directory = open_below(*projects_.fd, parent, projects_.name);
        struct ::stat status {};
        if (!directory || ::fstatat(**directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
            return Difference{path, Change::missing, false, "the store has lost what the link leads to"};
        }
        if (entry.mode == Mode::directory && S_ISDIR(status.st_mode)) {
            waiting.push_back({&projects_, at, path, entry.id});
            return check_directory_mode(path, status, false);
        }
        if (entry.mode != Mode::directory && S_ISREG(status.st_mode)) {
            return taken(check_file(**directory, name, status, {entry, options_.depth, false}), path, false,
                         counts);
        }
        return Difference{path, Change::kind, false, type_name(status.st_mode)};
    }

    bool tell(const Open& directory,
              const std::string& name,
              const Difference& difference,
              const TreeEntry* expected,
              ::mode_t found) const {
        return visit_
               && visit_({.difference = difference,
                          .directory = *directory.fd,
                          .name = name,
                          .expected = expected,
                          .found = found & S_IFMT,
                          .in_store = in_store(directory.place)});
    }

    const cache::Store& store_;
    const VerifyOptions& options_;
    const Visitor& visit_;
    const std::stop_token& stop_;
    Findings findings_;
    Base projects_;
    exec::Workers* workers_ = nullptr;
    std::atomic<int> tasks_ = 0;  // handed out and not done
    std::atomic<bool> failed_ = false;
    std::mutex mutex_;
    std::optional<Error> error_;
};

}  // namespace

Result<Verification> compare(const cache::Store& store,
                             const Digest& platform,
                             const fs::path& directory,
                             const VerifyOptions& options,
                             const Visitor& visit,
                             const std::stop_token& stop) {
    return Comparison(store, options, visit, stop).run(directory, platform);
}

}  // namespace slipway::assemble
