#include "fields.hpp"
#include "json.hpp"
#include "names.hpp"

#include <slipway/base/relative_path.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/lock/lock.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace slipway::lock {

namespace {

// The position of a word in a list of them; reports if it is none.
template <std::size_t size>
std::size_t position_of(const Node* node,
                        const std::array<std::string_view, size>& words,
                        std::string_view key,
                        Reporter& reporter) {
    if (node == nullptr || node->kind != Node::Kind::text) {
        return 0;
    }
    const auto found = std::ranges::find(words, node->text);
    if (found == words.end()) {
        reporter.report(node->span,
                        fmt::format("'{}' is no {}: there are {}", node->text, key, fmt::join(words, ", ")));
        return 0;
    }
    return static_cast<std::size_t>(found - words.begin());
}

std::string read_text(const Node& node, Reporter& reporter) {
    if (node.kind != Node::Kind::text) {
        reporter.report(node.span, "a text in quotes belongs here");
    }
    return node.text;
}

Input read_input(const Node& node, Reporter& reporter) {
    Fields fields(node, reporter, "a makefile");
    Input out{.path = fields.text("path"), .sha256 = fields.digest("sha256")};
    fields.refuse_others();
    return out;
}

Asker read_asker(const Node& node, Reporter& reporter) {
    Fields fields(node, reporter, "who asks");
    Asker out{.file = fields.text("file"), .line = fields.number("line")};
    out.through = fields.list_of(fields.find("through"), "through", read_text);
    fields.refuse_others();
    return out;
}

Content content_of(Fields& fields) {
    return {.sha256 = fields.digest("sha256"), .size = fields.number("size")};
}

std::optional<Content> content_if_any(Fields& fields) {
    const bool is_there = fields.find("sha256") != nullptr || fields.find("size") != nullptr;
    return is_there ? std::optional(content_of(fields)) : std::nullopt;
}

std::optional<std::string> text_or_nothing(Fields& fields, std::string_view key) {
    const bool is_there = fields.find(key) != nullptr;
    return is_there ? std::optional(fields.text_if_any(key)) : std::nullopt;
}

Patch read_patch(const Node& node, Reporter& reporter) {
    Fields fields(node, reporter, "a patch");
    Patch out{.url = fields.text("url"), .content = content_of(fields)};
    fields.refuse_others();
    return out;
}

Translation read_translation(const Node& node, Reporter& reporter) {
    Fields fields(node, reporter, "a translation");
    Translation out{.language = fields.text("language"), .url = fields.text("url")};
    out.content = content_if_any(fields);
    fields.refuse_others();
    return out;
}

PassedOver read_passed_over(const Node& node, Reporter& reporter) {
    Fields fields(node, reporter, "what was passed over");
    PassedOver out{.version = fields.text_if_any("version"), .asker = {}};
    if (const auto* asker = fields.get("asked_by"); asker != nullptr) {
        out.asker = read_asker(*asker, reporter);
    }
    fields.refuse_others();
    return out;
}

Source read_source(const Node& node, Reporter& reporter) {
    Fields fields(node, reporter, "a source");
    Source out;
    const auto* kind = fields.get("type");
    static_cast<void>(fields.text_if_any("type"));
    out.kind = static_cast<Source::Kind>(position_of(kind, source_kinds, "type of a source", reporter));
    out.url = fields.text("url");
    out.final_url = fields.text_if_any("final_url");
    for (std::size_t i = 1; i < wanted_names.size(); ++i) {
        if (const auto* name = fields.find(wanted_names[i]); name != nullptr) {
            if (out.wanted != Source::Wanted::head) {
                reporter.report(name->span, "a repository was asked for one thing, by one name");
            }
            out.wanted = static_cast<Source::Wanted>(i);
            out.name = read_text(*name, reporter);
        }
    }
    out.commit = fields.text_if_any("commit");
    out.submodules = fields.text_if_any("submodules");
    out.describe = text_or_nothing(fields, "describe");
    out.content = content_if_any(fields);
    out.etag = fields.text_if_any("etag");
    out.date = fields.text_if_any("date");
    out.feed = fields.text_if_any("feed");
    out.requested = text_or_nothing(fields, "requested");
    out.variant = fields.text_if_any("variant");
    out.service_type = fields.text_if_any("service_type");
    out.md5 = fields.text_if_any("md5");
    out.tree = fields.digest("tree");
    fields.refuse_others();
    return out;
}

Entry read_entry(const Node& node, Reporter& reporter) {
    Fields fields(node, reporter, "a project");
    Entry out;
    out.name = fields.text("name");
    out.key = fields.text_if_any("key");
    out.key = out.key.empty() ? out.name : out.key;
    out.type = fields.text("type");
    out.version = fields.text_if_any("version");
    out.path = fields.text("path");
    if (const auto* path = fields.find("path"); path != nullptr && !out.path.empty()) {
        if (const auto parsed = RelativePath::parse(out.path); !parsed) {
            reporter.report(path->span, parsed.error().to_string());
        }
    }
    out.asked_by = fields.list_of(fields.get("asked_by"), "asked_by", read_asker);
    if (const auto* source = fields.get("source"); source != nullptr) {
        out.source = read_source(*source, reporter);
    }
    out.patches = fields.list_of(fields.find("patches"), "patches", read_patch);
    out.translations = fields.list_of(fields.find("translations"), "translations", read_translation);
    out.passed_over = fields.list_of(fields.find("passed_over"), "passed_over", read_passed_over);
    out.tree = fields.digest("tree");
    fields.refuse_others();
    return out;
}

Entry read_library(const Node& node, Reporter& reporter) {
    auto out = read_entry(node, reporter);
    out.group = Entry::Group::libraries;
    return out;
}

void refuse_twins(const Lock& lock, const Node& projects, const Node& libraries, Reporter& reporter) {
    std::set<std::tuple<Entry::Group, std::string_view, std::string_view>> seen;
    for (std::size_t i = 0; i < lock.entries.size(); ++i) {
        const auto& entry = lock.entries[i];
        const auto& node =
            i < projects.items.size() ? projects.items[i] : libraries.items[i - projects.items.size()];
        if (!seen.emplace(entry.group, entry.name, entry.path).second) {
            reporter.report(node.span, fmt::format("'{}' stands twice at '{}'", entry.name, entry.path));
        }
    }
}

Lock read_lock(const Node& root, Reporter& reporter) {
    Fields fields(root, reporter, "a lock");
    fields.find("lock_version");
    Lock out{.platform = fields.digest("platform"), .core = fields.text("core")};
    out.inputs = fields.list_of(fields.get("inputs"), "inputs", read_input);
    const auto* projects = fields.get("projects");
    const auto* libraries = fields.get("libraries");
    out.entries = fields.list_of(projects, "projects", read_entry);
    for (auto& library : fields.list_of(libraries, "libraries", read_library)) {
        out.entries.push_back(std::move(library));
    }
    out.missing = fields.list_of(fields.find("missing"), "missing", read_text);
    fields.refuse_others();
    if (!reporter.failed()) {
        refuse_twins(out, *projects, *libraries, reporter);
    }
    return out;
}

// A line that git or another program leaves where it could not merge.
std::optional<SourceSpan> conflict_mark(FileId file, std::string_view text) {
    for (std::size_t begin = 0; begin < text.size();) {
        const auto feed = std::min(text.find('\n', begin), text.size());
        const auto line = text.substr(begin, feed - begin);
        if (line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>") || line.starts_with("=======")) {
            return SourceSpan{file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(feed)};
        }
        begin = feed + 1;
    }
    return std::nullopt;
}

// Whether the version is one that this program knows; reports if not.
bool is_known_version(const Node& root, Diagnostics& diagnostics, Reporter& reporter) {
    const auto found = std::ranges::find(root.members, "lock_version", &Member::key);
    if (found == root.members.end()) {
        reporter.report(root.span, "this is no lock: it has no 'lock_version'");
        return false;
    }
    const auto& node = found->value;
    if (node.kind != Node::Kind::number || node.number == 0) {
        reporter.report(node.span, "'lock_version' is a number from 1 on");
        return false;
    }
    if (node.number > version) {
        diagnostics.report(
            {.slug = slug::newer_lock,
             .span = node.span,
             .message = fmt::format("this lock is of version {}; this slipway knows versions up to {}",
                                    node.number, version),
             .help = "use the slipway that wrote it, or a newer one"});
        return false;
    }
    return true;
}

}  // namespace

