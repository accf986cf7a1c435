// What there is in a case: so that a test can count that all is there.
#pragma once

#include "generator.hpp"
#include "reference.hpp"

#include <set>
#include <string>
#include <vector>

namespace slipway::patch::test {

// "fuzz 2", "a rename", "crlf patch, lf file" … as the patch's text, its target and the programs' words show.
std::set<std::string> traits_of(const Case& made, const Verdict& verdict);

// All that are to be found in many cases.
const std::vector<std::string>& all_traits();

}  // namespace slipway::patch::test
