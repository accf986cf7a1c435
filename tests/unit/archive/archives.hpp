// Archives for tests: made byte by byte, and unpacked into something that can be compared.
#pragma once

#include <slipway/archive/unpack.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::test {

// What stands at a path: "file", "executable", "symlink", "directory" or "hardlink", and its content, target
// or origin.
struct Item {
    std::string kind;
    std::string content;

    bool operator==(const Item&) const = default;
};

using Tree = std::map<std::string, Item>;

// What unpack() hands on, or its error.
Result<Tree> unpacked(std::string_view bytes, archive::Format format, const archive::Limits& limits = {});

// The same of what detect() says. Throws std::runtime_error if it says nothing.
Result<Tree> unpacked(std::string_view bytes);

// What a program has unpacked into a directory, in the same form; hard links appear as the files they are.
Tree tree_of(const std::filesystem::path& directory);

// The tree with each hard link replaced by the file it repeats, and with all directories that names imply.
Tree as_on_disk(const Tree& tree);

// The paths at which two trees differ, a line each; empty if they are equal.
std::string difference(const Tree& ours, const Tree& theirs);

struct TarHeader {
    std::string name;
    char type = '0';
    std::uint64_t size = 0;
    std::string link = {};
    unsigned mode = 0644;
    std::string size_field = {};  // these twelve bytes instead of the size in octal
};

// 512 bytes, in ustar form, with the right checksum.
std::string tar_header(const TarHeader& header);

// A header and content, padded.
std::string tar_file(const std::string& name, const std::string& content);

// A pax header that says `key=value` of the next entry.
std::string pax_header(const std::string& key, const std::string& value, char type = 'x');

// Two empty blocks.
std::string tar_end();

struct ZipEntry {
    std::string name;
    std::string content;
    std::uint32_t attributes = 0100644U << 16U;
    std::uint8_t host = 3;  // Unix
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
    std::uint32_t wrong_size = 0;  // stated in the central directory instead of the content's, if not 0
    std::string local_name = {};   // in the local header, if other than the name
};

// A zip of stored entries.
std::string zip_of(const std::vector<ZipEntry>& entries);

std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace slipway::test
