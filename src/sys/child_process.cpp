#include "slipway/sys/child_process.hpp"

#include <slipway/sys/file.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

namespace slipway {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::array<const char*, 12> passed_on = {
    "PATH",        "TMPDIR",    "SSH_AUTH_SOCK", "http_proxy", "https_proxy", "HTTP_PROXY",
    "HTTPS_PROXY", "all_proxy", "ALL_PROXY",     "no_proxy",   "NO_PROXY",    "SSL_CERT_FILE"};

std::vector<std::string> environment_for(const ChildRequest& request) {
    std::vector<std::string> all = {"LC_ALL=C.UTF-8", "TZ=UTC", "HOME=" + request.home.native()};
    for (const auto* const name : passed_on) {
        // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody here changes the environment
        if (const auto* const value = std::getenv(name); value != nullptr) {
            all.push_back(fmt::format("{}={}", name, value));
        }
    }
    all.insert(all.end(), request.environment.begin(), request.environment.end());
    return all;
}

// `strings` must outlive what is returned.
std::vector<char*> pointers_to(std::vector<std::string>& strings) {
    std::vector<char*> pointers;
    pointers.reserve(strings.size() + 1);
    for (auto& string : strings) {
        pointers.push_back(string.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

struct Pipe {
    Fd reading;
    Fd writing;

    static Result<Pipe> make() {
        int ends[2] = {-1, -1};
        if (::pipe2(ends, O_CLOEXEC) != 0) {
            return errno_error(errno, "a pipe", "create");
        }
        Pipe pipe{Fd(ends[0]), Fd(ends[1])};
        ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
        return pipe;
    }
};

// A file in memory: unlike a pipe it takes any amount, so that nobody waits for anybody.
Result<Fd> input_of(const std::string& text) {
    Fd file(text.empty() ? ::open("/dev/null", O_RDONLY | O_CLOEXEC) : ::memfd_create("input", MFD_CLOEXEC));
    if (!file) {
        return errno_error(errno, "the input of a program", "create");
    }
    if (!text.empty()) {
        SLIPWAY_TRY(write_all(*file, text, "the input of a program"));
        ::lseek(*file, 0, SEEK_SET);
    }
    return file;
}

class Spawn {
public:
    Spawn() {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawnattr_init(&attributes_);
        ::sigset_t none{};
        ::sigset_t all{};
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        ::posix_spawnattr_setpgroup(&attributes_, 0);
        ::posix_spawnattr_setflags(
            &attributes_,
            static_cast<short>(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP));
    }
    ~Spawn() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    Spawn(const Spawn&) = delete;
    Spawn& operator=(const Spawn&) = delete;

    void give(int ours, int theirs) { ::posix_spawn_file_actions_adddup2(&actions_, ours, theirs); }

    // Its process id, or an errno value.
    std::pair<::pid_t, int> run(const ChildRequest& request) {
        ::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
        if (!request.directory.empty()) {
            ::posix_spawn_file_actions_addchdir_np(&actions_, request.directory.c_str());
        }
        auto arguments = request.arguments;
        auto environment = environment_for(request);
        ::pid_t child = 0;
        const int problem = ::posix_spawnp(&child, arguments.front().c_str(), &actions_, &attributes_,
                                           pointers_to(arguments).data(), pointers_to(environment).data());
        return {child, problem};
    }

private:
    ::posix_spawn_file_actions_t actions_{};
    ::posix_spawnattr_t attributes_{};
};

// A child that runs. Whatever becomes of it, it is over, with all that it started, when this is.
class Running {
public:
    // By number: glibc 2.36 declares pidfd_open for C only.
    explicit Running(::pid_t id) : id_(id), ended_(static_cast<int>(::syscall(SYS_pidfd_open, id, 0))) {}
    ~Running() {
        if (id_ > 0) {
            wait();
        }
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    int ended() const noexcept { return *ended_; }  // readable once it ended

    int wait() {
        ::kill(-id_, SIGKILL);  // what is left of its group, and itself if it still runs
        int status = 0;
        while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
        }
        id_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

private:
    ::pid_t id_;
    Fd ended_;
};

// One of its outputs, as far as it came.
struct Output {
    Fd from;
    std::string text = {};
    bool over = false;

    // Takes what is there. False if that is too much.
    bool drain(std::size_t limit) {
        std::array<char, 65536> buffer{};
        while (!over) {
            const auto count = ::read(*from, buffer.data(), buffer.size());
            if (count < 0 && errno == EINTR) {
                continue;
            }
            if (count < 0 && errno == EAGAIN) {
                return true;
            }
            over = count <= 0;
            text.append(buffer.data(), static_cast<std::size_t>(std::max<::ssize_t>(count, 0)));
            if (text.size() > limit) {
                return false;
            }
        }
        return true;
    }
};

class Conversation {
public:
    Conversation(const ChildRequest& request, const std::stop_token& stop, Fd out, Fd err)
        : request_(request), stop_(stop), out_{std::move(out)}, err_{std::move(err)} {}

    Result<ChildOutcome> with(Running& child) {
        const Fd stopped(::eventfd(0, EFD_CLOEXEC));
        const std::stop_callback wake(stop_, [&stopped] {
            const std::uint64_t one = 1;
            static_cast<void>(::write(*stopped, &one, sizeof one));  // cannot fail: the counter is empty
        });
        const auto deadline = Clock::now() + request_.time_limit;
        while (!SLIPWAY_TRY(has_ended(child, *stopped, deadline))) {
        }
        const int status = child.wait();
        return ChildOutcome{status, std::move(out_.text), std::move(err_.text)};
    }

private:
    // Waits until something happens, and takes what was written by then.
    Result<bool> has_ended(const Running& child, int stopped, Clock::time_point deadline) {
        std::array<::pollfd, 4> watched = {
            {{.fd = child.ended(), .events = POLLIN, .revents = 0},
             {.fd = stopped, .events = POLLIN, .revents = 0},
             {.fd = out_.over ? -1 : *out_.from, .events = POLLIN, .revents = 0},
             {.fd = err_.over ? -1 : *err_.from, .events = POLLIN, .revents = 0}}};
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
        const auto wait = std::clamp<std::int64_t>(left.count(), 0, 1'000'000);
        if (::poll(watched.data(), watched.size(), static_cast<int>(wait)) < 0 && errno != EINTR) {
            return errno_error(errno, request_.arguments.front(), "wait for");
        }
        if (stop_.stop_requested()) {
            return Error(ErrorKind::cancelled, fmt::format("stopped {}", request_.arguments.front()));
        }
        const bool ended = (watched[0].revents & POLLIN) != 0;
        if (!out_.drain(request_.output_limit) || !err_.drain(request_.output_limit)) {
            return Error(ErrorKind::unsupported,
                         fmt::format("{} wrote more than {} bytes", request_.arguments.front(),
                                     request_.output_limit));
        }
        if (!ended && Clock::now() >= deadline) {
            return timed_out();
        }
        return ended;
    }

    Error timed_out() const {
        const auto limit = std::chrono::duration_cast<std::chrono::seconds>(request_.time_limit);
        return Error(ErrorKind::timed_out,
                     fmt::format("{} took more than {} seconds", request_.arguments.front(), limit.count()))
            .with_help("try again later, or take the project from elsewhere");
    }

    const ChildRequest& request_;
    const std::stop_token& stop_;
    Output out_;
    Output err_;
};

}  // namespace

Result<ChildOutcome> run_child(const ChildRequest& request, const std::stop_token& stop) {
    const auto input = SLIPWAY_TRY(input_of(request.input));
    auto out = SLIPWAY_TRY(Pipe::make());
    auto err = SLIPWAY_TRY(Pipe::make());
    Spawn spawn;
    spawn.give(*input, STDIN_FILENO);
    spawn.give(*out.writing, STDOUT_FILENO);
    spawn.give(*err.writing, STDERR_FILENO);
    const auto [id, problem] = spawn.run(request);
    if (problem != 0) {
        return errno_error(problem, request.arguments.front(), "run");
    }
    Running child(id);
    Conversation conversation(request, stop, std::move(out.reading), std::move(err.reading));
    out.writing = Fd();
    err.writing = Fd();
    return conversation.with(child);
}

}  // namespace slipway
