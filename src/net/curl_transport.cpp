#include "curl_transport.hpp"

#include "exchange.hpp"
#include "queue.hpp"
#include "transfer.hpp"
#include "url.hpp"

#include <slipway/base/assert.hpp>
#include <slipway/base/handle.hpp>

#include <curl/curl.h>

#include <fmt/core.h>
#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <ctime>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace slipway::net {

namespace {

using Clock = std::chrono::steady_clock;
using MultiHandle = Handle<CURLM, curl_multi_cleanup>;

Error cancelled(const std::string& url) {
    return {ErrorKind::cancelled, fmt::format("{}: the transfer was cancelled", display_url(url))};
}

// curl_global_init counts, so every owner may have one of these.
class CurlLibrary {
public:
    CurlLibrary() : code_(curl_global_init(CURL_GLOBAL_DEFAULT)) {}
    ~CurlLibrary() { curl_global_cleanup(); }
    CurlLibrary(const CurlLibrary&) = delete;
    CurlLibrary& operator=(const CurlLibrary&) = delete;

    bool usable() const noexcept { return code_ == CURLE_OK; }

private:
    CURLcode code_;
};

// Everything that happens on the transport's thread.
class EventLoop {
public:
    EventLoop(const TransportOptions& options, MultiHandle multi, std::atomic<std::uint64_t>& received)
        : options_(options),
          received_(received),
          multi_(std::move(multi)),
          queue_(options.max_connections, options.max_connections_per_host) {
        curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, long{options.max_connections});
    }

    void wake() { curl_multi_wakeup(multi_.get()); }  // from any thread

    bool idle() const { return exchanges_.empty(); }
    void add(Request request, int fd, Done done);
    void turn();
    void cancel_all();
    void wait();

private:
    void resume_due();
    void start_next();
    void collect();
    void begin(Exchange& exchange);
    void conclude(Exchange& exchange, int curl_code);
    void leave(Exchange& exchange);

    const TransportOptions& options_;
    std::atomic<std::uint64_t>& received_;
    MultiHandle multi_;
    Queue queue_;
    Queue::Ticket next_ticket_ = 0;
    // Each is in the queue, or in `multi_`, or in `sleeping_`.
    std::map<Queue::Ticket, std::unique_ptr<Exchange>> exchanges_;
    std::multimap<Clock::time_point, Queue::Ticket> sleeping_;
    std::mt19937 random_{std::random_device{}()};
};

void EventLoop::add(Request request, int fd, Done done) {
    auto url = parse_url(request.url);
    if (!url) {
        done(std::move(url).error());
        return;
    }
    const auto ticket = next_ticket_++;
    const Patience patience{options_.attempts, std::chrono::milliseconds(options_.first_retry_milliseconds)};
    queue_.push(ticket, url->origin);
    exchanges_.emplace(
        ticket,
        std::make_unique<Exchange>(
            ticket, Transfer(std::move(request), *std::move(url), fd, std::move(done), patience), received_));
}

void EventLoop::turn() {
    resume_due();
    int running = 0;
    const auto code = curl_multi_perform(multi_.get(), &running);
    SLIPWAY_ASSERT(code == CURLM_OK, "libcurl accepts its own handles");
    collect();
    start_next();  // wait() returns at once for what is new
}

void EventLoop::resume_due() {
    const auto end = sleeping_.upper_bound(Clock::now());
    for (auto sleeper = sleeping_.begin(); sleeper != end; ++sleeper) {
        queue_.push(sleeper->second, exchanges_.at(sleeper->second)->transfer().first_origin());
    }
    sleeping_.erase(sleeping_.begin(), end);
}

void EventLoop::start_next() {
    while (const auto ticket = queue_.take()) {
        begin(*exchanges_.at(*ticket));
    }
}

void EventLoop::begin(Exchange& exchange) {
    if (const int code = exchange.prepare(options_); code != CURLE_OK) {
        conclude(exchange, code);
        return;
    }
    const auto added = curl_multi_add_handle(multi_.get(), exchange.easy());
    SLIPWAY_ASSERT(added == CURLM_OK, "libcurl accepts its own handles");
}

void EventLoop::collect() {
    int left = 0;
    while (const auto* message = curl_multi_info_read(multi_.get(), &left)) {
        if (message->msg != CURLMSG_DONE) {
            continue;
        }
        const auto code = message->data.result;  // gone once the handle is removed
        auto& exchange = Exchange::of(message->easy_handle);
        curl_multi_remove_handle(multi_.get(), exchange.easy());
        conclude(exchange, code);
    }
}

