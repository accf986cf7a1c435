// Random platforms: what the model says of them against Drupal's own functions, and what hoisting does to
// them. A case is named by its number, which is its seed.
#include "drupal.hpp"

#include <slipway/discover/hoist.hpp>
#include <slipway/discover/prove.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace slipway;
using discover::Analysis;
using discover::Extension;
using discover::Kind;
using discover::Placement;

namespace {

struct Project {
    std::string name;
    Analysis analysis;
    test::drupal::Files files;
};

// A platform at random: few names and few directories, so that much collides.
class Case {
public:
    Case(unsigned seed, int core_major) : random_(seed), core_major_(core_major) {
        add_fixed("", project(core_directories(), 4));
        for (const auto* profile : {"a", "ab", "b"}) {
            auto with_profile = project(
                pick_all({"modules/x", "modules/contrib/y", "themes/t", "libraries/l", "modules/custom"}), 2);
            add_profile(with_profile, profile);
            demand_.profiles[profile] = std::string("profiles/") + profile;
            add_fixed(demand_.profiles[profile], std::move(with_profile));
        }
        if (one_in(3)) {
            const auto* const base = core_major_ < 8 ? "sites/all/" : "";
            add_fixed(base + pick({"modules/x", "themes/t", "modules/contrib/z", "libraries/l"}),
                      project(inner_directories(), 2));
        }
        std::vector<const Project*> pool;
        for (int i = 0; i < 6; ++i) {
            projects_.push_back(project(inner_directories(), 2, pick({"x", "m" + std::to_string(i)})));
            pool.push_back(&projects_.back());
        }
        for (const auto& [profile, directory] : demand_.profiles) {
            for (std::size_t i = number(6); i > 0; --i) {
                const auto& wanted = *pool[number(pool.size())];
                const bool is_usual = !one_in(3);
                want(profile, directory + "/" + (is_usual ? "modules/" + wanted.name : place()), wanted);
            }
        }
        demand_.core_major = core_major_;
        demand_.shared_base = core_major_ < 8 ? "sites/all" : "";
    }

    const discover::Demand& demand() const { return demand_; }

    discover::Demand shuffled() {
        auto out = demand_;
        std::ranges::shuffle(out.wanted, random_);
        std::ranges::shuffle(out.fixed, random_);
        return out;
    }

    // The files of these placements, the outer ones first.
    test::drupal::Files files(std::vector<Placement> placements) const {
        std::ranges::stable_sort(placements, {}, [](const Placement& placement) {
            return placement.path.empty() ? 0 : 1 + std::ranges::count(placement.path, '/');
        });
        test::drupal::Files out;
        for (const auto& placement : placements) {
            const auto at = std::ranges::find(projects_, placement.analysis,
                                              [](const Project& project) { return &project.analysis; });
            test::drupal::place(out, placement.path, at->files);
        }
        return out;
    }

    std::vector<Placement> alone(const std::string& profile) const {
        std::vector<Placement> out;
        for (const auto& placement : demand_.fixed) {
            if (!placement.path.starts_with("profiles/") || placement.path == demand_.profiles.at(profile)) {
                out.push_back(placement);
            }
        }
        for (const auto& wanted : demand_.wanted) {
            if (wanted.profile == profile) {
                out.push_back(wanted.placement);
            }
        }
        return out;
    }

private:
    using Names = std::vector<std::string>;

    std::size_t number(std::size_t end) {
        return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
    }
    bool one_in(std::size_t n) { return number(n) == 0; }
    std::string pick(const Names& names) { return names[number(names.size())]; }
    static Names pick_all(Names names) { return names; }

    Names inner_directories() const {
        return {"",       "",     "",    "sub",   "modules/n", "js",  "src/deep",
                "config", "xCVS", "CVS", "tests", ".git",      "a/b", "libraries/l"};
    }

    Names core_directories() const {
        return core_major_ < 8 ? Names{"modules/x",        "modules/y",   "themes/t",
                                       "themes/engines/e", "libraries/l", "sites/all/modules/x"}
                               : Names{"core/modules/x",     "core/modules/config",
                                       "core/themes/t",      "core/profiles/p/modules/x",
                                       "core/lib/x",         "modules/README",
                                       "sites/all/modules/q"};
    }

    std::string place() {
        const auto top = pick({"modules", "modules", "modules", "themes", "themes/engines", "libraries"});
        const auto subdir = pick({"", "", "contrib/", "custom/", "lib/", "CVS/", "config/"});
        return top + "/" + subdir + pick({"x", "y", "z", "t", "e", "l", "js"});
    }

