// SourceCompiler: puts together the actions for one item. Private to build; its parts are in source.cpp
// (releases and what all have in common), downloads.cpp, repositories.cpp and patches.cpp.
#pragma once

#include "location.hpp"
#include "source.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::build {

class SourceCompiler {
public:
    SourceCompiler(const SourceContext& context, Item& item)
        : context_(context), item_(item), asked_(*item.asked) {}

    std::optional<std::vector<Step>> compile();
    std::vector<Step> patches();

private:
    // Adds an action behind those that are there. `span` is the text to blame if it fails.
    plan::NodeId add(plan::Action action, std::vector<plan::Input> inputs, SourceSpan span);

    // Report what cannot be done; always false.
    bool refuse(std::string_view slug, SourceSpan span, std::string message, std::optional<std::string> help);
    bool refuse(std::string_view slug, SourceSpan span, const Error& error);

    // What the makefile promises of a file; nothing if a promise makes no sense.
    std::optional<std::vector<Checksum>> checksums_of(const makefile::Checksums& asked);

    // The blob behind a URL or path; nothing if it was reported.
    enum class Part : std::uint8_t { source, patch };
    std::optional<plan::Input> file(Part part,
                                    const makefile::Text& url,
                                    RelativeTo relative_to,
                                    std::vector<Checksum> checksums,
                                    std::optional<std::string> form = {});
    std::optional<plan::Input> blob_in_tree(const RelativePath& path, SourceSpan span);

    // Each adds the actions that bring the source; false if something was reported.
    bool from_release(const SelectedRelease& release);
    bool from_download(const makefile::Download& download);
    bool from_file(const makefile::Download& download);
    std::optional<std::string> form_of(const makefile::Download& download) const;
    bool from_directory(const makefile::Download& download);
    RelativeTo download_base() const;

    bool add_lock_file();
    // Likewise, from repositories (repositories.cpp).
    struct Repository {
        bool on_host = false;
        bool working_copy = false;
    };
    bool from_git(const makefile::Download& download);
    bool from_vcs(const makefile::Download& download, plan::FetchVcs::System system);
    bool add_repository(plan::Action action, SourceSpan span, SourceSpan named_at, Repository what);
    bool is_working_copy(const makefile::Download& download);
    // Nothing if something was reported.
    std::optional<plan::FetchGit::Submodules> submodules_of(const makefile::Download& download);

    // What the lock has of them, if it is what is asked for (locked_source.cpp).
    std::optional<Digest> locked_file(Part part,
                                      const makefile::Text& url,
                                      const Location& location,
                                      const std::vector<Checksum>& checksums);
    std::optional<Digest> locked_patch(const makefile::Text& url);
    void pin(plan::FetchGit& action);
    void pin(plan::FetchVcs& action);
    void pin(const plan::CopyDirectory& action);
    // Whether the lock has to have what is asked for, and has not: then nothing of it is planned.
    bool is_amiss(bool is_source);

    bool add_patches();
    // The blob of one, and the actions for it; nothing if it was reported.
    std::optional<plan::Input> patch_file(const makefile::Patch& patch);

    const SourceContext& context_;
    Item& item_;
    const makefile::Project& asked_;
    std::vector<Step> steps_;
};

}  // namespace slipway::build
