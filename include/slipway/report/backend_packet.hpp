// What a Drush that called another with --backend reads from its standard output: the log and the exit status
// as JSON between two marks (includes/backend.inc of Drush). Aegir calls `make` so.
#pragma once

#include <slipway/report/drush_log.hpp>

#include <span>
#include <string>

namespace slipway::report {

struct LogEntry {
    LogClass log_class = LogClass::ok;
    std::string message;
    std::string code = {};  // "DOWNLOAD_ERROR"; empty where Drush has none
};

// The packet with its marks, ended by a line feed. `status`: the exit status. Without times and memory, so
// that two runs say the same.
std::string backend_packet(std::span<const LogEntry> log, int status);

}  // namespace slipway::report
