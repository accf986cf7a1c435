// Transfer: one Request from start to end, over all its redirects and attempts. It says what to ask for next,
// takes in what comes, and judges it. It knows HTTP, files and our rules; how bytes travel is the business of
// its caller.
//
// Used by one thread.
#pragma once

#include "failure.hpp"
#include "response_head.hpp"
#include "slipway/net/transport.hpp"
#include "url.hpp"

#include <chrono>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::net {

struct Next {
    enum class Step {
        ask,     // again, at once: another URL to follow
        wait,    // and then ask again
        finish,  // done was called
    };
    Step step = Step::finish;
    std::chrono::milliseconds delay{0};
};

// What conclude() needs to know of the world.
struct Moment {
    std::time_t now = 0;
    double random = 0;  // in [0, 1)
};

struct Patience {
    int attempts = 1;
    std::chrono::milliseconds first_retry{0};
};

class Transfer {
public:
    Transfer(Request request, Url url, int fd, Done done, Patience patience);

    // What to ask for.
    const Url& url() const noexcept { return current_; }
    const std::string& first_origin() const noexcept { return original_.origin; }
    std::vector<std::string> header_lines() const;
    // What to post; null for a GET. As browsers do, what a form is answered with is got, not posted to,
    // unless the answer insists.
    const std::string* form() const noexcept { return request_.form && !got_ ? &*request_.form : nullptr; }

    // What came. False: end this attempt now; conclude() knows why.
    bool take_header_line(std::string_view line);
    bool take_body(std::string_view bytes);

    // The attempt is over, with the connection broken or not.
    Next conclude(std::optional<Failure> broken, const Moment& moment);

    // Calls done with this error. Nothing may be called afterwards.
    void abandon(Error error);

private:
    // What is to become of the body that is coming in.
    enum class Body : std::uint8_t { undecided, kept, ignored };

    void start_attempt();
    bool take_head();
    bool accept_whole_body();
    bool accept_rest_of_body();
    bool stop(Failure failure);
    Failure oversize() const;

    bool is_redirect() const;
    bool is_not_modified() const;
    std::optional<Failure> judge_answer() const;
    Next redirect();
    Next fail(const Failure& failure, const Moment& moment);
    void succeed();
    void settle(Result<Response> result);
    bool can_resume() const;
    std::string name() const;

    Request request_;
    Url original_;
    Url current_;  // after redirects
    int fd_;
    Done done_;
    Patience patience_;

    int failures_ = 0;
    int redirects_ = 0;
    bool got_ = false;  // a redirect has made a GET of it
    ResponseHead head_;
    Body body_ = Body::undecided;
    std::uint64_t ignored_ = 0;       // bytes of an error's or redirect's body
    std::optional<Failure> stopped_;  // why we ended the attempt ourselves

    // What of the body is in the file, over all attempts, and by what the server may know it again.
    std::uint64_t written_ = 0;
    std::optional<std::uint64_t> promised_;  // its whole size
    std::string validator_;                  // for If-Range; empty: the rest cannot be asked for
    Response response_;
};

}  // namespace slipway::net
