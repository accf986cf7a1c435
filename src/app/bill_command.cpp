// `slipway sbom`: the software bill of materials of a platform (docs/sbom.md).

#include "commands.hpp"
#include "environment.hpp"
#include "say.hpp"
#include "target.hpp"

#include <slipway/assemble/verify.hpp>
#include <slipway/bill/bill.hpp>
#include <slipway/diag/visible_text.hpp>
#include <slipway/fetch/content.hpp>
#include <slipway/lock/lock.hpp>
#include <slipway/report/output.hpp>
#include <slipway/sys/file.hpp>
#include <slipway/sys/interrupt.hpp>

#include <fmt/core.h>

#include <cstdio>
#include <optional>
#include <string>
#include <utility>

namespace slipway::app {

namespace {

// The patch that was applied, if the store still has it.
std::optional<std::string> text_of(const cache::Store& store, const lock::Patch& patch) {
    const auto known = fetch::find_content(store, patch.content.sha256);
    auto text = known ? store.read_blob(*known->object) : Result<std::string>(std::string());
    return known && text ? std::optional(*std::move(text)) : std::nullopt;
}

// A directory may not be any more what was published there: the bill is of that.
Result<bool> is_as_published(const cache::Store& store, const Target& target, const std::stop_token& stop) {
    if (target.kind != TargetKind::directory) {
        return true;
    }
    const auto verified = SLIPWAY_TRY(assemble::verify(
        store, *target.platform, target.path,
        {.threads = threads_that_wait(), .mutable_paths = target.mutable_paths, .most = 1}, stop));
    return verified.is_whole();
}

Result<bill::Bill> bill_of(const BillCommand& command, cache::Store& store, const std::stop_token& stop) {
    const auto target = SLIPWAY_TRY(resolve_target(store, command.target));
    auto lock = SLIPWAY_TRY(read_lock(store, target));
    if (lock.platform == Digest{}) {
        return Error(ErrorKind::not_found, fmt::format("{} names no platform", visible(target.name)))
            .with_help("build it, or name a tag, a platform's id or a directory");
    }
    const auto patch_text = [&store](const lock::Patch& patch) { return text_of(store, patch); };
    auto bill = SLIPWAY_TRY(bill::compile(std::move(lock), store, patch_text, stop));
    if (!SLIPWAY_TRY(is_as_published(store, target, stop))) {
        bill.remarks.insert(bill.remarks.begin(),
                            fmt::format("{} is not what was published there any more: the bill is of that "
                                        "('slipway verify' says what is different)",
                                        target.name));
    }
    return bill;
}

}  // namespace

ExitCode run(const BillCommand& command, const Voice& voice) {
    const Interrupt interrupt;
    const auto failed = [&interrupt](const Error& error) {
        say(error);
        return interrupt.requested() ? ExitCode::interrupted : ExitCode::failed;
    };
    const auto time = source_date_epoch();
    if (!time) {
        return failed(time.error());
    }
    auto store = open_store(command.store, {}, {.stop = interrupt.token()});
    if (!store) {
        return failed(store.error());
    }
    const auto bill = bill_of(command, *store, interrupt.token());
    if (!bill) {
        return failed(bill.error());
    }
    if (voice.verbosity != report::Verbosity::quiet) {
        for (const auto& remark : bill->remarks) {
            report::put(stderr, fmt::format("note: {}\n", visible(remark)));
        }
    }
    const bill::Origin origin{.tool_version = SLIPWAY_VERSION, .time = *time};
    const auto text = command.format == BillCommand::Format::spdx ? bill::to_spdx(*bill, origin)
                                                                  : bill::to_cyclonedx(*bill, origin);
    if (command.file.empty() || command.file == "-") {
        return print_result(text);
    }
    const auto written = write_file_atomically(command.file, text, false);
    return written ? ExitCode::done : failed(written.error());
}

}  // namespace slipway::app
