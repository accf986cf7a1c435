// What is made of statements and texts. Expectations: the SPDX licence list 3.x and its matching guidelines.
#include "../../../src/bill/licence.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace slipway::bill;
using Ids = std::vector<std::string_view>;

namespace {

// The beginning of the GPL 2 as the FSF prints it, and the model of a notice at its end.
const std::string gpl_2 =
    "\t\t    GNU GENERAL PUBLIC LICENSE\n\t\t       Version 2, June 1991\n\n Copyright (C) 1989, 1991 Free "
    "Software Foundation, Inc.,\n";
const std::string notice =
    "it under the terms of the GNU General Public License as published by\nthe Free Software Foundation; "
    "either version 2 of the License, or (at\nyour option) any later version.\n";
const std::string gpl_2_with_model =
    gpl_2 + "\t    How to Apply These Terms to Your New Programs\n\n    " + notice;
const std::string mit =
    "Copyright (c) 2010 Somebody\n\nPermission is hereby granted, free of charge, to any person obtaining\n"
    "a copy of this software and associated documentation files\n\nTHE SOFTWARE IS PROVIDED \"AS IS\", "
    "WITHOUT "
    "WARRANTY OF ANY KIND,\nEXPRESS OR IMPLIED\n";
const std::string bsd_2 =
    "Redistribution and use in source and binary forms, with or without\nmodification, are permitted "
    "provided "
    "that the following conditions\nare met:\n";
const std::string bsd_3 =
    bsd_2 + "Neither the name of X nor the names of its contributors may be used to endorse or promote "
            "products derived from this software\n";

}  // namespace

TEST_CASE("Licences are known by SPDX's identifiers, in any case, and by those that it gave up", "[bill]") {
    CHECK(licence_id("MIT") == "MIT");
    CHECK(licence_id("mit") == "MIT");
    CHECK(licence_id("GPL-2.0+") == "GPL-2.0-or-later");
    CHECK(licence_id("gpl-2.0") == "GPL-2.0-only");
    CHECK(licence_id("LGPL-2.1") == "LGPL-2.1-only");
    CHECK_FALSE(licence_id("GPL"));
    CHECK_FALSE(licence_id("proprietary"));
    CHECK_FALSE(licence_id(""));
}

TEST_CASE("Expressions are written as SPDX does, or are none", "[bill]") {
    CHECK(licence_expression("(mit or GPL-2.0+)") == "(MIT OR GPL-2.0-or-later)");
    CHECK(licence_expression("MIT AND (ISC OR Zlib)") == "MIT AND (ISC OR Zlib)");
    CHECK(licence_expression(" Apache-2.0 ") == "Apache-2.0");
    for (const auto* wrong : {"", "MIT OR", "OR MIT", "MIT ISC", "(MIT", "MIT)", "()", "MIT, ISC",
                              "SEE LICENSE IN LICENSE.txt", "MIT OR my-own"}) {
        CAPTURE(wrong);
        CHECK_FALSE(licence_expression(wrong));
    }
    CHECK_FALSE(licence_expression(std::string(100000, '(')));
}

TEST_CASE("Texts are recognised by what no other licence says", "[bill]") {
    CHECK(recognised_licences(gpl_2) == Ids{"GPL-2.0-only"});
    CHECK(recognised_licences(mit) == Ids{"MIT"});
    CHECK(recognised_licences(bsd_2) == Ids{"BSD-2-Clause"});
    CHECK(recognised_licences(bsd_3) == Ids{"BSD-3-Clause"});
    CHECK(recognised_licences(bsd_3 + "All advertising materials mentioning features or use of this software")
          == Ids{"BSD-4-Clause"});
    CHECK(recognised_licences("GNU LESSER GENERAL PUBLIC LICENSE\nVersion 2.1, February 1999")
          == Ids{"LGPL-2.1-only"});
    CHECK(recognised_licences("Apache License\nVersion 2.0, January 2004\n") == Ids{"Apache-2.0"});
    CHECK(recognised_licences(mit + gpl_2) == Ids{"GPL-2.0-only", "MIT"});
    CHECK(recognised_licences("Licensed under the GPL and the MIT license").empty());
    CHECK(recognised_licences("").empty());
}

TEST_CASE("A notice says 'or later'; the model of one at the end of the GPL does not", "[bill]") {
    CHECK(recognised_licences(notice) == Ids{"GPL-2.0-or-later"});
    CHECK(recognised_licences(gpl_2_with_model) == Ids{"GPL-2.0-only"});
    CHECK(recognised_licences(notice + gpl_2_with_model) == Ids{"GPL-2.0-or-later"});
}

TEST_CASE("A notice beside the text says which versions hold", "[bill]") {
    const std::vector<LicenceEvidence> core = {
        {.file = "COPYRIGHT.txt", .recognised = recognised_licences(notice)},
        {.file = "LICENSE.txt", .recognised = recognised_licences(gpl_2_with_model)}};
    const auto licence = licence_of(core, false);
    CHECK(licence.expression == "GPL-2.0-or-later");
    CHECK(licence.basis == "COPYRIGHT.txt, LICENSE.txt");
}

TEST_CASE("The text of the GPL 2 alone is that version, and 'or later' only by drupal.org's terms",
          "[bill]") {
    const std::vector<LicenceEvidence> alone = {{.file = "LICENSE.txt", .recognised = {"GPL-2.0-only"}}};
    CHECK(licence_of(alone, false).expression == "GPL-2.0-only");
    CHECK(licence_of(alone, true).expression == "GPL-2.0-or-later");
    CHECK(licence_of(alone, true).basis == "LICENSE.txt, and the terms of drupal.org");
}

TEST_CASE("Where texts of two licences lie side by side, nobody knows which holds", "[bill]") {
    const std::vector<LicenceEvidence> two = {{.file = "GPL-LICENSE.txt", .recognised = {"GPL-2.0-only"}},
                                              {.file = "MIT-LICENSE.txt", .recognised = {"MIT"}}};
    const auto licence = licence_of(two, true);
    CHECK(licence.expression.empty());
    CHECK(licence.found == std::vector<std::string>{"GPL-2.0-only", "MIT"});
    CHECK(licence.basis == "GPL-LICENSE.txt, MIT-LICENSE.txt");
}

TEST_CASE("A statement counts before texts, and is kept as it is if SPDX has no name for it", "[bill]") {
    std::vector<LicenceEvidence> evidence = {{.file = "composer.json", .stated = "GPL-2.0+"},
                                             {.file = "LICENSE.txt", .recognised = {"MIT"}}};
    CHECK(licence_of(evidence, false) == Licence{.expression = "GPL-2.0-or-later", .basis = "composer.json"});
    evidence[0].stated = "proprietary";
    CHECK(licence_of(evidence, false) == Licence{.name = "proprietary", .basis = "composer.json"});
    evidence.push_back({.file = "package.json", .stated = "MIT"});
    const auto contradiction = licence_of(evidence, false);
    CHECK(contradiction.expression.empty());
    CHECK(contradiction.name.empty());
    CHECK(contradiction.found == std::vector<std::string>{"MIT", "proprietary"});
    evidence = {{.file = "composer.json", .stated = "MIT"}, {.file = "package.json", .stated = "mit"}};
    CHECK(licence_of(evidence, false).expression == "MIT");
    CHECK(licence_of({}, true) == Licence{});
}
