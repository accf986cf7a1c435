// One makefile with everything that it includes and that overrides it, merged (spec §2.4). Private to
// makefile.
#pragma once

#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/makefile/load.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace slipway::makefile {

class IncludeLoader {
public:
    // All outlive the loader.
    IncludeLoader(const Input& input,
                  const FileReader& read,
                  SourceMap& sources,
                  document::Reporter& reporter,
                  Diagnostics& diagnostics)
        : input_(input), read_(read), sources_(sources), reporter_(reporter), diagnostics_(diagnostics) {}

    // What the root file gets on top of its own.
    struct Additions {
        std::vector<document::Value> includes;
        std::vector<document::Value> overrides;
    };

    // Nothing if the file itself cannot be read as a makefile; what is wrong with included ones is reported
    // only.
    std::optional<document::Map> load(FileId file, const Place& place, const Additions& additions = {});

    // The options of all files that were loaded. The last one that sets an option wins, as in Drush, which
    // applies them while it reads.
    const std::map<std::string, Text>& options() const noexcept { return options_; }
    std::map<std::string, Text> take_options() { return std::move(options_); }

    std::set<FileId> take_remote_files() { return std::move(remote_files_); }

    // Whether a remote file was left out.
    bool is_incomplete() const noexcept { return incomplete_; }

private:
    std::vector<document::Map> all_of(const document::Map& root,
                                      std::string_view attribute,
                                      const std::vector<document::Value>& added,
                                      const Place& from);
    std::optional<document::Map> included(const document::Value& element, const Place& from);
    std::optional<Place> place_of(const document::Value& element, const Place& from);
    std::optional<Place> place_in_repository(const document::Value& element);
    Result<std::string> read(const document::Value& element, const Place& from, Place& place);
    std::optional<document::Map> open(const document::Value& element, const Place& from, Place place);
    bool enters(const Place& place, const document::Value& element);
    void apply_options(const document::Map& root);
    bool is_allowed(const document::Map::Entry& option);
    void apply_option(const std::string& name, Text value);

    const Input& input_;
    const FileReader& read_;
    SourceMap& sources_;
    document::Reporter& reporter_;
    Diagnostics& diagnostics_;
    std::map<std::string, Text> options_;
    std::set<FileId> remote_files_;
    std::vector<std::string> open_;  // the files being read, outermost first
    std::size_t files_ = 0;          // included so far
    std::size_t bytes_ = 0;
    bool incomplete_ = false;
};

}  // namespace slipway::makefile
