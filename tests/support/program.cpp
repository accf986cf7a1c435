#include "program.hpp"

#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace slipway::test {

namespace {

void check(int error, const std::string& what) {
    if (error != 0) {
        throw std::system_error(error, std::generic_category(), what);
    }
}

// A file in memory. Unlike a pipe it takes any amount, so no two ends can wait for each other.
class MemoryFile {
public:
    explicit MemoryFile(std::string_view content = {}) : fd_(memfd_create("slipway-test", MFD_CLOEXEC)) {
        check(fd_ < 0 ? errno : 0, "memfd_create");
        while (!content.empty()) {
            const auto written = write(fd_, content.data(), content.size());
            check(written < 0 ? errno : 0, "write");
            content.remove_prefix(static_cast<std::size_t>(written));
        }
        lseek(fd_, 0, SEEK_SET);
    }
    ~MemoryFile() { close(fd_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    int fd() const { return fd_; }

    std::string content() const {
        struct stat status {};
        check(fstat(fd_, &status) < 0 ? errno : 0, "fstat");
        std::string text(static_cast<std::size_t>(status.st_size), '\0');
        check(pread(fd_, text.data(), text.size(), 0) < 0 ? errno : 0, "pread");
        return text;
    }

private:
    int fd_;
};

class FileActions {
public:
    FileActions() { check(posix_spawn_file_actions_init(&actions_), "posix_spawn_file_actions_init"); }
    ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;

    void redirect(int from, int to) {
        check(posix_spawn_file_actions_adddup2(&actions_, to, from), "posix_spawn_file_actions_adddup2");
    }
    void change_directory(const std::filesystem::path& directory) {
        check(posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str()),
              "posix_spawn_file_actions_addchdir_np");
    }
    const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_{};
};

std::vector<std::string> environment_with(const std::vector<std::string>& changes) {
    std::vector<std::string> all = changes;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string_view text = *variable;
        const auto name = text.substr(0, text.find('=') + 1);
        if (std::none_of(changes.begin(), changes.end(),
                         [name](const std::string& change) { return change.starts_with(name); })) {
            all.emplace_back(text);
        }
    }
    return all;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
    std::vector<char*> list;
    list.reserve(strings.size() + 1);
    for (auto& string : strings) {
        list.push_back(string.data());
    }
    list.push_back(nullptr);
    return list;
}

}  // namespace

ProgramOutcome run_program(const std::vector<std::string>& arguments, const RunOptions& options) {
    const MemoryFile input(options.input);
    const MemoryFile out;
    const MemoryFile err;
    FileActions actions;
    actions.redirect(STDIN_FILENO, input.fd());
    actions.redirect(STDOUT_FILENO, out.fd());
    actions.redirect(STDERR_FILENO, err.fd());
    if (!options.directory.empty()) {
        actions.change_directory(options.directory);
    }
    auto argument_strings = arguments;
    auto environment_strings = environment_with(options.environment);
    pid_t child = 0;
    check(posix_spawnp(&child, arguments.at(0).c_str(), actions.get(), nullptr,
                       pointers(argument_strings).data(), pointers(environment_strings).data()),
          "running " + arguments.at(0));
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        check(errno == EINTR ? 0 : errno, "waitpid");
    }
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), out.content(), err.content()};
}

std::string output_of(const std::vector<std::string>& arguments, const RunOptions& options) {
    auto outcome = run_program(arguments, options);
    if (outcome.status != 0) {
        throw std::runtime_error(arguments.at(0) + " failed with status " + std::to_string(outcome.status)
                                 + ": " + outcome.err);
    }
    if (outcome.out.ends_with('\n')) {
        outcome.out.pop_back();
    }
    return outcome.out;
}

}  // namespace slipway::test
