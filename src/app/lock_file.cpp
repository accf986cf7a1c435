#include "lock_file.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/document/nearest.hpp>
#include <slipway/net/transport.hpp>
#include <slipway/report/lock_changes.hpp>
#include <slipway/sys/file.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::app {

namespace {

constexpr std::size_t largest_lock = std::size_t{256} << 20U;

// Under which name a lock has its root makefile.
std::string name_in_lock(const std::string& makefile) {
    return makefile.find("://") == std::string::npos ? std::filesystem::path(makefile).filename().native()
                                                     : net::display_url(makefile);
}

void report(Diagnostics& diagnostics, std::string_view slug, std::string message, std::string help) {
    diagnostics.report({.slug = slug, .span = {}, .message = std::move(message), .help = std::move(help)});
}

// Whether the lock knows everything that is to be upgraded.
bool knows_all(const lock::Lock& lock, const std::vector<std::string>& names, Diagnostics& diagnostics) {
    std::vector<std::string_view> known;
    for (const auto& entry : lock.entries) {
        known.emplace_back(entry.name);
        known.emplace_back(entry.key);
    }
    for (const auto& input : lock.inputs) {
        known.emplace_back(input.path);
    }
    bool all = true;
    for (const auto& name : names) {
        if (std::ranges::find(known, name) == known.end()) {
            const auto meant = document::nearest(name, known);
            report(diagnostics, slug::lock_outdated,
                   fmt::format("nothing in the lock is called '{}', so it cannot be upgraded", name),
                   meant ? fmt::format("there is '{}'", *meant)
                         : "name a project or library of the lock, or none to upgrade them all");
            all = false;
        }
    }
    return all;
}

}  // namespace

std::filesystem::path lock_file_for(const BuildCommand& command) {
    const auto& file = command.lock.file;
    return file.empty() || file == "-" ? lock_file_of(command.options.makefile) : file;
}

std::filesystem::path lock_file_of(const std::string& makefile) {
    if (makefile == "-") {
        return {};
    }
    if (makefile.find("://") == std::string::npos) {
        return fmt::format("{}.lock", makefile);
    }
    const auto path = std::string_view(makefile).substr(0, makefile.find_first_of("?#"));
    return fmt::format("{}.lock", path.substr(path.rfind('/') + 1));
}

bool LockFile::read(const std::string& makefile, SourceMap& sources, Diagnostics& diagnostics) {
    auto text = read_file(path_, largest_lock);
    if (!text && text.error().kind() == ErrorKind::not_found) {
        return true;
    }
    if (!text) {
        report(diagnostics, slug::malformed_lock, text.error().to_string(),
               "build without the lock: --no-lock");
        return false;
    }
    const auto file = sources.add(path_.native(), *text);
    lock_ = lock::read(file, sources, diagnostics);
    if (!lock_) {
        return false;
    }
    text_ = *std::move(text);
    const auto name = name_in_lock(makefile);
    if (std::ranges::find(lock_->inputs, name, &lock::Input::path) == lock_->inputs.end()) {
        report(diagnostics, slug::foreign_lock,
               fmt::format("{} is the lock of another makefile: {} is not among those that it was made from",
                           path_.native(), name),
               "rename it back, or write the lock anew: slipway lock --upgrade");
        lock_.reset();
        return false;
    }
    return true;
}

void LockFile::glance(const std::string& makefile) {
    SourceMap unshown;
    Diagnostics unheard;
    if (!read(makefile, unshown, unheard)) {
        lock_.reset();
    }
}

bool LockFile::write(const lock::Lock& lock, Severity severity, Diagnostics& diagnostics) {
    auto text = lock::to_text(lock);
    if (text == text_) {
        return true;
    }
    if (auto written = write_file_atomically(path_, text, true); !written) {
        diagnostics.report(
            {.severity = severity,
             .slug = slug::lock_not_written,
             .span = {},
             .message = fmt::format("the lock could not be written: {}", written.error().to_string()),
             .help = "build with --locked, which writes none, or with --no-lock; or have it "
                     "elsewhere: slipway lock -o LOCK"});
        return severity != Severity::error;
    }
    news_ = fmt::format("wrote {}\n{}", path_.native(), lock_ ? report::lock_changes(*lock_, lock) : "");
    text_ = std::move(text);
    lock_ = lock;
    return true;
}

bool use_lock(const LockUse& use,
              LockFile& file,
              build::Options& options,
              SourceMap& sources,
              Diagnostics& diagnostics) {
    const bool all_upgraded = use.upgrade && use.upgrade->empty();
    if (all_upgraded) {
        file.glance(options.makefile);
    } else if (!file.read(options.makefile, sources, diagnostics)) {
        return false;
    }
    if (use.required && file.lock() == nullptr) {
        report(
            diagnostics, slug::missing_lock,
            fmt::format("there is no lock {}, and --locked builds nothing without one", file.path().native()),
            fmt::format("write it: slipway lock {}", options.makefile));
        return false;
    }
    if (use.upgrade && file.lock() != nullptr && !knows_all(*file.lock(), *use.upgrade, diagnostics)) {
        return false;
    }
    options.lock = all_upgraded ? nullptr : file.lock();
    options.locked = use.required;
    options.upgrade = use.upgrade;
    if (use.written) {
        const auto severity = use.is_result ? Severity::error : Severity::warning;
        options.keep_lock = [&file, severity](const lock::Lock& lock, Diagnostics& found) {
            return file.write(lock, severity, found);
        };
    }
    return true;
}

}  // namespace slipway::app
