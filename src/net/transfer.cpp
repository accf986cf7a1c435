#include "transfer.hpp"

#include "retry.hpp"

#include <slipway/base/assert.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace slipway::net {

namespace {

constexpr int ok = 200;
constexpr int non_authoritative = 203;
constexpr int partial_content = 206;
constexpr int not_modified = 304;
constexpr int temporary_redirect = 307;
constexpr int range_not_satisfiable = 416;
constexpr int most_redirects = 10;

// An error page is read to its end, so that the connection can be used again, but not for ever.
constexpr std::uint64_t longest_ignored_body = std::uint64_t{256} << 10U;

Failure file_failure(const char* what, const std::string& file, int number) {
    return {ErrorKind::io,
            fmt::format("cannot {} {}: {}", what, file, std::generic_category().message(number)),
            number == ENOSPC || number == EDQUOT ? "free some space on that file system" : "", false};
}

// 0, or an errno.
int write_at(int fd, std::string_view bytes, std::uint64_t offset) {
    while (!bytes.empty()) {
        const auto written = pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno != EINTR) {
            return errno;
        }
        const auto count = static_cast<std::size_t>(std::max<ssize_t>(written, 0));
        bytes.remove_prefix(count);
        offset += count;
    }
    return 0;
}

int truncate_file(int fd) {
    while (ftruncate(fd, 0) != 0) {
        if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

// A weak ETag promises the same meaning, not the same bytes: no base for a range (RFC 9110 §13.1.5).
std::string range_validator(const ResponseHead& head) {
    if (!head.accepts_ranges) {
        return {};
    }
    if (!head.etag.empty()) {
        return head.etag.starts_with('"') && is_safe_field_value(head.etag) ? head.etag : std::string();
    }
    return is_safe_field_value(head.last_modified) ? head.last_modified : std::string();
}

}  // namespace

Transfer::Transfer(Request request, Url url, int fd, Done done, Patience patience)
    : request_(std::move(request)),
      original_(std::move(url)),
      current_(original_),
      fd_(fd),
      done_(std::move(done)),
      patience_(patience) {}

std::vector<std::string> Transfer::header_lines() const {
    if (can_resume()) {
        return {fmt::format("Range: bytes={}-", written_), "If-Range: " + validator_};
    }
    if (written_ > 0) {
        return {};  // an earlier attempt has shown that it was modified
    }
    std::vector<std::string> lines;
    if (is_safe_field_value(request_.etag)) {
        lines.push_back("If-None-Match: " + request_.etag);
    }
    if (is_safe_field_value(request_.last_modified)) {
        lines.push_back("If-Modified-Since: " + request_.last_modified);
    }
    return lines;
}

bool Transfer::take_header_line(std::string_view line) {
    if (head_.complete()) {
        return true;  // a trailer
    }
    head_.take_line(line);
    return !head_.complete() || take_head();
}

bool Transfer::take_head() {
    if (head_.status == ok || head_.status == non_authoritative) {
        return accept_whole_body();
    }
    if (head_.status == partial_content && can_resume()) {
        return accept_rest_of_body();
    }
    body_ = Body::ignored;
    return true;
}

bool Transfer::accept_whole_body() {
    promised_ = head_.content_length;
    if (promised_ > request_.max_bytes) {
        return stop(oversize());
    }
    if (const int error = truncate_file(fd_); error != 0) {
        return stop(file_failure("empty", request_.written_to, error));
    }
    written_ = 0;
    validator_ = range_validator(head_);
    response_.etag = head_.etag;
    response_.last_modified = head_.last_modified;
    body_ = Body::kept;
    return true;
}

bool Transfer::accept_rest_of_body() {
    const auto& range = head_.content_range;
    const bool continues = range && range->first == written_
                           && (!promised_ || !range->total || range->total == promised_)
                           && (head_.etag.empty() || head_.etag == response_.etag);
    if (!continues) {
        validator_.clear();
        return stop(
            {ErrorKind::corrupt, "the server sent another part than was asked for", "try again later", true});
    }
    promised_ = range->total ? range->total : promised_;
    if (promised_ > request_.max_bytes) {
        return stop(oversize());
    }
    body_ = Body::kept;
    return true;
}

bool Transfer::take_body(std::string_view bytes) {
    if (body_ != Body::kept) {
        ignored_ += bytes.size();
        return ignored_ <= longest_ignored_body;
    }
    if (bytes.size() > request_.max_bytes - written_) {
        return stop(oversize());
    }
    if (const int error = write_at(fd_, bytes, written_); error != 0) {
        return stop(file_failure("write to", request_.written_to, error));
    }
    written_ += bytes.size();
    return true;
}

Next Transfer::conclude(std::optional<Failure> broken, const Moment& moment) {
    if (stopped_) {
        return fail(*stopped_, moment);
    }
    // Once a head is here that brings no body, what became of its body does not matter.
    if (body_ != Body::ignored && broken) {
        return fail(*broken, moment);
    }
    if (is_redirect()) {
        return redirect();
    }
    if (const auto failure = judge_answer()) {
        return fail(*failure, moment);
    }
    succeed();
    return {};
}

void Transfer::abandon(Error error) { settle(std::move(error)); }

bool Transfer::is_redirect() const {
    constexpr std::array redirects = {301, 302, 303, 307, 308};
    return !head_.location.empty()
           && std::find(redirects.begin(), redirects.end(), head_.status) != redirects.end();
}

bool Transfer::is_not_modified() const {
    return head_.status == not_modified && !can_resume() && !header_lines().empty();
}

std::optional<Failure> Transfer::judge_answer() const {
    if (is_not_modified()) {
        return std::nullopt;
    }
    if (head_.status == range_not_satisfiable && can_resume()) {
        return Failure{ErrorKind::corrupt, "the file on the server has changed meanwhile", "try again", true};
    }
    if (body_ != Body::kept) {
        return failure_of_status(head_.status, head_.status_text, current_.has_credentials());
    }
    if (promised_ && written_ != *promised_) {
        return Failure{ErrorKind::corrupt, "not all of the body came", "try again later", true};
    }
    return std::nullopt;
}

Next Transfer::redirect() {
    auto to = follow_redirect(current_, head_.location);
    if (!to) {
        settle(std::move(to).error());
        return {};
    }
    if (++redirects_ > most_redirects) {
        settle(Error(ErrorKind::io, fmt::format("{}: more than {} redirects", name(), most_redirects))
                   .with_help("give the URL where the file really is"));
        return {};
    }
    current_ = *std::move(to);
    got_ = got_ || head_.status < temporary_redirect;
    start_attempt();
    return {Next::Step::ask};
}

Next Transfer::fail(const Failure& failure, const Moment& moment) {
    ++failures_;
    if (!failure.may_pass || failures_ >= patience_.attempts) {
        const auto progress = body_ == Body::kept && promised_ && failure.kind != ErrorKind::unsupported
                                  ? fmt::format(" ({} of {} bytes)", written_, *promised_)
                                  : std::string();
        const auto tries =
            failures_ > 1 ? fmt::format(", at the last of {} attempts", failures_) : std::string();
        settle(Error(failure.kind, fmt::format("{}: {}{}{}", name(), failure.reason, progress, tries))
                   .with_help(failure.help));
        return {};
    }
    const auto asked = retry_after(head_.retry_after, moment.now);
    if (head_.status == range_not_satisfiable) {
        validator_.clear();
    }
    current_ = original_;  // what it redirected to may have been good for one request only
    redirects_ = 0;
    got_ = false;
    start_attempt();
    return {Next::Step::wait, asked.value_or(backoff(failures_, patience_.first_retry, moment.random))};
}

void Transfer::start_attempt() {
    head_ = ResponseHead();
    body_ = Body::undecided;
    ignored_ = 0;
    stopped_.reset();
}

void Transfer::succeed() {
    response_.not_modified = is_not_modified();
    response_.final_url = current_.text;
    response_.bytes = written_;
    if (response_.not_modified) {
        response_.etag = head_.etag.empty() ? request_.etag : head_.etag;
        response_.last_modified = head_.last_modified.empty() ? request_.last_modified : head_.last_modified;
    }
    settle(std::move(response_));
}

void Transfer::settle(Result<Response> result) {
    SLIPWAY_ASSERT(done_, "a transfer settles once");
    std::exchange(done_, nullptr)(std::move(result));
}

bool Transfer::stop(Failure failure) {
    stopped_ = std::move(failure);
    return false;
}

Failure Transfer::oversize() const {
    return {ErrorKind::unsupported,
            fmt::format("it is larger than the limit of {} bytes", request_.max_bytes),
            "check that the URL is that of the file you want", false};
}

bool Transfer::can_resume() const { return written_ > 0 && !validator_.empty() && !request_.form; }

std::string Transfer::name() const {
    const auto shown = display_url(original_.text);
    const auto now = display_url(current_.text);
    return shown == now ? shown : fmt::format("{} (redirected to {})", shown, now);
}

}  // namespace slipway::net
