// Result<T>: a T, or the Error that says why there is none. It cannot be dropped by mistake.
//
// tl::expected under one name of ours, so that it can become std::expected
// (docs/adr/0002-errors-as-values.md).
#pragma once

#include <slipway/base/error.hpp>

#include <tl/expected.hpp>
#include <type_traits>
#include <utility>

namespace slipway {

template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;

    Result(Error error) : tl::expected<T, Error>(tl::unexpect, std::move(error)) {}
};

namespace detail {

// What SLIPWAY_TRY stands for after a success: the value, or nothing of a Result<void>.
template <class AnyResult>
decltype(auto) value_of(AnyResult&& result) {
    if constexpr (!std::is_void_v<typename std::remove_reference_t<AnyResult>::value_type>) {
        return *std::forward<AnyResult>(result);
    }
}

}  // namespace detail

}  // namespace slipway

// The value of a Result (of a Result<void>: nothing), or an early return of its Error:
//
//   const auto digest = SLIPWAY_TRY(store.put_blob(bytes));
//
// At most one to a statement.
#define SLIPWAY_TRY(expression)                                 \
    __extension__({                                             \
        auto&& slipway_result = (expression);                   \
        if (!slipway_result) {                                  \
            return std::move(slipway_result).error();           \
        }                                                       \
        ::slipway::detail::value_of(std::move(slipway_result)); \
    })
