#include "git_apply.hpp"

#include "git_hunks.hpp"
#include "git_reader.hpp"

#include <slipway/hash/checksum.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <map>

namespace slipway::patch {

namespace {

GitMode git_mode(FileMode mode) {
    switch (mode) {
        case FileMode::executable: return regular_type | 0755U;
        case FileMode::symlink: return symlink_type;
        case FileMode::regular: break;
    }
    return regular_type | 0644U;
}

FileMode file_mode(GitMode mode) {
    if ((mode & type_mask) == symlink_type) {
        return FileMode::symlink;
    }
    return (mode & 0100U) != 0 ? FileMode::executable : FileMode::regular;
}

std::string blob_id(std::string_view bytes) {
    return checksum_of(ChecksumAlgorithm::sha1,
                       fmt::format("blob {}", bytes.size()) + '\0' + std::string(bytes))
        .hex;
}

bool is_full_id(const std::string& id) {
    return id.size() == 40 && id.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

Error conflict(std::string message) { return {ErrorKind::conflict, std::move(message)}; }

// A binary patch holds only for the bytes whose ids it names.
Result<std::string> apply_binary(const FilePatch& patch, std::string_view old) {
    const auto& name = patch.name();
    if (!is_full_id(patch.old_id) || !is_full_id(patch.new_id)) {
        return conflict(fmt::format("the patch says that '{}' changes, but not how: it holds no binary data",
                                    name))
            .with_help("make the patch with 'git diff --binary'");
    }
    if (patch.old_name ? blob_id(old) != patch.old_id : !old.empty()) {
        return conflict(fmt::format("'{}' is not the binary file that the patch was made for", name));
    }
    if (patch.new_id.find_first_not_of('0') == std::string::npos) {
        return std::string();  // removed
    }
    if (!patch.data) {
        return conflict(fmt::format("the patch holds no data for the binary file '{}'", name))
            .with_help("make the patch with 'git diff --binary'");
    }
    auto bytes = patch.data->bytes;
    if (patch.data->method == BinaryHunk::Method::delta) {
        auto made = apply_delta(old, patch.data->bytes);
        if (!made) {
            return Error(ErrorKind::corrupt, fmt::format("'{}': {}", name, made.error().message()));
        }
        bytes = *std::move(made);
    }
    if (blob_id(bytes) != patch.new_id) {
        return Error(ErrorKind::corrupt,
                     fmt::format("the binary patch for '{}' does not give the bytes that it promises", name));
    }
    return bytes;
}

constexpr std::size_t bytes_a_line = 4;  // copying so much is as hard as comparing a line

class Attempt {
public:
    Attempt(std::vector<FilePatch> patches, Tree& tree) : patches_(std::move(patches)), tree_(tree) {}

    Result<Applied> run() {
        for (const auto& patch : patches_) {
            if (!patch.new_name || patch.renames) {
                known_[*patch.old_name] = Known{Fate::to_be_removed, nullptr};
            }
        }
        outcomes_.reserve(patches_.size());  // known_ points into it
        for (auto& patch : patches_) {
            SLIPWAY_TRY(check_one(patch));
        }
        applied_.changes = SLIPWAY_TRY(results());
        return std::move(applied_);
    }

private:
    struct Outcome {
        std::string bytes;
        GitMode mode;
    };

    // What is known of a path from the whole list and from the patches before. A patch sees what those before
    // it made of its file, unless it renames or copies: those always start from the tree.
    enum class Fate : std::uint8_t { to_be_removed, removed, written };
    struct Known {
        Fate fate{};
        Outcome* outcome = nullptr;
    };

    Result<void> check_one(FilePatch& patch) {
        SLIPWAY_TRY(check_paths(patch));
        const auto* const before = SLIPWAY_TRY(check_old(patch));
        SLIPWAY_TRY(check_new(patch));
        SLIPWAY_TRY(check_types(patch));
        const auto old = SLIPWAY_TRY(old_bytes(patch, before));
        effort_.spend(old.size() / bytes_a_line);
        auto bytes = SLIPWAY_TRY(patched(patch, old));
        SLIPWAY_TRY(check_size(patch, bytes.size()));
        if (patch.removes == Answer::yes && !bytes.empty()) {
            return conflict(fmt::format("the patch removes '{}', but the file has more in it", patch.name()))
                .with_help("the file is not the one that the patch was made for");
        }
        if (patch.removes != Answer::yes && file_mode(patch.new_mode) == FileMode::symlink && bytes.empty()) {
            return conflict(fmt::format("the patch makes '{}' a link that leads nowhere", patch.name()));
        }
        outcomes_.push_back(Outcome{std::move(bytes), patch.new_mode});
        remember(patch, outcomes_.back());
        return {};
    }

    // Small patches can ask for much: a thousand copies of one large file.
    Result<void> check_size(const FilePatch& patch, std::size_t bytes) {
        effort_.spend(1 + bytes / bytes_a_line);
        if (effort_.exhausted() || bytes > most_bytes - made_) {
            return Error(ErrorKind::unsupported,
                         fmt::format("'{}': the patch makes too much of itself", patch.name()))
                .with_help("no patch may make more than 1 GiB");
        }
        made_ += bytes;
        return {};
    }

    static Result<void> check_paths(const FilePatch& patch) {
        for (const auto& name : {patch.old_name, patch.new_name}) {
            // "./f" is inside, but git knows no file by that name: no answer, and no danger.
            if (name && !RelativePath::parse(*name) && RelativePath::parse_lenient(*name)) {
                return Error(ErrorKind::corrupt,
                             fmt::format("the patch names '{}', as git names no file", *name));
            }
            if (name) {
                SLIPWAY_TRY(safe_path(*name));
            }
        }
        if ((patch.old_mode & type_mask) == submodule_type
            || (patch.new_mode & type_mask) == submodule_type) {
            return Error(ErrorKind::unsupported,
                         fmt::format("the patch changes '{}', a git submodule", patch.name()));
        }
        return {};
    }

    Result<const Outcome*> previous(const FilePatch& patch) const {
        if (patch.copies || patch.renames || !patch.old_name) {
            return nullptr;
        }
        const auto known = known_.find(*patch.old_name);
        if (known == known_.end() || known->second.fate == Fate::to_be_removed) {
            return nullptr;
        }
        if (known->second.fate == Fate::removed) {
            return conflict(
                fmt::format("the patch changes '{}' after it removed or renamed it", *patch.old_name));
        }
        return known->second.outcome;
    }

    // Finds what the patch changes, and whether a traditional one creates its file.
    Result<const Outcome*> check_old(FilePatch& patch) {
        if (!patch.old_name) {
            return nullptr;
        }
        if (patch.creates == Answer::yes) {
            return Error(ErrorKind::corrupt,
                         fmt::format("the patch creates '{}' and says what it was", patch.name()));
        }
        const auto* const before = SLIPWAY_TRY(previous(patch));
        const auto* const file = before != nullptr ? nullptr : SLIPWAY_TRY(find(*patch.old_name));
        if (before == nullptr && file == nullptr) {
            if (patch.creates == Answer::unknown) {
                patch.creates = Answer::yes;
                patch.removes = Answer::no;
                patch.old_name.reset();
                return nullptr;
            }
            return Error(ErrorKind::not_found,
                         fmt::format("the patch changes '{}', which is not there", *patch.old_name));
        }
        const auto mode = before != nullptr ? before->mode : git_mode(file->mode);
        patch.creates = Answer::no;
        patch.old_mode = patch.old_mode == 0 ? mode : patch.old_mode;
        if (((mode ^ patch.old_mode) & type_mask) != 0) {
            return conflict(
                fmt::format("'{}' is not of the type (link or file) that the patch says", patch.name()));
        }
        if (patch.new_mode == 0 && patch.removes == Answer::no) {
            patch.new_mode = mode;
        }
        return before;
    }

    // What is created must not be there yet, unless the patch also takes it away.
    Result<void> check_new(FilePatch& patch) {
        if (!patch.new_name || (patch.creates != Answer::yes && !patch.renames && !patch.copies)) {
            return {};
        }
        const auto known = known_.find(*patch.new_name);
        const bool goes = known != known_.end() && known->second.fate != Fate::written;
        if (!goes && SLIPWAY_TRY(find(*patch.new_name)) != nullptr) {
            return conflict(fmt::format("the patch creates '{}', which is there already", *patch.new_name))
                .with_help("perhaps the patch seems already applied: remove it");
        }
        if (patch.new_mode == 0) {
            patch.new_mode = patch.creates == Answer::yes ? regular_type | 0644U : patch.old_mode;
        }
        return {};
    }

    static Result<void> check_types(FilePatch& patch) {
        if (!patch.old_name || !patch.new_name) {
            return {};
        }
        patch.new_mode = patch.new_mode == 0 ? patch.old_mode : patch.new_mode;
        if (((patch.old_mode ^ patch.new_mode) & type_mask) != 0) {
            return conflict(
                fmt::format("the patch makes a link of the file '{}', or a file of the link", patch.name()));
        }
        return {};
    }

    Result<const File*> find(const std::string& name) { return tree_.find(SLIPWAY_TRY(safe_path(name))); }

    // Views into the tree or into the outcome before.
    Result<std::string_view> old_bytes(const FilePatch& patch, const Outcome* before) {
        if (before != nullptr) {
            return std::string_view(before->bytes);
        }
        if (!patch.old_name) {
            return std::string_view();
        }
        const auto path = SLIPWAY_TRY(safe_path(*patch.old_name));
        return std::string_view(SLIPWAY_TRY(tree_.find_directly(path))->bytes);
    }

    Result<std::string> patched(const FilePatch& patch, std::string_view old) {
        if (patch.binary) {
            return apply_binary(patch, old);
        }
        const auto path = SLIPWAY_TRY(safe_path(patch.new_name ? *patch.new_name : *patch.old_name));
        Image image(old);
        for (std::size_t i = 0; i < patch.hunks.size(); ++i) {
            const auto offset = SLIPWAY_TRY(put_hunk(patch.name(), i + 1, patch.hunks[i], image, effort_));
            if (offset != 0) {
                applied_.shifts.push_back(Shift{path, i + 1, offset, 0});
            }
        }
        return image.bytes();
    }

    void remember(const FilePatch& patch, Outcome& outcome) {
        if (patch.new_name) {
            auto& known = known_[*patch.new_name];
            if (known.outcome != nullptr && patch.removes != Answer::yes) {
                made_ -= known.outcome->bytes.size();
                known.outcome->bytes = {};  // the new one takes its place
            }
            known = Known{Fate::written, &outcome};
        }
        if (!patch.new_name || patch.renames) {
            known_[*patch.old_name] = Known{Fate::removed, nullptr};
        }
    }

    // First all that goes, then all that comes, in the order of the patch.
    Result<std::vector<Change>> results() {
        FileMap changes;
        for (const auto& patch : patches_) {
            if (patch.removes == Answer::yes || (patch.creates != Answer::yes && !patch.copies)) {
                changes.insert_or_assign(SLIPWAY_TRY(safe_path(*patch.old_name)), std::nullopt);
            }
        }
        for (std::size_t i = 0; i < patches_.size(); ++i) {
            if (patches_[i].removes != Answer::yes) {
                auto& [bytes, mode] = outcomes_[i];
                changes.insert_or_assign(SLIPWAY_TRY(safe_path(*patches_[i].new_name)),
                                         File{file_mode(mode), std::move(bytes)});
            }
        }
        return settle(changes, tree_);
    }

    std::vector<FilePatch> patches_;
    Tree& tree_;
    std::map<std::string, Known> known_;
    std::vector<Outcome> outcomes_;
    Applied applied_;
    Effort effort_;
    std::size_t made_ = 0;  // bytes, of all outcomes
};

}  // namespace

Result<Applied> apply_as_git(std::string_view patch, int strip, Tree& tree) {
    auto patches = SLIPWAY_TRY(read_git_patches(patch, strip));
    auto applied = SLIPWAY_TRY(Attempt(std::move(patches), tree).run());
    applied.strip = strip;
    return applied;
}

}  // namespace slipway::patch
