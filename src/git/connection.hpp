// Connection: one conversation with a remote repository: what it offers, then what of it we take.
#pragma once

#include "transfer.hpp"

#include <slipway/base/result.hpp>

#include <memory>
#include <string>
#include <vector>

namespace slipway::git {

// One line of what the remote offers. For an annotated tag, `peeled` is the object it is about in the end.
struct RemoteRef {
    std::string name;  // "refs/heads/main", or "HEAD"
    std::string id;
    std::string peeled;  // `id` unless this is an annotated tag
    std::string target;  // the branch that HEAD is, if the remote says so
};

class Connection {
public:
    // Connects and asks for all refs. `transfer` must outlive the connection.
    static Result<Connection> open(const Transfer& transfer);

    ~Connection();
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;

    const std::vector<RemoteRef>& refs() const;

    // Brings the objects behind these refs (names or full ids, or "refs/heads/*") into the repository, as far
    // as they are not there. Writes no ref. ErrorKind::unsupported for an id, if the remote gives out refs
    // only; after any other error the connection is of no more use.
    Result<void> download(const std::vector<std::string>& wanted);

private:
    struct State;
    explicit Connection(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace slipway::git
