// P.profile of Drupal 6. Expected values: what PHP gives for the function.
#include "support.hpp"

#include <grammar/php_array.hpp>

#include <catch2/catch.hpp>
#include <tao/pegtl/contrib/analyze.hpp>

#include <string>
#include <vector>

namespace testing = slipway::manifest::testing;
using slipway::manifest::ListedUnder;
using Slugs = std::vector<std::string>;
using Names = std::vector<std::string>;

namespace {

testing::Read read(const std::string& text) { return testing::read("profiles/p/p.profile", text); }

testing::Read read_modules(const std::string& body) {
    return read("<?php\nfunction p_profile_modules() {\n" + body + "\n}\n");
}

}  // namespace

TEST_CASE("The grammar of PHP arrays has no loop that consumes nothing", "[manifest]") {
    CHECK(tao::pegtl::analyze<slipway::grammar::php::file>(-1) == 0);
}

TEST_CASE("A .profile lists its modules in an array that a function returns", "[manifest]") {
    const auto found = read(R"(<?php
// $Id: default.profile $

/**
 * Return an array of the modules to be enabled; don't forget 'comment'.
 */
function p_profile_modules() {
  return array('color', "comment",  # not 'help'
    /* 'menu', */ 'taxonomy', 'dblog',
  );
}

function p_profile_details() {
  return array(
    'name' => 'Drupal',
    'description' => 'Select this profile to enable some basic Drupal\'s functionality.'
  );
}
)");
    CHECK(found.rendered.empty());
    CHECK(found.modules() == Names{"color", "comment", "taxonomy", "dblog"});
    CHECK(found.manifest->requirements.front().listed_under == ListedUnder::modules);
    CHECK(found.at(found.manifest->requirements[1].dependency.span) == "\"comment\"");
    CHECK(found.manifest->is_complete);
    CHECK(found.manifest->profile == "p");
    CHECK(found.manifest->name.value().text == "Drupal");
    CHECK(found.manifest->description.value().text
          == "Select this profile to enable some basic Drupal's functionality.");
}

TEST_CASE("Short arrays, variables and appended elements are static, too", "[manifest]") {
    CHECK(read_modules("return ['a', 'b'];").modules() == Names{"a", "b"});
    CHECK(read_modules("$modules = array('a');\n$modules[] = 'b';\nreturn $modules;").modules()
          == Names{"a", "b"});
    CHECK(read_modules("$other = array('x'); $modules = ['a']; return $modules;").modules() == Names{"a"});
    CHECK(read_modules("RETURN Array('a');").modules() == Names{"a"});
    CHECK(read_modules("return array();").modules().empty());
    CHECK(read_modules("return array('x' => 'a', 5 => 'b', 'c');").modules() == Names{"a", "b", "c"});
    CHECK(read_modules("return array('k' => 'a', 'k' => 'b');").modules() == Names{"b"});
    CHECK(read_modules("return array('a'); return array('b');").modules() == Names{"a"});
    CHECK(read_modules("return array('a',);").rendered.empty());
}

TEST_CASE("What has to be run is reported where it stands, and the rest is read", "[manifest]") {
    struct Case {
        std::string body;
        Names modules;
        std::string place;
    };
    const auto& dynamic = GENERATE(values<Case>({
        {"return array_merge(array('a'), more());", {}, "array_merge(array('a'), more())"},
        {"return $modules;", {}, "$modules"},
        {"return array('a', $b);", {"a"}, "$b"},
        {"return array('a', 'b' . 'c', 'd');", {"a", "d"}, "'b' . 'c'"},
        {"return array('a', \"b$c\");", {"a"}, "\"b$c\""},
        {"return array('a', constant_of_ours);", {"a"}, "constant_of_ours"},
        {"return array('a', f('x', array('y')));", {"a"}, "f('x', array('y'))"},
        {"return array('a') + array('b');", {}, "array('a') + array('b')"},
        {"$m = array('a');\nif ($x) {\n  $m[] = 'b';\n}\nreturn $m;", {"a"}, "if ($x) {"},
        {"$m = array('a');\n$m[] = f();\nreturn $m;", {"a"}, "f()"},
        {"$m = array('a');\nforeach (f() as $n) $m[] = $n;\nreturn $m;",
         {"a"},
         "foreach (f() as $n) $m[] = $n;"},
        {"if ($x) { return array('b'); }\nreturn array('a');", {"a"}, "if ($x) { return array('b'); }"},
        {"$m = array('a');\n$n = f($m);\nreturn $m;", {"a"}, "$n = f($m);"},
        {"$m = array('a');\n$$n = array('b');\nreturn $m;", {"a"}, "$$n = array('b');"},
        {"extract(f());\n$m[] = 'a';\nreturn $m;", {"a"}, "extract(f());"},
        {"$r = &$m;\n$m = array('a');\n$r[] = 'b';\nreturn $m;", {"a"}, "$r = &$m;"},
        {"return array('a', 007);", {"a"}, "007"},
        {"$m = array('a');\n$n = $m;\nreturn $n;", {}, "$m"},
    }));
    CAPTURE(dynamic.body);
    const auto found = read_modules(dynamic.body);
    CHECK(found.warnings == Slugs{"dynamic-php"});
    CHECK(found.errors.empty());
    CHECK(found.modules() == dynamic.modules);
    CHECK_FALSE(found.manifest->is_complete);
    INFO(found.rendered);
    const auto text = "<?php\nfunction p_profile_modules() {\n" + dynamic.body;
    const auto line = text.substr(text.rfind('\n', text.rfind(dynamic.place)) + 1);
    CHECK(found.rendered.find("| " + line.substr(0, line.find('\n')) + "\n") != std::string::npos);
    CHECK(found.rendered.find(std::string(dynamic.place.size(), '^') + "\n") != std::string::npos);
}

