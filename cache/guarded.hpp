// Guarded<T>: a value that can be reached only with its mutex held. Never held over I/O.
#pragma once

#include <mutex>

namespace slipway::cache {

template <class T>
class Guarded {
public:
    class Access {
    public:
        explicit Access(Guarded& guarded) : lock_(guarded.mutex_), value_(guarded.value_) {}
        T* operator->() const noexcept { return &value_; }
        T& operator*() const noexcept { return value_; }

    private:
        std::unique_lock<std::mutex> lock_;
        T& value_;
    };

    Access lock() { return Access(*this); }

private:
    std::mutex mutex_;
    T value_;
};

}  // namespace slipway::cache
