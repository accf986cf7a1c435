#include "slipway/base/relative_path.hpp"

#include <fmt/core.h>

#include <cstddef>

namespace slipway {

namespace {

template <class Visit>
bool all_parts(std::string_view text, Visit visit) {
    for (std::size_t begin = 0;;) {
        const auto slash = text.find('/', begin);
        if (!visit(text.substr(begin, slash == std::string_view::npos ? slash : slash - begin))) {
            return false;
        }
        if (slash == std::string_view::npos) {
            return true;
        }
        begin = slash + 1;
    }
}

Error leaves(std::string_view text) {
    return {ErrorKind::unsupported, fmt::format("the path '{}' does not stay inside its directory", text)};
}

}  // namespace

Result<RelativePath> RelativePath::parse(std::string_view text) {
    const bool safe = text.find('\0') == std::string_view::npos && all_parts(text, [](std::string_view part) {
                          return !part.empty() && part != "." && part != "..";
                      });
    if (!safe) {
        return leaves(text);
    }
    return RelativePath(std::string(text));
}

Result<RelativePath> RelativePath::parse_lenient(std::string_view text) {
    if (text.starts_with('/')) {
        return leaves(text);
    }
    std::string clean;
    all_parts(text, [&clean](std::string_view part) {
        if (!part.empty() && part != ".") {
            clean += clean.empty() ? "" : "/";
            clean += part;
        }
        return true;
    });
    auto path = parse(clean);
    if (!path) {
        return leaves(text);
    }
    return path;
}

std::string_view RelativePath::name() const noexcept {
    return std::string_view(text_).substr(text_.rfind('/') + 1);  // npos + 1 is 0
}

std::string_view RelativePath::parent() const noexcept {
    const auto slash = text_.rfind('/');
    return slash == std::string::npos ? std::string_view() : std::string_view(text_).substr(0, slash);
}

std::vector<std::string_view> RelativePath::parts() const {
    std::vector<std::string_view> parts;
    all_parts(text_, [&parts](std::string_view part) {
        parts.push_back(part);
        return true;
    });
    return parts;
}

RelativePath RelativePath::operator/(const RelativePath& below) const {
    return RelativePath(text_ + '/' + below.text_);
}

bool link_stays_inside(const RelativePath& link, std::string_view target) {
    if (target.empty() || target.starts_with('/') || target.find('\0') != std::string_view::npos) {
        return false;
    }
    auto depth = link.parts().size() - 1;
    bool descended = false;
    return all_parts(target, [&](std::string_view part) {
        if (part == "..") {
            return !descended && depth-- > 0;
        }
        descended = descended || (!part.empty() && part != ".");
        return true;
    });
}

}  // namespace slipway
