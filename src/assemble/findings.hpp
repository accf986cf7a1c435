// Findings: what a comparison has found so far: all of it counted, and the first differences by path.
#pragma once

#include <slipway/assemble/verify.hpp>

#include <cstddef>
#include <iterator>
#include <mutex>
#include <set>
#include <utility>

namespace slipway::assemble {

// Thread-safe, but for take().
class Findings {
public:
    explicit Findings(std::size_t most) : most_(most) {}

    void add(Difference difference) {
        const std::lock_guard lock(mutex_);
        auto& changes = difference.may_change ? sum_.where_sites_write : sum_.immutable;
        ++changes.at(static_cast<std::size_t>(difference.change));
        first_.insert(std::move(difference));
        if (first_.size() > most_) {
            first_.erase(std::prev(first_.end()));
        }
    }

    void add(const Verification& counts) {
        const std::lock_guard lock(mutex_);
        sum_.files += counts.files;
        sum_.directories += counts.directories;
        sum_.empty_directories += counts.empty_directories;
        sum_.files_read += counts.files_read;
        sum_.bytes_read += counts.bytes_read;
    }

    Verification take() && {
        sum_.differences.assign(first_.begin(), first_.end());
        return std::move(sum_);
    }

private:
    std::size_t most_;
    std::mutex mutex_;
    Verification sum_;
    std::set<Difference> first_;
};

}  // namespace slipway::assemble
