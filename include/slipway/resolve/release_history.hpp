// Release history: what an update service says of a project (spec §3.3), and the release that a makefile's
// version means.
//
// Pure functions of the document's bytes. The only module that knows pugixml.
#pragma once

#include <slipway/base/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace slipway::resolve {

struct ReleaseFile {
    std::string url;
    std::string archive_type;
    std::string variant;
    std::string md5;
};

struct Release {
    std::string version;  // "7.x-3.29", "7.103", "2.0.1"
    std::string major;
    std::string patch;
    std::string extra;       // "" for a stable release; "dev", "beta1"
    bool has_extra = false;  // whether the document has the element at all: what "best" looks at
    std::string download_link;
    std::string md5;   // mdhash, or the md5 of the file whose URL is download_link; may be empty
    std::string date;  // as written: seconds since 1970
    std::vector<ReleaseFile> files;
    bool insecure = false;         // what the service says of it: not to be used any more
    bool unsupported = false;      // likewise
    bool security_update = false;  // it mends what makes older ones insecure
};

struct ReleaseHistory {
    std::string name;
    std::string type;  // "core", "module", "theme", "profile", "theme engine", "translation", "utility", or
                       // as written
    std::string recommended_major;
    std::vector<std::string>
        supported_majors;           // in listed order, derived from supported_branches where there are none
    std::vector<Release> releases;  // published ones, in document order
    // "published"; "insecure", "revoked", "unpublished" or "unsupported" for a project that is given up.
    std::string project_status = {};
    // What versions of supported releases begin with, "8.x-1.": of documents that name no majors.
    std::vector<std::string> supported_branches = {};
    std::vector<std::string> revoked = {};  // versions of releases that are not published any more
};

// ErrorKind::not_found with the service's own words for an <error> document; corrupt for what is no release
// history (an HTML page is said to be one).
Result<ReleaseHistory> parse_release_history(std::string_view xml);

// What is asked of a history: for a core project versions are compared as written ("7.103"), else with "7.x-"
// before.
struct VersionRequest {
    std::string core;     // "7.x"
    std::string version;  // as the author wrote it; empty for the recommended release
    bool is_core = false;
};

// The release that Drush takes (spec §3.3's table), plus our extensions: "7.x-1.0" in full, and semantic
// versions for contrib of core 8 and later. not_found names the nearest releases there are, and the newest
// recommended one.
Result<const Release*> select_release(const ReleaseHistory& history, const VersionRequest& request);

// The release that Drush's make-update takes for the version that a makefile has (spec §8.5): the newest
// stable one of its major if that is still supported, else of the recommended major; of either only what is
// neither insecure nor unsupported, and never one that is listed as older than the exact release that is
// asked for. Without a version: what select_release() takes. Errors as there.
Result<const Release*> select_update(const ReleaseHistory& history, const VersionRequest& request);

// The file to download: for profiles the tar.gz of `variant` if the release has one, else the download link.
struct Download {
    std::string url;
    std::string md5;  // of exactly that file; empty if the document does not tell
};
Download download_of(const Release& release, std::string_view variant);

// "<location>/<project>/<core>", with 9.x and later as "all" (spec §3.3).
std::string history_url(std::string_view location, std::string_view project, std::string_view core);

inline constexpr std::string_view default_location = "https://updates.drupal.org/release-history";

// Whether the version that was asked for names one release for good ("1.2", "7.x-3.0-beta1"), so that a
// history seen once settles it: not empty, not a major alone, not a development snapshot.
bool is_exact(const VersionRequest& request);

}  // namespace slipway::resolve
