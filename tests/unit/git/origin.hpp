// Origin: a real repository in a temporary directory, made by stock git, that tests mirror.
#pragma once

#include "tests/support/temporary_directory.hpp"

#include <slipway/git/mirror.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::test {

// What stock git says, without the last newline. No configuration of the user or the system; fixed names and
// dates.
std::string git(const std::filesystem::path& directory,
                const std::vector<std::string>& arguments,
                const std::string& input = {});

class Origin {
public:
    Origin();  // with one commit on "main"

    const std::filesystem::path& path() const { return path_; }
    std::string git(const std::vector<std::string>& arguments) const { return test::git(path_, arguments); }

    void write(std::string_view name, std::string_view bytes) const;
    std::string commit(std::string_view message) const;  // of all that was written; returns its id
    std::string id(std::string_view revision) const;     // in full, of the commit

private:
    TemporaryDirectory directory_;
    std::filesystem::path path_;
};

// A revision of each kind.
slipway::git::Revision head();
slipway::git::Revision branch(std::string name);
slipway::git::Revision tag(std::string name);
slipway::git::Revision revision(std::string name);
slipway::git::Revision refspec(std::string name);

// The mirror of an origin below a directory.
slipway::git::Mirror open(const TemporaryDirectory& directory, const Origin& origin);

// The commit that a revision stands for; fails the test unless there is one, and it is in the mirror.
std::string fetched(slipway::git::Mirror& mirror, const slipway::git::Revision& revision);

// Why there is none.
Error refused(slipway::git::Mirror& mirror, const slipway::git::Revision& revision);

// What read() gave, a line each as `git ls-tree -r` writes it: "100644 path" and the bytes.
struct Entry {
    std::string mode;
    std::string path;
    std::string bytes;

    bool operator==(const Entry&) const = default;
};
std::vector<Entry> entries(const slipway::git::Mirror& mirror, const std::string& commit);

// The same by stock git: ls-tree and cat-file.
std::vector<Entry> entries_by_git(const std::filesystem::path& repository, const std::string& commit);

}  // namespace slipway::test