void EventLoop::conclude(Exchange& exchange, int curl_code) {
    std::optional<Failure> broken;
    if (curl_code != CURLE_OK) {
        broken = exchange.failure(curl_code, options_);
    }
    const Moment moment{std::time(nullptr), std::uniform_real_distribution<>(0, 1)(random_)};
    const auto next = exchange.transfer().conclude(std::move(broken), moment);
    switch (next.step) {
        case Next::Step::ask: begin(exchange); break;
        case Next::Step::wait:
            leave(exchange);
            sleeping_.emplace(Clock::now() + next.delay, exchange.ticket());
            break;
        case Next::Step::finish:
            leave(exchange);
            exchanges_.erase(exchange.ticket());
            break;
    }
}

void EventLoop::leave(Exchange& exchange) {
    exchange.close();
    queue_.release(exchange.transfer().first_origin());
}

void EventLoop::cancel_all() {
    for (auto& [ticket, exchange] : exchanges_) {
        if (exchange->easy() != nullptr) {
            curl_multi_remove_handle(multi_.get(), exchange->easy());
            leave(*exchange);
        }
        exchange->transfer().abandon(cancelled(exchange->transfer().url().text));
    }
    exchanges_.clear();
    sleeping_.clear();
    queue_ = Queue(options_.max_connections, options_.max_connections_per_host);
}

void EventLoop::wait() {
    using std::chrono::milliseconds;
    constexpr milliseconds longest = std::chrono::minutes(1);  // wake() ends any wait
    auto time = longest;
    if (!sleeping_.empty()) {
        const auto until = std::chrono::ceil<milliseconds>(sleeping_.begin()->first - Clock::now());
        time = std::clamp(until, milliseconds(0), longest);
    }
    const auto code = curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(time.count()), nullptr);
    SLIPWAY_ASSERT(code == CURLM_OK, "libcurl accepts its own handles");
}

class CurlTransport final : public Transport {
public:
    CurlTransport(TransportOptions options, std::unique_ptr<CurlLibrary> library, MultiHandle multi)
        : options_(std::move(options)),
          library_(std::move(library)),
          loop_(options_, std::move(multi), received_),
          thread_([this] { run(); }) {}

    ~CurlTransport() override {
        {
            const std::lock_guard lock(mutex_);
            cancelled_ = true;
            closing_ = true;
        }
        loop_.wake();
        thread_.join();
    }
    CurlTransport(const CurlTransport&) = delete;
    CurlTransport& operator=(const CurlTransport&) = delete;

    void start(Request request, int fd, Done done) override {
        {
            const std::lock_guard lock(mutex_);
            arrivals_.push_back({std::move(request), fd, std::move(done)});
        }
        loop_.wake();
    }

    void cancel() override {
        {
            const std::lock_guard lock(mutex_);
            cancelled_ = true;
        }
        loop_.wake();
    }

    std::uint64_t bytes_received() const override { return received_.load(std::memory_order_relaxed); }

private:
    struct Arrival {
        Request request;
        int fd;
        Done done;
    };

    struct Orders {
        std::vector<Arrival> arrivals;
        bool cancelled;
        bool closing;
    };

    Orders take_orders() {
        const std::lock_guard lock(mutex_);
        return {std::exchange(arrivals_, {}), cancelled_, closing_};
    }

    void run();

    const TransportOptions options_;
    std::atomic<std::uint64_t> received_ = 0;
    std::unique_ptr<CurlLibrary> library_;
    EventLoop loop_;

    std::mutex mutex_;  // guards the three below; never held over a callback
    std::vector<Arrival> arrivals_;
    bool cancelled_ = false;
    bool closing_ = false;

    std::thread thread_;  // last: uses all above
};

void CurlTransport::run() {
    // Signals are for the main thread. This also keeps SIGPIPE from ending us.
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);

    for (auto orders = take_orders();; orders = take_orders()) {
        // A callback may have started another transfer, also while all are being cancelled.
        if (orders.closing && orders.arrivals.empty() && loop_.idle()) {
            return;
        }
        for (auto& [request, fd, done] : orders.arrivals) {
            loop_.add(std::move(request), fd, std::move(done));
        }
        if (orders.cancelled) {
            loop_.cancel_all();
        }
        loop_.turn();
        if (!orders.closing) {
            loop_.wait();
        }
    }
}

}  // namespace

Result<std::unique_ptr<Transport>> make_curl_transport(TransportOptions options) {
    auto library = std::make_unique<CurlLibrary>();
    if (!library->usable()) {
        return Error(ErrorKind::io, "libcurl cannot be set up");
    }
    MultiHandle multi(curl_multi_init());
    if (!multi) {
        return Error(ErrorKind::io,
                     "libcurl cannot be set up: there is too little memory or no free descriptor");
    }
    try {
        return std::make_unique<CurlTransport>(std::move(options), std::move(library), std::move(multi));
    } catch (const std::system_error& error) {
        return Error(ErrorKind::io, fmt::format("no thread for transfers: {}", error.what()));
    }
}

}  // namespace slipway::net
