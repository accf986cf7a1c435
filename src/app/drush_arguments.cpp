#include "drush_arguments.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace slipway::app {

namespace {

constexpr std::array<std::string_view, 6> drush_commands{"make",      "make-convert", "make-generate",
                                                         "make-lock", "make-update",  "generate-makefile"};
constexpr std::array<std::string_view, 5> short_options_with_values{"-c", "-i", "-l", "-r", "-u"};

bool is_one_of(std::string_view word, const auto& words) {
    return std::ranges::find(words, word) != words.end();
}

}  // namespace

std::vector<std::string> in_our_order(int argc, const char* const* argv) {
    std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
    auto command = arguments.begin();
    std::vector<std::string> before;
    while (command != arguments.end()) {
        if (*command == "@none" || *command == "@self") {
            ++command;
            continue;
        }
        if (!command->starts_with('-')) {
            break;
        }
        const bool has_value = is_one_of(*command, short_options_with_values);
        before.push_back(*command++);
        if (has_value && command != arguments.end()) {
            before.push_back(*command++);
        }
    }
    if (command != arguments.end() && is_one_of(*command, drush_commands)) {
        std::vector<std::string> ours{*command};
        ours.insert(ours.end(), before.begin(), before.end());
        ours.insert(ours.end(), command + 1, arguments.end());
        // "--name=" is a variable of the caller's that is not set, and takes no other argument for its value.
        std::erase_if(ours,
                      [](const std::string& word) { return word.starts_with("--") && word.ends_with('='); });
        arguments = std::move(ours);
    }
    std::ranges::reverse(arguments);
    return arguments;
}

}  // namespace slipway::app
