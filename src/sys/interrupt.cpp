#include "slipway/sys/interrupt.hpp"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cstdint>

namespace slipway {

namespace {

constexpr int interrupted_status = 130;

Fd signals_as_descriptor() {
    ::sigset_t set{};
    ::sigemptyset(&set);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        ::sigaddset(&set, number);
    }
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    return Fd(::signalfd(-1, &set, SFD_CLOEXEC));
}

}  // namespace

Interrupt::Interrupt()
    : signals_(signals_as_descriptor()),
      ended_(::eventfd(0, EFD_CLOEXEC)),
      thread_([this] { wait_for_signals(); }) {}

Interrupt::~Interrupt() {
    const std::uint64_t one = 1;
    static_cast<void>(::write(*ended_, &one, sizeof one));  // cannot fail: the counter is far from full
}

void Interrupt::wait_for_signals() {
    ::pollfd watched[] = {{.fd = *signals_, .events = POLLIN, .revents = 0},
                          {.fd = *ended_, .events = POLLIN, .revents = 0}};
    while (::poll(watched, 2, -1) >= 0 && (watched[1].revents & POLLIN) == 0) {
        ::signalfd_siginfo info{};
        if (::read(*signals_, &info, sizeof info) != sizeof info) {
            return;
        }
        if (!source_.request_stop()) {  // it was requested before: the user does not want to wait
            ::_exit(interrupted_status);
        }
    }
}

}  // namespace slipway
