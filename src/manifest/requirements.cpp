#include "requirements.hpp"

#include "fields.hpp"

#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace slipway::manifest {

namespace {

using document::Map;
using makefile::Text;

void report_duplicate(const Text& first, const Text& second, const ListReader& reader) {
    if (first.span.file != reader.file || second.span.file != reader.file) {
        return;  // that a profile repeats its base's is no mistake
    }
    reader.reporter.warning({.slug = slug::duplicate_dependency,
                             .span = second.span,
                             .message = fmt::format("'{}' is listed twice", shown(second.text)),
                             .notes = {{.span = first.span, .message = "it is listed here first"}},
                             .help = "remove one of them"});
}

void add(const Text& written, ListedUnder listed_under, const ListReader& reader, Manifest& manifest) {
    manifest.requirements.push_back(
        {read_dependency(written, reader.core, reader.sources, reader.reporter), listed_under});
}

// The dependencies that Profiler is on the way to: each name is on or off, and stays where it came first.
class Reduction {
public:
    explicit Reduction(const ListReader& reader) : reader_(reader) {}

    void take(const Map::Entry& entry) {
        if (entry.value.is_map()) {
            return;  // reported as of a wrong shape
        }
        if (!is_listed(entry)) {
            set({entry.key.text.str(), entry.key.span}, !entry.value.is_falsy());
            return;
        }
        Text module{entry.value.text(), entry.value.span()};
        const auto* const present = find(module.text);
        if (present != nullptr && present->on) {
            report_duplicate(present->module, module, reader_);
        }
        set(std::move(module), true);
    }

    void move_to(Manifest& manifest) && {
        for (auto& slot : slots_) {
            if (slot.on) {
                add(slot.module, ListedUnder::dependencies, reader_, manifest);
            } else {
                manifest.removed.push_back(std::move(slot.module));
            }
        }
    }

private:
    struct Slot {
        Text module;  // where it was last switched
        bool on;
    };

    const Slot* find(const std::string& name) const {
        const auto found = positions_.find(name);
        return found == positions_.end() ? nullptr : &slots_[found->second];
    }

    void set(Text module, bool on) {
        const auto [position, is_new] = positions_.emplace(module.text, slots_.size());
        if (is_new) {
            slots_.push_back({std::move(module), on});
        } else {
            slots_[position->second] = {std::move(module), on};
        }
    }

    const ListReader& reader_;
    std::vector<Slot> slots_;
    std::unordered_map<std::string, std::size_t> positions_;
};

}  // namespace

void add_list(std::string_view key, ListedUnder listed_under, const ListReader& reader, Manifest& manifest) {
    std::unordered_map<std::string, Text> seen;
    for (auto& module : Fields(manifest.data, reader.reporter).texts(key)) {
        const auto [first, is_new] = seen.emplace(module.text, module);
        if (is_new) {
            add(module, listed_under, reader, manifest);
        } else {
            report_duplicate(first->second, module, reader);
        }
    }
}

void add_reduced_dependencies(const ListReader& reader, Manifest& manifest) {
    const Fields fields(manifest.data, reader.reporter);
    const auto* list = fields.list("dependencies");
    if (list == nullptr) {
        return;
    }
    fields.texts("dependencies");  // for what it reports
    Reduction reduction(reader);
    const auto take_if = [&](auto condition) {
        for (const auto& entry : list->entries()) {
            if (condition(entry)) {
                reduction.take(entry);
            }
        }
    };
    if (reader.core == "6.x") {
        take_if([](const Map::Entry&) { return true; });
    } else {  // Profiler 7.x sorts the names that are keys behind the others
        take_if(is_listed);
        take_if([](const Map::Entry& entry) { return !is_listed(entry); });
    }
    std::move(reduction).move_to(manifest);
}

void check_bare_names(const ListReader& reader, const Manifest& manifest) {
    for (const auto& [dependency, listed_under] : manifest.requirements) {
        if (!dependency.project && !dependency.has_parentheses) {
            continue;
        }
        Diagnostic found{
            .slug = slug::constraint_in_profile,
            .span = dependency.span,
            .message = fmt::format("the installer looks for a module called '{}' and does not find it",
                                   shown(dependency.written)),
            .notes = {},
            .help = fmt::format("write '{}' alone; a makefile says which project and version it is",
                                shown(dependency.name.text))};
        if (is_machine_name(dependency.name.text)) {
            found.fix = Fix{.kind = Fix::Kind::guess, .edits = {{dependency.span, dependency.name.text}}};
        }
        reader.reporter.loss(std::move(found));
    }
}

}  // namespace slipway::manifest
