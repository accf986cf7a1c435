// Interrupt: turns Ctrl-C, SIGTERM and SIGHUP into a stop request; a second one ends the process at once.
//
// Made in main before any other thread, whose signal mask then keeps the signals for the one thread that
// waits for them.
#pragma once

#include <slipway/sys/file.hpp>

#include <stop_token>
#include <thread>

namespace slipway {

class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    std::stop_token token() const noexcept { return source_.get_token(); }
    bool requested() const noexcept { return source_.stop_requested(); }

private:
    void wait_for_signals();

    std::stop_source source_;
    Fd signals_;
    Fd ended_;  // an eventfd: written to when the thread is to end
    std::jthread thread_;
};

}  // namespace slipway
