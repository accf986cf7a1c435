// docs/diagnostics.md, as cmake/embed.cmake puts it into the program. Private to report.
#pragma once

#include <string_view>

namespace slipway::report {

std::string_view diagnostics_page();

}  // namespace slipway::report
