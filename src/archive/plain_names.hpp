// PlainNames: lets this thread give libarchive names, and take them, in the "C" locale. libarchive takes pax
// names for UTF-8 and converts them to the locale's character set, and normalises them on the way; in the "C"
// locale that fails for all but ASCII, and it keeps the bytes as they are: what we want, wherever we run.
#pragma once

#include <slipway/base/handle.hpp>

#include <locale.h>  // NOLINT(modernize-deprecated-headers): newlocale is POSIX, not C++

#include <type_traits>

namespace slipway::archive {

class PlainNames {
public:
    PlainNames() : locale_(newlocale(LC_CTYPE_MASK, "C", nullptr)), before_(uselocale(locale_.get())) {}
    ~PlainNames() { uselocale(before_); }
    PlainNames(const PlainNames&) = delete;
    PlainNames& operator=(const PlainNames&) = delete;

private:
    Handle<std::remove_pointer_t<locale_t>, freelocale> locale_;
    locale_t before_;
};

}  // namespace slipway::archive
