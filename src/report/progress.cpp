#include "slipway/report/progress.hpp"

#include <slipway/report/output.hpp>
#include <slipway/report/summary.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <utility>
#include <variant>

namespace slipway::report {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_updates{50};

// What a person wants to hear of: what came from outside, and what was changed. The rest is our own affair.
bool is_news(const plan::Action& action) {
    return std::holds_alternative<plan::FetchFile>(action) || std::holds_alternative<plan::FetchGit>(action)
           || std::holds_alternative<plan::CopyDirectory>(action)
           || std::holds_alternative<plan::ApplyPatch>(action);
}

class StatusLine final : public Progress {
public:
    explicit StatusLine(ProgressOptions options) : options_(std::move(options)) {}
    ~StatusLine() override { clear(); }
    StatusLine(const StatusLine&) = delete;
    StatusLine& operator=(const StatusLine&) = delete;

    void say(std::string_view text) override {
        const std::lock_guard lock(mutex_);
        put_line(text);
    }

    void started(const plan::Node& node) override {
        const std::lock_guard lock(mutex_);
        ++running_;
        current_ = node.label;
        update();
    }

    void settled(const plan::Node& node, const exec::NodeReport& report) override {
        const std::lock_guard lock(mutex_);
        ++settled_;
        running_ -= report.known || report.outcome == exec::Outcome::skipped || running_ == 0 ? 0U : 1U;
        if (const auto text = line(node, report); !text.empty()) {
            put_line(text + '\n');
        }
        update();
    }

    void waiting() override {
        const std::lock_guard lock(mutex_);
        update();
    }

private:
    std::string line(const plan::Node& node, const exec::NodeReport& report) const {
        if (options_.verbosity == Verbosity::quiet || report.outcome != exec::Outcome::done) {
            return {};  // a failure has a diagnostic of its own, at the end
        }
        if (options_.verbosity == Verbosity::verbose) {
            return fmt::format("{} {}", report.known ? "known" : "done ", node.label);
        }
        const bool told = options_.news && !options_.status_line && !report.known && is_news(node.action);
        return told ? node.label : std::string();
    }

    void put_line(std::string_view text) {
        clear();
        put(options_.out, text);
    }

    void update() {
        const auto now = Clock::now();
        if (!options_.status_line || now - updated_ < between_updates) {
            return;
        }
        updated_ = now;
        auto text =
            fmt::format("{} running, {} done, {}  {}", running_, settled_,
                        human_bytes(options_.bytes_received ? options_.bytes_received() : 0), current_);
        text.resize(
            std::min(text.size(), static_cast<std::size_t>(options_.columns > 1 ? options_.columns - 1 : 0)));
        put(options_.out, "\r\x1b[K" + text);
        static_cast<void>(std::fflush(options_.out));
        shown_ = true;
    }

    void clear() {
        if (std::exchange(shown_, false)) {
            put(options_.out, "\r\x1b[K");
            static_cast<void>(std::fflush(options_.out));
        }
    }

    ProgressOptions options_;
    std::mutex mutex_;  // guards what follows, and keeps lines whole
    std::size_t running_ = 0;
    std::size_t settled_ = 0;
    std::string current_;
    bool shown_ = false;
    Clock::time_point updated_;
};

}  // namespace

std::unique_ptr<Progress> make_progress(ProgressOptions options) {
    return std::make_unique<StatusLine>(std::move(options));
}

}  // namespace slipway::report