TEST_CASE("Statements that cannot change the list are no concern", "[manifest]") {
    const auto found = read_modules(
        "global $conf; drupal_set_message(t('x')); if ($conf) { $y = 1; }\n"
        "return array('a');");
    CHECK(found.rendered.empty());
    CHECK(found.modules() == Names{"a"});
}

TEST_CASE("Only the profile's own functions count, and what looks like one in a text does not",
          "[manifest]") {
    const auto found = read(R"(html with 'one quote
<?php
function other_profile_modules() { return array('no'); }
function my_p_profile_modules() { return array('no'); }
$x = "function p_profile_modules() { return array('no'); }";
/* function p_profile_modules() { return array('no'); } */
// function p_profile_modules() { return array('no'); }
$y = <<<EOT
function p_profile_modules() { return array('no'); } it's
EOT;
function &P_Profile_Modules ( $unused = array(1) ) /* here */ { return array('yes'); }
?>
it's html again
)");
    CHECK(found.rendered.empty());
    CHECK(found.modules() == Names{"yes"});
}

TEST_CASE("A .profile of Drupal 7 lists nothing", "[manifest]") {
    const auto found = read(
        "<?php\n/** hook */\nfunction p_form_install_configure_form_alter(&$form) {\n"
        "  $form['x'] = $_SERVER['SERVER_NAME'];\n}\n");
    CHECK(found.rendered.empty());
    CHECK(found.modules().empty());
    CHECK(found.manifest->is_complete);
    CHECK(read("").modules().empty());
    CHECK(read("no php at all: function p_profile_modules() { return 1 ").rendered.empty());
}

TEST_CASE("String literals are what PHP makes of them", "[manifest]") {
    const auto description = [](const std::string& literal) {
        const auto found =
            read("<?php function p_profile_details() { return array('description' => " + literal + "); }");
        REQUIRE(found.manifest->description.has_value());
        return found.manifest->description->text;
    };
    CHECK(description(R"('a\'b\\c\nd')") == R"(a'b\c\nd)");
    CHECK(description(R"("a\"b\\c\nd\te\$f\q")") == "a\"b\\c\nd\te$f\\q");
    CHECK(description(R"("\x41\101\u{20AC}\u{41}")") == "AA\xE2\x82\xAC"
                                                        "A");
    CHECK(description(R"("5 $ or $5 { }")") == "5 $ or $5 { }");
    CHECK(description("'l1\nl2'") == "l1\nl2");
}

TEST_CASE("A function that does not end is reported where PHP gives up", "[manifest]") {
    const auto found = read_modules("  return array('pathauto, 'token',\n  );");
    CHECK(found.errors == Slugs{"malformed-php"});
    CHECK(found.modules().empty());
    CHECK(found.rendered.find("a string begins here that is not closed\n --> profiles/p/p.profile:3:33\n")
          != std::string::npos);
    CHECK(read("<?php function p_profile_modules() { return array('a'").errors == Slugs{"malformed-php"});
    CHECK(read("<?php function p_profile_modules() { return array('a' 'b'); ").errors
          == Slugs{"malformed-php"});
    CHECK(read("<?php function p_profile_modules() { return array('a' => ); } ").errors
          == Slugs{"malformed-php"});
    CHECK(read("<?php function p_profile_modules() { ( ] }").rendered
          == "error[malformed-php]: expected ')' to close the bracket\n"
             " --> profiles/p/p.profile:1:40\n"
             "1 | <?php function p_profile_modules() { ( ] }\n"
             "  |                                        ^\n"
             "help: PHP cannot read this either; the mistake may stand further above\n");
}

TEST_CASE("Module names in a .profile are names and nothing else", "[manifest]") {
    const auto found = read_modules("return array('views (>=2.x)', 'cck', 'cck');");
    CHECK(found.errors == Slugs{"constraint-in-profile"});
    CHECK(found.warnings == Slugs{"duplicate-dependency"});
}

TEST_CASE("Hostile PHP is read in one run, and brackets nest only so deep", "[manifest]") {
    const auto* const piece =
        GENERATE("(", "[", "{", "array(", "array('a',", "'", "\"", "/*", "//", "#", "<<<A\n",
                 "$a=", "$a[]=1;", "\\", "function ", "function p_profile_modules(){", "'a'=>", "\xFF", "?>",
                 "<?php ", "return", "a_profile_", "$a = $a;", "'a',", "1.", ";", "$m;");
    for (const auto* prefix : {"<?php ", "<?php function p_profile_modules() { ",
                               "<?php function p_profile_modules() { return array(",
                               "<?php function p_profile_modules() { $m = array('x'); "}) {
        CAPTURE(piece, prefix);
        std::string text = prefix;
        while (text.size() < (1U << 20U)) {
            text += piece;
        }
        const auto found = read(text);
        REQUIRE(found.manifest.has_value());
        CHECK(found.errors.size() <= 1);
    }
    const auto nested = [](std::size_t depth) {
        std::string text = "return ";
        for (std::size_t i = 0; i < depth; ++i) {
            text += "array(";
        }
        return read_modules(text + std::string(depth, ')') + ";").errors;
    };
    CHECK(nested(20).size() == 1);  // an array is no module's name
    CHECK(nested(100) == Slugs{"malformed-php"});
}
