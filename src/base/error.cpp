#include "slipway/base/error.hpp"

#include <utility>

namespace slipway {

std::string_view to_string(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::not_found: return "not found";
        case ErrorKind::timed_out: return "timed out";
        case ErrorKind::corrupt: return "corrupt";
        case ErrorKind::drifted: return "drifted";
        case ErrorKind::denied: return "denied";
        case ErrorKind::conflict: return "conflict";
        case ErrorKind::cancelled: return "cancelled";
        case ErrorKind::io: return "i/o";
        case ErrorKind::unsupported: return "unsupported";
    }
    return "unknown";
}

Error::Error(ErrorKind kind, std::string message) : kind_(kind), message_(std::move(message)) {}

Error Error::during(std::string activity) && {
    activities_.push_back(std::move(activity));
    return std::move(*this);
}

Error Error::with_help(std::string help) && {
    if (help_.empty()) {
        help_ = std::move(help);
    }
    return std::move(*this);
}

std::string Error::to_string() const {
    std::string text;
    for (auto activity = activities_.rbegin(); activity != activities_.rend(); ++activity) {
        text += "while ";
        text += *activity;
        text += ": ";
    }
    return text + message_;
}

}  // namespace slipway
