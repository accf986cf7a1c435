#include "exchange.hpp"

#include <curl/curl.h>

#include <string>
#include <vector>

namespace slipway::net {

namespace {

// Sets options and keeps the first problem that one met; after that does nothing.
class Settings {
public:
    explicit Settings(CURL* easy) : easy_(easy), problem_(easy == nullptr ? CURLE_OUT_OF_MEMORY : CURLE_OK) {}

    template <class Value>
    void set(CURLoption option, Value value) {
        if (problem_ == CURLE_OK) {
            problem_ = curl_easy_setopt(easy_, option, value);
        }
    }
    CURLcode problem() const noexcept { return problem_; }

private:
    CURL* easy_;
    CURLcode problem_;
};

void set_target(Settings& settings, const Url& url) {
    settings.set(CURLOPT_URL, url.text.c_str());
    settings.set(CURLOPT_PROTOCOLS_STR, "http,https");
    settings.set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
    settings.set(CURLOPT_SSL_VERIFYPEER, 1L);
    settings.set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (url.has_credentials()) {
        settings.set(CURLOPT_USERNAME, url.user.c_str());
        settings.set(CURLOPT_PASSWORD, url.password.c_str());
    }
}

void set_limits(Settings& settings, const TransportOptions& options) {
    constexpr long buffer = 64L << 10U;
    settings.set(CURLOPT_CONNECTTIMEOUT, long{options.connect_timeout_seconds});
    settings.set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    settings.set(CURLOPT_LOW_SPEED_TIME, long{options.stalled_seconds});
    settings.set(CURLOPT_BUFFERSIZE, buffer);
    settings.set(CURLOPT_TCP_KEEPALIVE, 1L);
    settings.set(CURLOPT_NOSIGNAL, 1L);
    settings.set(CURLOPT_QUICK_EXIT, 1L);  // a look-up that hangs does not hold up cancel()
}

// Null if there is no memory for it, and if there are no lines.
Handle<curl_slist, release_list> list_of(const std::vector<std::string>& lines) {
    Handle<curl_slist, release_list> list;
    for (const auto& line : lines) {
        auto* const longer = curl_slist_append(list.get(), line.c_str());
        if (longer == nullptr) {
            return nullptr;
        }
        static_cast<void>(list.release());
        list.reset(longer);
    }
    return list;
}

}  // namespace

void release_easy(void* easy) noexcept { curl_easy_cleanup(easy); }

void release_list(curl_slist* list) noexcept { curl_slist_free_all(list); }

int Exchange::prepare(const TransportOptions& options) {
    static_assert(detail_size >= CURL_ERROR_SIZE);
    if (easy_) {
        curl_easy_reset(easy_.get());
    } else {
        easy_.reset(curl_easy_init());
    }
    Settings settings(easy_.get());
    set_target(settings, transfer_.url());
    set_limits(settings, options);
    settings.set(CURLOPT_USERAGENT, options.user_agent.c_str());

    const auto lines = transfer_.header_lines();
    headers_ = list_of(lines);
    if (!headers_ && !lines.empty()) {
        return CURLE_OUT_OF_MEMORY;
    }
    settings.set(CURLOPT_HTTPHEADER, headers_.get());
    if (const auto* const form = transfer_.form(); form != nullptr) {
        settings.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(form->size()));
        settings.set(CURLOPT_POSTFIELDS, form->c_str());  // the transfer's, which outlives the exchange's use
    }

    detail_.fill('\0');
    settings.set(CURLOPT_PRIVATE, this);
    settings.set(CURLOPT_ERRORBUFFER, detail_.data());
    settings.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);  // a proxy's answer is not the server's
    settings.set(CURLOPT_HEADERFUNCTION, &Exchange::on_header);
    settings.set(CURLOPT_HEADERDATA, this);
    settings.set(CURLOPT_WRITEFUNCTION, &Exchange::on_body);
    settings.set(CURLOPT_WRITEDATA, this);
    return settings.problem();
}

Failure Exchange::failure(int curl_code, const TransportOptions& options) const {
    NetworkTrouble trouble{.curl_code = curl_code,
                           .detail = detail_.data(),
                           .origin = transfer_.url().origin,
                           .connect_timeout_seconds = options.connect_timeout_seconds,
                           .stalled_seconds = options.stalled_seconds};
    curl_off_t sent_after = 0;
    if (easy_) {
        curl_easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &trouble.system_error);
        curl_easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &sent_after);
    }
    trouble.connected = sent_after > 0;
    return failure_of_network(trouble);
}

Exchange& Exchange::of(void* easy) {
    void* self = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &self);
    return *static_cast<Exchange*>(self);
}

std::size_t Exchange::on_header(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& exchange = *static_cast<Exchange*>(self);
    return exchange.transfer_.take_header_line({bytes, size * count}) ? size * count : 0;
}

std::size_t Exchange::on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& exchange = *static_cast<Exchange*>(self);
    exchange.received_.fetch_add(size * count, std::memory_order_relaxed);
    return exchange.transfer_.take_body({bytes, size * count}) ? size * count : 0;
}

}  // namespace slipway::net
