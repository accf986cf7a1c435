#include "child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>

namespace slipway::test {

namespace {

int check(int result, const char* what) {
    if (result < 0) {
        throw std::system_error(errno, std::generic_category(), what);
    }
    return result;
}

std::vector<char*> pointers_to(std::vector<std::string>& strings) {
    std::vector<char*> pointers;
    pointers.reserve(strings.size() + 1);
    for (auto& string : strings) {
        pointers.push_back(string.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

// Holds all signals back from this thread while it lives. A signal that comes to a child before it has become
// its program would run a handler of ours there, which may wait for ever for a lock that was held while the
// process was split.
class SignalsHeld {
public:
    SignalsHeld() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsHeld(const SignalsHeld&) = delete;
    SignalsHeld& operator=(const SignalsHeld&) = delete;

    // In the child: what is ignored stays so, and what was handled ends it.
    void release_by_default() const {
        for (int number = 1; number < NSIG; ++number) {
            struct sigaction action {};
            if (sigaction(number, nullptr, &action) == 0 && action.sa_handler != SIG_IGN) {
                signal(number, SIG_DFL);
            }
        }
        sigprocmask(SIG_SETMASK, &before_, nullptr);
    }

private:
    sigset_t before_{};
};

// What the child does between fork and exec: system calls only, since other threads may hold any lock.
struct Launch {
    std::vector<char*> arguments;
    std::vector<char*> environment;
    std::vector<std::pair<int, int>> descriptors;
    int log = -1;

    [[noreturn]] void run(const SignalsHeld& signals) {
        constexpr int not_runnable = 127;
        signals.release_by_default();
        prctl(PR_SET_PDEATHSIG, SIGTERM);  // not SIGKILL: nginx has to end its worker
        setpgid(0, 0);
        // Out of the way of the wanted numbers first, so that no dup2 closes what a later one needs.
        for (auto& [ours, theirs] : descriptors) {
            ours = fcntl(ours, F_DUPFD_CLOEXEC, 64);
        }
        dup2(log, STDOUT_FILENO);
        dup2(log, STDERR_FILENO);
        for (const auto& [ours, theirs] : descriptors) {
            dup2(ours, theirs);
        }
        execvpe(arguments[0], arguments.data(), environment.data());
        _exit(not_runnable);
    }
};

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments, const ChildOptions& options) {
    auto argument_strings = arguments;
    auto environment_strings = options.environment;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        environment_strings.emplace_back(*variable);
    }
    const Fd log(
        check(open(options.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644), "open log"));
    Launch launch{pointers_to(argument_strings), pointers_to(environment_strings), options.descriptors, *log};
    const SignalsHeld signals;
    pid_ = check(fork(), "fork");
    if (pid_ == 0) {
        launch.run(signals);
    }
    setpgid(pid_, pid_);  // here too: either of us may be first
    // By number: glibc 2.36 declares pidfd_open for C only.
    pidfd_ = Fd(check(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)), "pidfd_open"));
}

ChildProcess::~ChildProcess() {
    constexpr auto patience = std::chrono::seconds(5);
    if (status_) {
        return;
    }
    kill(-pid_, SIGTERM);
    if (!ended_within(patience)) {
        kill(-pid_, SIGKILL);
    }
    wait();
}

bool ChildProcess::ended_within(std::chrono::microseconds time) const {
    constexpr auto second = std::chrono::microseconds(std::chrono::seconds(1));
    const timespec limit{.tv_sec = time / second, .tv_nsec = (time % second).count() * 1000};
    pollfd event{*pidfd_, POLLIN, 0};
    return ppoll(&event, 1, &limit, nullptr) == 1;
}

void ChildProcess::signal(int number) const {
    if (!status_) {
        kill(pid_, number);
    }
}

int ChildProcess::wait() noexcept {
    int status = 0;
    while (!status_) {
        // Nobody else waits for it, so this can only be interrupted.
        if (waitpid(pid_, &status, 0) == pid_) {
            status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        }
    }
    return status_.value_or(0);
}

}  // namespace slipway::test
