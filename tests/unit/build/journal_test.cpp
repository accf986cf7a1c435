#include "src/build/journal.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace slipway;
using build::Event;
using build::Journal;

namespace {

// A journal, and the names of what it told.
struct Told {
    std::vector<std::string> names;
    Journal journal{[this](const Event& event) { names.push_back(event.name); }};

    Told() = default;
    Told(const Told&) = delete;
    Told& operator=(const Told&) = delete;
    Told(Told&&) = delete;
    Told& operator=(Told&&) = delete;
    ~Told() = default;

    void add(const build::Order& order, const std::string& name) {
        journal.add(order, {.kind = Event::Kind::downloaded, .name = name});
    }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("What happens is told in the order of the makefiles, whatever was finished first", "[build]") {
    Told told;
    told.journal.open({0});
    told.journal.open({1});
    told.journal.open({2});
    told.add({2}, "third");
    told.journal.close({2});
    told.add({0}, "first");
    CHECK(told.names.empty());
    told.journal.close({0});
    CHECK(told.names == Names{"first"});
    told.add({1}, "second");
    told.journal.close({1});
    CHECK(told.names == Names{"first", "second", "third"});
}

TEST_CASE("A project of a makefile that was found in another stands right behind that", "[build]") {
    Told told;
    told.journal.open({0});
    told.journal.open({1});
    told.add({1}, "last");
    told.journal.close({1});
    told.add({0}, "outer");
    told.journal.open({0, 0});
    told.journal.close({0});
    CHECK(told.names == Names{"outer"});
    told.add({0, 0}, "inner");
    told.journal.close({0, 0});
    CHECK(told.names == Names{"outer", "inner", "last"});
}

TEST_CASE("What happens to something after its end is told at once, and without a listener nothing is",
          "[build]") {
    Told told;
    told.journal.open({0});
    told.journal.close({0});
    told.add({0}, "late");
    CHECK(told.names == Names{"late"});
    Journal silent(nullptr);
    silent.open({0});
    silent.add({0}, {.kind = Event::Kind::copied, .name = "nobody"});
    silent.close({0});
}
