#include "store_objects.hpp"

#include "site.hpp"

#include <slipway/hash/digest.hpp>

#include <algorithm>
#include <string_view>
#include <system_error>

namespace slipway::test {

namespace fs = std::filesystem;

namespace {

// "objects/ab/cdef….x": the id.
std::string id_in(const fs::path& file) {
    const auto name = file.filename().string();
    return file.parent_path().filename().string() + name.substr(0, name.find('.'));
}

std::string id_of(std::string_view type, const std::string& bytes) {
    std::string object(type);
    object += ' ';
    object += std::to_string(bytes.size());
    object += '\0';
    return sha256(object + bytes).hex();
}

void check_objects(const fs::path& directory, std::string_view type, std::vector<std::string>& wrong) {
    std::error_code error;
    for (fs::recursive_directory_iterator at(directory, error), end; !error && at != end;
         at.increment(error)) {
        if (at->is_regular_file() && id_of(type, contents(at->path())) != id_in(at->path())) {
            wrong.push_back(at->path());
        }
    }
}

}  // namespace

std::vector<std::string> wrong_objects_in(const fs::path& store) {
    std::vector<std::string> wrong;
    check_objects(store / "objects", "blob", wrong);
    check_objects(store / "trees", "tree", wrong);
    return wrong;
}

std::vector<std::string> wrong_in(const fs::path& store) {
    auto wrong = wrong_objects_in(store);
    std::error_code error;
    for (fs::directory_iterator at(store / "tmp", error), end; !error && at != end; at.increment(error)) {
        wrong.push_back(at->path());
    }
    return wrong;
}

}  // namespace slipway::test
