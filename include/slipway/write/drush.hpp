// Makefiles as Drush 8 writes them (spec §8.6): for make-lock, make-update, make-convert and make-generate,
// whose output other tools compare and keep. Byte for byte where Drush's text reads back as what it was made
// from; mended where it does not (docs/drush-compatibility.md). Pure.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/write/written.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace slipway::write {

// What is to be written.
struct DrushMakefile {
    // `core`, `defaults`, `projects`, `libraries` … in the order in which YAML has them. A project that is a
    // map with nothing but a NULL version is one without a version: INI says projects[] = "name" then.
    document::Map data;
    // Under which heading INI lists a project ("theme"), by key; "module" where nothing is said.
    std::map<std::string, std::string> types = {};
    // The libraries and projects (by "libraries/KEY") whose download is for a person to fill in.
    std::set<std::string> to_fill_in = {};
    // Whether `api` comes from INI, where it is a text: quoted in YAML then. Otherwise Drush has it as a
    // number.
    bool api_is_text = false;
    // Lines about the whole, without comment signs; they end the file.
    std::vector<std::string> remarks = {};
};

// Problems as for to_ini().
Written to_drush_ini(const DrushMakefile& makefile);
// Problems as for to_yaml(). Without blank lines; texts that look like numbers in quotes.
Written to_drush_yaml(const DrushMakefile& makefile);

}  // namespace slipway::write
