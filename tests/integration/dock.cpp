#include "dock.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <filesystem>

namespace slipway::test {

namespace fs = std::filesystem;

void Dock::project(const std::string& archive, const std::map<std::string, std::string>& files) const {
    std::map<std::string, std::string> packed = {{"top/version", archive}};
    for (const auto& [name, written] : files) {
        auto& text = packed["top/" + name];
        text = written;
        for (auto at = text.find("@BASE@"); at != std::string::npos; at = text.find("@BASE@")) {
            text.replace(at, 6, site.url(""));
        }
    }
    site.serve(archive + ".tar", tar_of(packed));
}

void Dock::releases(const std::string& name,
                    const std::string& head,
                    const std::vector<std::string>& versions,
                    const std::string& core) const {
    std::string xml =
        fmt::format("<?xml version=\"1.0\"?>\n<project><short_name>{}</short_name>{}<releases>", name, head);
    for (const auto& version : versions) {
        const auto archive = fmt::format("{}-{}", name, version);
        project(archive);
        // "7.x-2.0-rc1": major 2, extra rc1; core's "7.98": major 7
        const auto own = version.substr(version.find('-') == 3 ? 4 : 0);
        const auto dash = own.find('-');
        xml += fmt::format("<release><version>{}</version><version_major>{}</version_major>", version,
                           own.substr(0, own.find('.')));
        if (dash != std::string::npos) {
            xml += fmt::format("<version_extra>{}</version_extra>", own.substr(dash + 1));
        }
        xml += fmt::format("<status>published</status><download_link>{}</download_link></release>",
                           site.url("/" + archive + ".tar"));
    }
    write(site.files() / "release-history" / name / core, xml + "</releases></project>\n");
}

ProgramOutcome Dock::build(const std::string& lines, const std::vector<std::string>& more) const {
    std::vector<std::string> arguments = {
        "build", site.write_makefile("site.make", std::string(Site::core) + lines), "-o", site / "platform"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return site.slipway(arguments);
}

ProgramOutcome Dock::make(const std::string& lines, const std::vector<std::string>& more) const {
    std::vector<std::string> arguments = {
        "make", site.write_makefile("site.make", std::string(Site::core) + lines), site / "platform"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return site.slipway(arguments);
}

ProgramOutcome Dock::builds(const std::string& lines, const std::vector<std::string>& more) const {
    auto outcome = build(lines, more);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    return outcome;
}

bool Dock::has(const std::string& path) const { return fs::exists(site / "platform" / path); }

std::string Dock::version(const std::string& path) const {
    return contents(site / "platform" / path / "version");
}

std::string makefile(const std::string& lines) { return "core = 7.x\napi = 2\n" + lines; }

std::string from(const std::string& entry, const std::string& archive) {
    return get(entry, "@BASE@/" + archive + ".tar");
}

std::string profile(const std::string& name) {
    return from("projects[" + name + "]", name) + "projects[" + name + "][type] = profile\n";
}

}  // namespace slipway::test
