#include <slipway/diag/visible_text.hpp>
#include <slipway/report/summary.hpp>
#include <slipway/report/updates.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace slipway::report {

namespace {

using build::Assessment;
using Kind = build::Assessment::Outcome;
using resolve::Standing;

constexpr std::size_t columns = 5;
using Row = std::array<std::string, columns>;

std::string or_dash(const std::string& text) { return text.empty() ? "-" : visible(text); }

std::string standing_of(const Assessment& assessment) {
    return assessment.outcome == Kind::failed ? "not known"
                                              : std::string(resolve::name_of(assessment.status.standing));
}

bool is_current(const Assessment& assessment) {
    return assessment.outcome == Kind::assessed && assessment.status.standing == Standing::current;
}

// The same project is listed once for each version and place of it.
Row row_of(const Assessment& assessment) {
    const auto& status = assessment.status;
    return {visible(assessment.subject.name), or_dash(assessment.subject.version),
            or_dash(status.recommended), or_dash(status.latest), standing_of(assessment)};
}

std::string lay_out(const std::vector<Row>& rows) {
    std::array<std::size_t, columns> widths{};
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < columns; ++i) {
            widths.at(i) = std::max(widths.at(i), row.at(i).size());
        }
    }
    std::string text;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < columns; ++i) {
            line += fmt::format("{:<{}}  ", row.at(i), widths.at(i));
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

std::string who_asks(const build::Subject& subject) {
    std::string text;
    for (const auto& asker : subject.asked_by) {
        text += fmt::format("  asked for by {}:{}\n", visible(asker.file), asker.line);
    }
    return text;
}

std::string flaws_of(const Assessment& assessment) {
    const auto& subject = assessment.subject;
    auto text = fmt::format("{} {}: {}\n", visible(subject.name), or_dash(subject.version),
                            resolve::name_of(assessment.status.standing));
    if (!subject.path.empty()) {
        text += fmt::format("  in {}\n", visible(subject.path));
    }
    for (const auto& flaw : assessment.status.flaws) {
        text += fmt::format("  {}\n", visible(flaw.why));
    }
    text += who_asks(subject);
    const auto& to = assessment.status.recommended;
    const bool is_way_out = !to.empty() && to != subject.version;
    return text
           + (is_way_out ? fmt::format("  update to {}\n", visible(to))
                         : std::string("  there is no release to update to\n"));
}

std::string part(std::size_t number, std::string_view what) {
    return number == 0 ? std::string() : fmt::format("{}{} {}", ", ", number, what);
}

}  // namespace

UpdateCounts count(std::span<const Checked> all) {
    UpdateCounts out;
    for (const auto& checked : all) {
        for (const auto& assessment : checked.assessments) {
            if (assessment.outcome != Kind::assessed) {
                ++(assessment.outcome == Kind::failed ? out.failed : out.without_feed);
                continue;
            }
            switch (assessment.status.standing) {
                case Standing::current: ++out.current; break;
                case Standing::outdated: ++out.outdated; break;
                case Standing::unknown: ++out.unknown; break;
                case Standing::unsupported: ++out.unsupported; break;
                case Standing::revoked: ++out.revoked; break;
                case Standing::insecure: ++out.insecure; break;
            }
        }
    }
    return out;
}

std::string outdated_table(std::span<const Checked> all) {
    std::vector<Row> rows = {{"project", "current", "recommended", "latest", "standing"}};
    for (const auto& checked : all) {
        for (const auto& assessment : checked.assessments) {
            if (assessment.outcome != Kind::without_feed && !is_current(assessment)) {
                rows.push_back(row_of(assessment));
            }
        }
    }
    return rows.size() == 1 ? std::string() : lay_out(rows);
}

std::string audit_text(std::span<const Checked> all) {
    std::string text;
    for (const auto& checked : all) {
        for (const auto& assessment : checked.assessments) {
            const bool is_flawed =
                assessment.outcome == Kind::assessed && resolve::is_flaw(assessment.status.standing);
            text += is_flawed ? flaws_of(assessment) : std::string();
        }
    }
    return text;
}

std::string summary(const UpdateCounts& counts) {
    const auto releases = counts.current + counts.outdated + counts.unknown + counts.flawed() + counts.failed;
    const auto parts = part(counts.current, "current") + part(counts.outdated, "outdated")
                       + part(counts.unsupported, "unsupported") + part(counts.revoked, "revoked")
                       + part(counts.insecure, "insecure") + part(counts.unknown, "unknown")
                       + part(counts.failed, "not known for want of their release history");
    return fmt::format("{}{}{}\n", counted(releases, "release", "releases"), parts.empty() ? "" : ":",
                       parts.empty() ? "" : parts.substr(1));
}

std::string left_out(std::span<const Checked> all) {
    std::string names;
    std::size_t number = 0;
    for (const auto& checked : all) {
        for (const auto& assessment : checked.assessments) {
            if (assessment.outcome == Kind::without_feed) {
                names += fmt::format("{}{} ({})", names.empty() ? "" : ", ", visible(assessment.subject.name),
                                     assessment.subject.without_feed);
                ++number;
            }
        }
    }
    return number == 0 ? std::string()
                       : fmt::format("note: {} no release history, and nobody looked at {}: {}\n",
                                     number == 1 ? "1 has" : fmt::format("{} have", number),
                                     number == 1 ? "it" : "them", names);
}

}  // namespace slipway::report
