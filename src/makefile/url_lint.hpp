// URLs of downloads and patches that cannot be meant: with space, with a password, or of something else than
// is to be had from them. Private to makefile.
#pragma once

#include <slipway/document/reporter.hpp>
#include <slipway/makefile/model.hpp>

namespace slipway::makefile {

void lint_urls(const Project& project, document::Reporter& reporter);

}  // namespace slipway::makefile