    // `main`: what its first extension is called.
    Project project(const Names& directories, std::size_t most, const std::string& main = "x") {
        Project out;
        out.name = "p" + std::to_string(++count_);
        add_extension(out, main, pick(directories));
        for (std::size_t i = number(most); i > 0; --i) {
            add_extension(out, pick({"x", "y", "z", "t", "e", "l", "x-y"}), pick(directories));
        }
        std::ranges::sort(out.analysis.extensions, {}, &Extension::directory);
        // What no search finds makes every directory of a project be there.
        out.files["LICENSE"] = {"", out.name + "/LICENSE"};
        note_libraries(out);
        return out;
    }

    void add_extension(Project& project, const std::string& name, const std::string& directory) {
        for (const auto& other : project.analysis.extensions) {
            if (other.name == name && other.directory == directory) {
                return;
            }
        }
        Extension extension{.name = name, .directory = directory, .form = Extension::Form::files};
        const auto add = [&](const std::string& suffix, const std::string& text) {
            const auto path = directory.empty() ? name + suffix : directory + "/" + name + suffix;
            project.files[path] = {text, project.name + "/" + path};
        };
        if (core_major_ >= 8) {
            extension.form = Extension::Form::info_yml;
            const auto type = pick({"module", "module", "theme", "theme_engine", ""});
            const std::map<std::string, Kind> kinds = {
                {"module", Kind::module}, {"theme", Kind::theme}, {"theme_engine", Kind::theme_engine}};
            if (!type.empty()) {
                extension.type = kinds.at(type);
            }
            add(".info.yml", type);
        } else {
            extension.core = pick({"7.x", "7.x", "6.x", ""});
            extension.has_info = !one_in(5);
            extension.has_module = !one_in(4);
            extension.has_engine = one_in(5);
            if (extension.has_info) {
                add(".info", extension.core);
            } else {
                extension.core.clear();
            }
            if (extension.has_module) {
                add(".module", "");
            }
            if (extension.has_engine) {
                add(".engine", "");
            }
        }
        project.analysis.extensions.push_back(std::move(extension));
    }

    static void note_libraries(Project& project) {
        std::set<std::string> seen;
        for (const auto& [path, file] : project.files) {
            const std::string top = "libraries/";
            const auto slash = path.find('/', top.size());
            if (path.starts_with(top) && slash != std::string::npos
                && seen.insert(path.substr(0, slash)).second) {
                project.analysis.extensions.push_back({.name = path.substr(top.size(), slash - top.size()),
                                                       .directory = path.substr(0, slash),
                                                       .form = Extension::Form::library});
            }
        }
    }

    void add_profile(Project& project, const std::string& name) const {
        Extension extension{.name = name, .directory = "", .form = Extension::Form::files};
        if (core_major_ >= 8) {
            extension.form = Extension::Form::info_yml;
            extension.type = Kind::profile;
            project.files[name + ".info.yml"] = {"profile", project.name};
        } else {
            extension.has_profile = true;
            project.files[name + ".profile"] = {"", project.name};
        }
        project.analysis.extensions.push_back(std::move(extension));
    }

    void add_fixed(const std::string& path, Project project) {
        projects_.push_back(std::move(project));
        demand_.fixed.push_back(placement(path, projects_.back()));
    }

    static Placement placement(const std::string& path, const Project& project) {
        return {
            .path = path, .tree = sha256(project.name), .analysis = &project.analysis, .label = project.name};
    }

    void want(const std::string& profile, const std::string& path, const Project& project) {
        const auto is_there = [&](const discover::Wanted& wanted) { return wanted.placement.path == path; };
        if (!std::ranges::any_of(demand_.wanted, is_there)) {
            demand_.wanted.push_back({profile, placement(path, project)});
        }
    }

