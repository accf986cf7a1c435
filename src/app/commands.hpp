// What the commands do. Each returns the exit code, having said everything.
#pragma once

#include "command_line.hpp"

namespace slipway::app {

ExitCode run(const BuildCommand& command, const Voice& voice);
ExitCode run(const PinCommand& command, const Voice& voice);
ExitCode run(const WhyCommand& command, const Voice& voice);
ExitCode run(const MakeCommand& command, const Voice& voice);
ExitCode run(const CheckCommand& command, const Voice& voice);
ExitCode run(const ShowCommand& command, const Voice& voice);
ExitCode run(const FormatCommand& command, const Voice& voice);
ExitCode run(const ConvertCommand& command, const Voice& voice);
ExitCode run(const ExplainCommand& command, const Voice& voice);
ExitCode run(const MakeLockCommand& command, const Voice& voice);
ExitCode run(const MakeUpdateCommand& command, const Voice& voice);
ExitCode run(const MakeConvertCommand& command, const Voice& voice);
ExitCode run(const GenerateCommand& command, const Voice& voice);
ExitCode run(const GcCommand& command, const Voice& voice);
ExitCode run(const ListCommand& command, const Voice& voice);
ExitCode run(const RemoveCommand& command, const Voice& voice);
ExitCode run(const StoreStatsCommand& command, const Voice& voice);
ExitCode run(const StoreVerifyCommand& command, const Voice& voice);
ExitCode run(const DoctorCommand& command, const Voice& voice);
ExitCode run(const DiffCommand& command, const Voice& voice);
ExitCode run(const VerifyCommand& command, const Voice& voice);
ExitCode run(const TagCommand& command, const Voice& voice);
ExitCode run(const TagsCommand& command, const Voice& voice);
ExitCode run(const UntagCommand& command, const Voice& voice);
ExitCode run(const CheckoutCommand& command, const Voice& voice);
ExitCode run(const OutdatedCommand& command, const Voice& voice);
ExitCode run(const AuditCommand& command, const Voice& voice);
ExitCode run(const BillCommand& command, const Voice& voice);

}  // namespace slipway::app
