// What a makefile says that Composer has no equivalent for. Private to write.
#pragma once

#include <slipway/makefile/model.hpp>
#include <slipway/write/written.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace slipway::write {

// About the value at a path below a project.
Problem problem_of(const makefile::Project& project,
                   std::vector<std::string_view> below,
                   const SourceSpan& span,
                   std::string message);

// Of a project that has become a package.
void report_losses(const makefile::Project& project, std::vector<Problem>& problems);

// Of the makefile as a whole.
void report_losses(const makefile::Makefile& makefile, std::vector<Problem>& problems);

}  // namespace slipway::write
