#include "names.hpp"

#include <slipway/hash/checksum.hpp>

#include <fmt/core.h>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <map>

namespace slipway::bill {

namespace {

// NAMESPACE_URL of RFC 4122, appendix C: 6ba7b811-9dad-11d1-80b4-00c04fd430c8.
constexpr std::string_view url_namespace("\x6b\xa7\xb8\x11\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8",
                                         16);

}  // namespace

std::string uuid_of(const lock::Lock& lock) {
    const auto name = fmt::format("urn:slipway:bill:{}:{}", lock.platform.hex(), sha256(to_text(lock)).hex());
    auto hex = checksum_of(ChecksumAlgorithm::sha1, std::string(url_namespace) + name).hex.substr(0, 32);
    hex[12] = '5';  // the version
    constexpr std::string_view digits = "0123456789abcdef";
    hex[16] = digits[8 + digits.find(hex[16]) % 4];  // the variant: binary 10
    return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                       hex.substr(16, 4), hex.substr(20));
}

std::vector<std::string> refs_of(const Bill& bill) {
    std::vector<std::string> out;
    std::map<std::string, std::size_t> taken;
    for (const auto& component : bill.components) {
        auto ref = fmt::format("{}@{}", component.entry.name, component.entry.path);
        const auto number = ++taken[ref];
        out.push_back(number == 1 ? std::move(ref) : fmt::format("{}#{}", ref, number));
    }
    return out;
}

std::string date_text(std::int64_t seconds) {
    const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string_view file_name(std::string_view url) {
    url = url.substr(0, url.find_first_of("?#"));
    return url.substr(url.rfind('/') + 1);
}

bool is_address(std::string_view url) { return url.find("://") != std::string_view::npos; }

std::string location_of(const lock::Source& source) {
    if (!is_address(source.url)) {
        return {};
    }
    const auto with = [&source](std::string_view system) {
        return fmt::format("{}+{}@{}", system, source.url, source.commit);
    };
    switch (source.kind) {
        case lock::Source::Kind::git: return with("git");
        case lock::Source::Kind::svn: return with("svn");
        case lock::Source::Kind::hg: return with("hg");
        case lock::Source::Kind::bzr: return with("bzr");
        case lock::Source::Kind::release:
        case lock::Source::Kind::file:
        case lock::Source::Kind::copy: break;
    }
    return source.url;
}

std::string text_of(const lock::Asker& asker) {
    return fmt::format("{}:{}{}{}", asker.file, asker.line, asker.through.empty() ? "" : " through ",
                       fmt::join(asker.through, ", "));
}

}  // namespace slipway::bill
