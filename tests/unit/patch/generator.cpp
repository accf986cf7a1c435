#include "generator.hpp"

#include "damage.hpp"
#include "dice.hpp"
#include "diff_styles.hpp"
#include "random_tree.hpp"

namespace slipway::patch::test {

namespace fs = std::filesystem;

namespace {

using MakePatch = std::string (*)(const Workshop&, const Tree&, const Tree&);

struct Style {
    const char* name;
    MakePatch make;
};

Style random_style(Dice& dice) {
    switch (dice.below(12)) {
        case 0: return {"svn", svn_patch};
        case 1: return {"cvs", cvs_patch};
        case 2: return {"bzr", bzr_patch};
        case 3:
        case 4:
        case 5: return {"diff", gnu_patch};
        default: return {"git", git_patch};
    }
}

// The tree that the patch comes to.
Tree random_target(Dice& dice, const Tree& before, const Tree& after, std::string& style) {
    const auto fate = dice.below(20);
    if (fate < 2) {
        style += " applied-already";
        return after;
    }
    if (fate == 2) {
        style += " target-crlf";
        return with_carriage_returns(before);
    }
    if (fate == 3) {
        style += " target-lf";
        return without_carriage_returns(before);
    }
    if (fate < 8) {
        return nudged(dice, before, after);
    }
    return fate < 13 ? before : drifted(dice, before);
}

}  // namespace

Case make_case(std::uint64_t seed, const fs::path& scratch) {
    Dice dice(seed);
    Case made;
    auto before = random_tree(dice);
    if (dice.one_in(12)) {
        before = with_carriage_returns(before);
    }
    const auto after = edited(dice, before);
    const auto style = random_style(dice);
    made.style = style.name;
    const Workshop shop{dice, scratch, made.style};
    made.patch = style.make(shop, before, after);
    if (dice.one_in(8)) {
        made.style += " in-series";
        made.patch += style.make(shop, after, edited(dice, after));
    }
    made.patch = damaged(dice, made.patch, made.style);
    made.target = random_target(dice, before, after, made.style);
    return made;
}

}  // namespace slipway::patch::test
