#include "archives.hpp"

#include <fmt/core.h>

#include <fstream>
#include <iterator>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace fs = std::filesystem;

namespace slipway::test {

namespace {

using archive::Entry;

std::string name_of(Entry::Kind kind) {
    switch (kind) {
        case Entry::Kind::file: return "file";
        case Entry::Kind::executable: return "executable";
        case Entry::Kind::symlink: return "symlink";
        case Entry::Kind::hardlink: return "hardlink";
        case Entry::Kind::directory: return "directory";
    }
    return "";
}

std::string little_endian(std::uint64_t number, int size) {
    std::string bytes;
    for (; size > 0; --size, number >>= 8U) {
        bytes += static_cast<char>(number & 0xffU);
    }
    return bytes;
}

std::uint32_t crc32(std::string_view bytes) {
    std::uint32_t crc = ~0U;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc & 1U) != 0 ? crc >> 1U ^ 0xedb88320U : crc >> 1U;
        }
    }
    return ~crc;
}

std::string padded(std::string content) {
    content.resize((content.size() + 511) / 512 * 512, '\0');
    return content;
}

// From "flags" to "length of the extra field": the part that both headers of a zip entry share.
std::string common_zip_fields(const ZipEntry& entry, std::string_view name) {
    const auto size = entry.wrong_size != 0 ? entry.wrong_size : entry.content.size();
    return little_endian(entry.flags, 2) + little_endian(entry.method, 2) + little_endian(0, 4)
           + little_endian(crc32(entry.content), 4) + little_endian(entry.content.size(), 4)
           + little_endian(size, 4) + little_endian(name.size(), 2) + little_endian(0, 2);
}

}  // namespace

Result<Tree> unpacked(std::string_view bytes, archive::Format format, const archive::Limits& limits) {
    Tree tree;
    auto done = archive::unpack(bytes, format, limits, [&tree](const Entry& entry) -> Result<void> {
        const auto added = tree.emplace(
            entry.path.text(),
            Item{name_of(entry.kind), entry.hardlink ? entry.hardlink->text() : std::string(entry.bytes)});
        if (!added.second) {
            throw std::logic_error("handed on twice: " + entry.path.text());
        }
        return {};
    });
    if (!done) {
        return std::move(done).error();
    }
    return tree;
}

Result<Tree> unpacked(std::string_view bytes) {
    const auto format = archive::detect(bytes);
    if (!format) {
        throw std::runtime_error("detected no archive");
    }
    return unpacked(bytes, *format);
}

Tree tree_of(const fs::path& directory) {
    Tree tree;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        auto& item = tree[entry.path().lexically_relative(directory).string()];
        if (entry.is_symlink()) {
            item = {"symlink", fs::read_symlink(entry.path()).string()};
        } else if (entry.is_directory()) {
            item = {"directory", ""};
        } else {
            const bool executable = (entry.status().permissions() & fs::perms::owner_exec) != fs::perms::none;
            item = {executable ? "executable" : "file", read_file(entry.path())};
        }
    }
    return tree;
}

Tree as_on_disk(const Tree& tree) {
    Tree out;
    for (const auto& [path, item] : tree) {
        out[path] = item.kind == "hardlink" ? tree.at(item.content) : item;
        for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
            out.emplace(path.substr(0, slash), Item{"directory", ""});
        }
    }
    return out;
}

std::string difference(const Tree& ours, const Tree& theirs) {
    std::string lines;
    for (const auto& [path, item] : ours) {
        const auto other = theirs.find(path);
        if (other == theirs.end()) {
            lines += fmt::format("only ours: {} {}\n", item.kind, path);
        } else if (other->second != item) {
            lines += fmt::format("differs: {} {}, {} there\n", item.kind, path, other->second.kind);
        }
    }
    for (const auto& [path, item] : theirs) {
        if (!ours.contains(path)) {
            lines += fmt::format("only theirs: {} {}\n", item.kind, path);
        }
    }
    return lines;
}

std::string tar_header(const TarHeader& header) {
    std::string block(512, '\0');
    block.replace(0, header.name.size(), header.name);
    block.replace(100, 7, fmt::format("{:07o}", header.mode));
    block.replace(108, 7, "0000000");
    block.replace(116, 7, "0000000");
    block.replace(124, 11, fmt::format("{:011o}", header.size));
    if (!header.size_field.empty()) {
        block.replace(124, 12, header.size_field);
    }
    block.replace(136, 11, "00000000000");
    block.replace(148, 8, "        ");
    block[156] = header.type;
    block.replace(157, header.link.size(), header.link);
    block.replace(257, 8, std::string_view("ustar\00000", 8));
    const auto sum = std::accumulate(block.begin(), block.end(), 0U, [](unsigned total, char c) {
        return total + static_cast<unsigned char>(c);
    });
    block.replace(148, 7, fmt::format("{:06o}", sum) + '\0');
    return block;
}

std::string tar_file(const std::string& name, const std::string& content) {
    return tar_header({name, '0', content.size()}) + padded(content);
}

std::string pax_header(const std::string& key, const std::string& value, char type) {
    const auto body = fmt::format(" {}={}\n", key, value);
    auto length = body.size();
    while (std::to_string(length).size() + body.size() != length) {
        length = std::to_string(length).size() + body.size();
    }
    const auto record = std::to_string(length) + body;
    return tar_header({"pax", type, record.size()}) + padded(record);
}

std::string tar_end() {
    constexpr std::size_t two_blocks = 1024;
    std::string end;
    end.resize(two_blocks, '\0');
    return end;
}

std::string zip_of(const std::vector<ZipEntry>& entries) {
    std::string zip;
    std::string directory;
    for (const auto& entry : entries) {
        const auto offset = zip.size();
        const auto& local_name = entry.local_name.empty() ? entry.name : entry.local_name;
        zip += "PK\x03\x04" + little_endian(20, 2) + common_zip_fields(entry, local_name) + local_name
               + entry.content;
        directory += "PK\x01\x02" + little_endian(20, 1) + little_endian(entry.host, 1) + little_endian(20, 2)
                     + common_zip_fields(entry, entry.name) + little_endian(0, 6)
                     + little_endian(entry.attributes, 4) + little_endian(offset, 4) + entry.name;
    }
    const auto count = little_endian(entries.size(), 2);
    return zip + directory + "PK\x05\x06" + little_endian(0, 4) + count + count
           + little_endian(directory.size(), 4) + little_endian(zip.size(), 4) + little_endian(0, 2);
}

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const fs::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace slipway::test
