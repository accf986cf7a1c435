// What is done to a project once its source is there (spec §7): translations come into it, its .info files
// are told their version; then its makefile is read.

#include "compilation.hpp"
#include "failure.hpp"
#include "info_version.hpp"

#include <slipway/cache/tree_builder.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/net/transport.hpp>
#include <slipway/resolve/checkout_version.hpp>

#include <fmt/core.h>

#include <charconv>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace slipway::build {

namespace {

std::int64_t number_of(const std::string& text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

void Compilation::then(Item& item, const Step& step, Next next) {
    after(item, step.node, [this, &item, step, next = std::move(next)](const exec::NodeReport& settled) {
        if (settled.outcome == exec::Outcome::failed) {
            report_failure(item, step, *settled.error);
        } else if (settled.outcome == exec::Outcome::done) {
            item.from_store = item.from_store && settled.known;
            next(settled.result);
        }
    });
}

void Compilation::arrived(Item& item) {
    if (--item.expected == 0) {
        add_translations(item);
    }
}

// -- Translations.

// They depend on the source's name and version alone, so they are fetched while it is.
void Compilation::request_translations(Item& item) {
    Diagnostics found;
    const bool wanted = want_translations(item, item.level->options, found);
    for (const auto& diagnostic : found.all()) {
        report(item, diagnostic);
    }
    if (!wanted || item.translations.empty() || !is_translatable(item) || add_locked_translations(item)) {
        return;
    }
    if (const auto& path = item.asked->l10n_path; path && !path->text.empty()) {
        request_translations_at(item, {*path, TranslationTemplate::Origin::makefile});
    } else if (const auto server = translation_server_of(item, item.level->options)) {
        ask_translation_server(item, *server);
    }
}

void Compilation::ask_translation_server(Item& item, const makefile::Text& server) {
    using Origin = TranslationTemplate::Origin;
    const auto location = locate(*item.level, server, RelativeTo::makefile);
    const auto document = location ? file_at(item, *location) : Result<plan::Input>(location.error());
    if (!document) {
        report_translation_error(item, server.span, document.error());
        return;
    }
    const auto origin = std::holds_alternative<HostFile>(*location) ? Origin::server_on_host : Origin::server;
    ++item.expected;
    if (const auto* fetched = std::get_if<plan::NodeId>(&*document)) {
        after(item, *fetched, [this, &item, step = Step{*fetched, server.span}](const auto& settled) {
            if (settled.outcome == exec::Outcome::failed) {
                do_without_translations(item, step, *settled.error);
            }
        });
    }
    const auto read = plan_.add(plan::ReadTranslationServer{}, {*document},
                                fmt::format("translation server {}", net::display_url(server.text)));
    after(item, read, [this, &item, origin, step = Step{read, server.span}](const auto& settled) {
        if (settled.outcome == exec::Outcome::failed) {
            do_without_translations(item, step, *settled.error);
        } else if (settled.outcome == exec::Outcome::done) {
            request_translations_at(item, {{settled.result.facts.at("url"), step.span}, origin});
            arrived(item);
        }
    });
}

void Compilation::do_without_translations(Item& item, const Step& step, const Error& error) {
    if (!item.level->options.force_complete) {
        report_failure(item, step, error);
        return;
    }
    report(item, forced(failure(plan_[step.node].action, error, item.label(), step.span)));
    arrived(item);
}

void Compilation::request_translations_at(Item& item, const TranslationTemplate& where) {
    for (auto& translation : item.translations) {
        const auto location = locate(item, where, translation);
        const auto file = location ? file_at(item, *location) : Result<plan::Input>(location.error());
        if (location) {
            translation.address = net::display_url(text_of(*location));
        }
        if (file) {
            await_translation(item, translation, *file, where.address.span);
        } else if (file.error().kind() != ErrorKind::not_found) {
            report_translation_error(item, where.address.span, file.error());
        }
    }
}

void Compilation::await_translation(Item& item,
                                    Translation& translation,
                                    const plan::Input& file,
                                    SourceSpan span) {
    if (const auto* blob = std::get_if<Digest>(&file)) {
        translation.file = *blob;
        return;
    }
    ++item.expected;
    const auto node = std::get<plan::NodeId>(file);
    after(item, node, [this, &item, &translation, node, span](const exec::NodeReport& settled) {
        if (settled.outcome == exec::Outcome::failed && settled.error->kind() != ErrorKind::not_found) {
            do_without_translations(item, {node, span}, *settled.error);
        } else if (settled.outcome != exec::Outcome::skipped) {
            translation.file = settled.result.object;
            item.from_store = item.from_store && (settled.known || !translation.file);
            arrived(item);
        }
    });
}

Result<plan::Input> Compilation::file_at(const Item& item, const Location& location) {
    if (const auto* in_tree = std::get_if<TreeFile>(&location)) {
        const auto entry = SLIPWAY_TRY(cache::find_entry(world_.store, *item.level->tree, in_tree->path));
        if (!entry || (entry->mode != cache::Mode::file && entry->mode != cache::Mode::executable)) {
            return Error(ErrorKind::not_found,
                         fmt::format("there is no file '{}' in the project that the makefile is in",
                                     in_tree->path.text()));
        }
        return plan::Input(entry->id);
    }
    auto url = text_of(location);
    auto label = fmt::format("translation {}", net::display_url(url));
    return plan::Input(plan_.add(plan::FetchFile{.url = std::move(url)}, {}, std::move(label)));
}

void Compilation::add_translations(Item& item) {
    auto all = translating(item, world_.store);
    if (!all) {
        report_translation_error(item, item.asked->span, all.error());
        return;
    }
    if (auto missing = missing_translations(item)) {
        report(item, *std::move(missing));
    } else if (!all->action.paths.empty()) {
        journal_.add(item.order, {.kind = Event::Kind::translated, .name = item.asked->name});
    }
    if (all->action.paths.empty()) {
        stamp_info(item, *item.source);
        return;
    }
    const auto node =
        plan_.add(std::move(all->action), std::move(all->inputs), fmt::format("translate {}", item.label()));
    then(item, {node, item.translations.front().language.span},
         [this, &item](const auto& result) { stamp_info(item, *result.object); });
}

void Compilation::report_translation_error(const Item& item, SourceSpan span, const Error& error) {
    report(item, {.slug = slug::translation_server,
                  .span = span,
                  .message = fmt::format("{}: {}", item.label(), error.to_string()),
                  .help = error.help().empty() ? std::nullopt : std::optional(error.help())});
}

// -- .info files.

void Compilation::stamp_info(Item& item, const Digest& tree) {
    if (!wants_info_lines(item, item.level->options)) {
        finished(item, tree);
        return;
    }
    auto version = info_version(item);
    if (const auto description = item.source_facts.find("describe");
        description != item.source_facts.end() && resolve::is_development_version(version)) {
        version = resolve::rebuilt_version(version, description->second);
    }
    plan::StampInfo action{.version = std::move(version),
                           .project = item.level->options.project_in_info ? item.asked->name : std::string(),
                           .time = number_of(item.source_facts.at("time"))};
    const auto node = plan_.add(std::move(action), {tree}, fmt::format("info {}", item.label()));
    then(item, {node, item.asked->download->span},
         [this, &item](const auto& result) { finished(item, *result.object); });
}

}  // namespace slipway::build