    std::mt19937 random_;
    int core_major_;
    std::size_t count_ = 0;
    std::deque<Project> projects_;
    discover::Demand demand_;
};

test::drupal::Listing listing_of(const discover::View& view) {
    test::drupal::Listing out;
    for (const auto& found : view.all()) {
        if (found.winner->kind != Kind::profile) {
            out[{std::string(to_string(found.winner->kind)), std::string(found.winner->name)}] =
                found.winner->directory;
        }
    }
    return out;
}

// A line an extension, so that a difference can be read.
std::string text_of(const test::drupal::Listing& listing) {
    std::string out;
    for (const auto& [extension, directory] : listing) {
        out += extension.first + " " + extension.second + ": " + directory + "\n";
    }
    return out;
}

// Profile, kind and name of what a profile finds otherwise.
using Differences = std::set<std::tuple<std::string, std::string, std::string>>;

Differences differences_of(const Case& one, const std::vector<Placement>& together) {
    Differences out;
    auto placements = one.demand().fixed;
    placements.insert(placements.end(), together.begin(), together.end());
    const auto shared = one.files(placements);
    for (const auto& [profile, directory] : one.demand().profiles) {
        const auto own = one.files(one.alone(profile));
        const auto found_alone = test::drupal::discover(own, one.demand().core_major, profile);
        const auto found_together = test::drupal::discover(shared, one.demand().core_major, profile);
        for (const auto& [extension, at] : found_alone) {
            const auto other = found_together.find(extension);
            if (other == found_together.end()
                || identity(own, extension, at) != identity(shared, extension, other->second)) {
                out.emplace(profile, extension.first, extension.second);
            }
        }
    }
    return out;
}

std::vector<Placement> wanted_placements(const discover::Demand& demand) {
    std::vector<Placement> out;
    for (const auto& wanted : demand.wanted) {
        out.push_back(wanted.placement);
    }
    return out;
}

Differences as_set(const discover::Proof& proof) {
    Differences out;
    for (const auto& difference : proof.differences) {
        out.emplace(difference.profile, to_string(difference.kind), difference.name);
    }
    return out;
}

constexpr std::array cores = {6, 7, 8, 10};
constexpr unsigned cases = 2500;  // of each core

}  // namespace

TEST_CASE("The model finds what Drupal's functions find, on 10,000 random platforms", "[discover]") {
    for (const auto core : cores) {
        for (unsigned seed = 0; seed < cases; ++seed) {
            const Case one(seed, core);
            const auto& demand = one.demand();
            const discover::Platform platform(core, private_placements(demand));
            const auto files = one.files(private_placements(demand));
            for (const auto& [profile, directory] : demand.profiles) {
                CAPTURE(core, seed, profile);
                REQUIRE(text_of(listing_of(platform.view(profile)))
                        == text_of(test::drupal::discover(files, core, profile)));
            }
        }
    }
}

TEST_CASE("Hoisting changes no profile's view, and the proof says the same as Drupal's functions",
          "[discover]") {
    std::size_t hoisted = 0;
    for (const auto core : cores) {
        for (unsigned seed = 0; seed < cases; ++seed) {
            CAPTURE(core, seed);
            const Case one(seed, core);
            const auto hoisting = hoist(one.demand());
            hoisted += hoisting.shared.size();
            const auto before = differences_of(one, wanted_placements(one.demand()));
            const auto after = differences_of(one, hoisting.placements);
            REQUIRE(std::ranges::includes(before, after));
            REQUIRE(as_set(hoisting.proof) == after);
            if (core < 8) {
                REQUIRE(after.empty());
            }
        }
    }
    CHECK(hoisted > cases);
}

TEST_CASE("The proof finds every difference that copies for all profiles make", "[discover]") {
    std::size_t found = 0;
    for (const auto core : cores) {
        for (unsigned seed = 0; seed < cases; ++seed) {
            CAPTURE(core, seed);
            const Case one(seed, core);
            auto together = wanted_placements(one.demand());
            if (together.empty()) {
                continue;
            }
            // As somebody would who put one profile's copy where all see it, without looking.
            auto& moved = together.front().path;
            const auto rest = moved.substr(moved.find('/', std::string("profiles/").size()) + 1);
            moved = one.demand().shared_base.empty() ? rest : one.demand().shared_base + "/" + rest;
            if (std::ranges::any_of(one.demand().fixed, [&](const Placement& placement) {
                    return !placement.path.empty()
                           && (placement.path.starts_with(moved) || moved.starts_with(placement.path + "/"));
                })) {
                continue;
            }
            const auto expected = differences_of(one, together);
            REQUIRE(as_set(prove(one.demand(), together)) == expected);
            found += expected.size();
        }
    }
    CHECK(found > 100);
}

TEST_CASE("What is hoisted does not depend on the order in which it was asked for", "[discover]") {
    for (const auto core : cores) {
        for (unsigned seed = 0; seed < 200; ++seed) {
            CAPTURE(core, seed);
            Case one(seed, core);
            const auto first = hoist(one.demand());
            const auto again = hoist(one.shuffled());
            const auto path_and_tree = [](const Placement& placement) {
                return placement.path + ' ' + placement.tree.hex();
            };
            REQUIRE(std::ranges::equal(first.placements, again.placements, {}, path_and_tree, path_and_tree));
            REQUIRE(std::ranges::equal(first.kept, again.kept, [](const auto& a, const auto& b) {
                return a.name == b.name && a.paths == b.paths && a.reason == b.reason && a.other == b.other
                       && a.extension == b.extension;
            }));
        }
    }
}
