// Site: fixtures/demo, packed and served by a real nginx on loopback; and the built program, run as a user
// runs it.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <tests/support/nginx.hpp>
#include <tests/support/program.hpp>
#include <tests/support/temporary_directory.hpp>
#include <vector>

namespace slipway::test {

class Site {
public:
    // `options.git_root` may be given to serve repositories too.
    explicit Site(const NginxOptions& options = {});
    // With its scratch places and all else below `parent`.
    explicit Site(const std::filesystem::path& parent);

    // With nothing to serve yet but core.tar, a core of two files; `core` asks for it.
    static Site bare(const NginxOptions& options = {});
    static constexpr std::string_view core =
        "projects[drupal][type] = core\n"
        "projects[drupal][download][type] = get\n"
        "projects[drupal][download][url] = @BASE@/core.tar\n";

    std::filesystem::path operator/(std::string_view name) const {
        return directory_ / name;
    }                                                                    // a scratch place
    std::filesystem::path files() const { return directory_ / "site"; }  // what nginx serves
    const Nginx& nginx() const noexcept { return nginx_; }
    std::string url(std::string_view path) const { return nginx_.url(path); }

    // Writes a makefile beside the packed ones, "core = 7.x" and "api = 2" put before it; @BASE@ is replaced.
    std::filesystem::path write_makefile(std::string_view name,
                                         std::string_view text,
                                         std::string_view core_version = "7.x") const;

    // Serves the bytes at URL/`name`; gives the whole URL.
    std::string serve(std::string_view name, std::string_view bytes) const;

    // `slipway ARGUMENTS` with this site's release histories; the store is `store` unless the arguments name
    // another.
    std::vector<std::string> command(std::vector<std::string> arguments) const;
    ProgramOutcome slipway(std::vector<std::string> arguments, const RunOptions& options = {}) const;

    // `slipway build MAKEFILE -o PLATFORM`.
    ProgramOutcome build(const std::filesystem::path& makefile, std::string_view platform = "platform") const;
    // Likewise, whatever a lock says.
    ProgramOutcome build_anew(const std::filesystem::path& makefile, std::string_view platform) const;

private:
    enum class Content : bool { demonstration, bare };
    Site(const NginxOptions& options, Content content, const std::filesystem::path& parent);

    TemporaryDirectory directory_;
    Nginx nginx_;
};

// The lines with which a makefile takes `entry` ("projects[boat]") from `url`, a file or an archive.
std::string get(std::string_view entry, std::string_view url);

// A tar of these files, by path.
std::string tar_of(const std::map<std::string, std::string>& files);

// The whole of a small file.
std::string contents(const std::filesystem::path& path);
void write(const std::filesystem::path& path, std::string_view text);

// The names of all files, directories and links below a directory, sorted.
std::vector<std::string> listing(const std::filesystem::path& directory);

// The id that stock git gives a directory: `git write-tree` in a SHA-256 repository.
std::string git_tree_id(const std::filesystem::path& directory);

}  // namespace slipway::test