std::optional<Lock> read(FileId file, const SourceMap& sources, Diagnostics& diagnostics) {
    const std::string_view text = sources[file].text;
    if (const auto mark = conflict_mark(file, text)) {
        diagnostics.report(
            {.slug = slug::conflict_marker,
             .span = *mark,
             .message = "a merge left both sides of a conflict in this lock",
             .help = "take one side of the lock and of its makefiles, then write the lock anew"});
        return std::nullopt;
    }
    auto parsed = parse_json(file, text);
    Reporter reporter(diagnostics);
    if (const auto* mistake = std::get_if<Mistake>(&parsed)) {
        reporter.report(mistake->span, mistake->message);
        return std::nullopt;
    }
    const auto& root = std::get<Node>(parsed);
    if (!is_known_version(root, diagnostics, reporter)) {
        return std::nullopt;
    }
    auto lock = read_lock(root, reporter);
    if (reporter.failed()) {
        return std::nullopt;
    }
    return lock;
}

Result<Lock> parse(const std::string& name, std::string text) {
    SourceMap sources;
    Diagnostics diagnostics;
    const auto file = sources.add(name, std::move(text));
    auto lock = read(file, sources, diagnostics);
    if (lock) {
        return *std::move(lock);
    }
    const auto& first = diagnostics.all().front();
    const auto line = first.span ? line_column(sources[file].text, first.span->begin).line : 1;
    return Error(ErrorKind::corrupt, fmt::format("{}, line {}: {}", name, line, first.message))
        .with_help(first.help.value_or(way_out));
}

}  // namespace slipway::lock
