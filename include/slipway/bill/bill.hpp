// Bill: the software bill of materials of a platform, out of its lock and its trees (docs/sbom.md): what it
// consists of, where each part came from and lies, what was done to it, what licence it states, and what it
// says that it needs.
//
// Nothing is guessed: what no file states is left open. The same platform, lock and store give the same bill.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>
#include <slipway/lock/lock.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::bill {

// What a component says of its licence.
struct Licence {
    std::string expression = {};  // of SPDX: "GPL-2.0-or-later", "(MIT OR GPL-2.0-only)"; empty: nothing sure
    std::string name = {};        // as it is stated, where that is no expression of SPDX: "proprietary"
    std::string basis = {};       // the files that say so: "composer.json"
    // The texts and statements that were found, where they do not say together which one holds.
    std::vector<std::string> found = {};

    bool operator==(const Licence&) const = default;
};

// Third-party code inside of a component, as Composer listed it there.
struct Bundled {
    std::string name;  // "symfony/yaml"
    std::string version;
    std::string purl;
    std::string path;  // of the list, in the platform
    Licence licence = {};
};

struct AppliedPatch {
    lock::Patch patch;
    std::optional<std::string> text = {};  // nothing: it is not to be had any more
};

struct Component {
    lock::Entry entry;
    std::string version;             // the lock's; else what a file of the component states
    std::string version_basis = {};  // that file; empty: the lock
    std::string purl = {};
    std::string cpe = {};       // of Drupal's core alone
    std::string supplier = {};  // "drupal.org"; empty: nobody can tell
    bool was_read = true;       // false: the store does not have its files, so nothing of them is known
    Licence licence = {};
    std::vector<AppliedPatch> patches = {};
    std::vector<Bundled> bundled = {};
    std::vector<std::size_t> depends_on = {};  // positions in Bill::components, ascending
    std::vector<std::string> unmet = {};       // modules that its manifests name, and nothing here has
};

struct Bill {
    lock::Lock lock;
    std::vector<Component> components = {};  // as in the lock
    // What a person should know about the bill: what could not be read.
    std::vector<std::string> remarks = {};
};

// The text of a patch; nothing if it is not to be had any more.
using PatchText = std::function<std::optional<std::string>(const lock::Patch&)>;

// ErrorKind::cancelled; what is missing in the store is a remark, and the bill says less.
Result<Bill> compile(lock::Lock lock,
                     const cache::Store& store,
                     const PatchText& patch_text,
                     const std::stop_token& stop);

// Who writes the bill, and when.
struct Origin {
    std::string tool_version;
    std::optional<std::int64_t> time = {};  // in seconds since 1970; nothing: it is left out, or 1970
};

// JSON of CycloneDX 1.6 and of SPDX 2.3, ended by a line feed. Bytes that are not UTF-8 become U+FFFD.
std::string to_cyclonedx(const Bill& bill, const Origin& origin);
std::string to_spdx(const Bill& bill, const Origin& origin);

}  // namespace slipway::bill
