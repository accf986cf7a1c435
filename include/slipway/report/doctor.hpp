// What a machine can do for slipway, as findings: for people and for programs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace slipway::report {

struct Finding {
    // worse: it works, but something is lost by it. bad: something does not work.
    enum class Grade : std::uint8_t { good, worse, bad };

    std::string key;      // stable, for programs: "hard-links"
    std::string subject;  // "hard links from the store"
    std::string answer;   // "yes", "no", "23.1 GB"
    Grade grade = Grade::good;
    std::string meaning;  // what follows from it
};

// A line each, ended by a line feed: subject, answer, meaning.
std::string to_text(const std::vector<Finding>& findings);

// One JSON object, by keys, ended by a line feed.
std::string to_json(const std::vector<Finding>& findings);

}  // namespace slipway::report
