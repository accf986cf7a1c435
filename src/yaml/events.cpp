#include "events.hpp"

#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace slipway::yaml {

namespace {

std::size_t offset(const YAML::Mark& mark) { return mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos); }

class Forwarder final : public YAML::EventHandler {
public:
    explicit Forwarder(Events& events) : events_(events) {}

    std::size_t start() const { return start_; }  // of the document

    // NOLINTBEGIN(readability-identifier-naming): the library's names
    void OnDocumentStart(const YAML::Mark& mark) override { start_ = offset(mark); }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark&, YAML::anchor_t) override { events_.on_nothing(); }
    void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}  // an outline has none
    void OnScalar(const YAML::Mark& mark,
                  const std::string& /*tag*/,
                  YAML::anchor_t /*anchor*/,
                  const std::string& value) override {
        events_.on_scalar(offset(mark), value);
    }
    void OnSequenceStart(const YAML::Mark& mark,
                         const std::string& /*tag*/,
                         YAML::anchor_t /*anchor*/,
                         YAML::EmitterStyle::value /*style*/) override {
        events_.on_sequence(offset(mark));
    }
    void OnSequenceEnd() override { events_.on_end(); }
    void OnMapStart(const YAML::Mark& mark,
                    const std::string& /*tag*/,
                    YAML::anchor_t /*anchor*/,
                    YAML::EmitterStyle::value /*style*/) override {
        events_.on_map(offset(mark));
    }
    void OnMapEnd() override { events_.on_end(); }
    // NOLINTEND(readability-identifier-naming)

private:
    Events& events_;
    std::size_t start_ = 0;
};

// Takes nothing: for a second document, whose presence alone is the mistake.
class Deaf final : public Events {
    void on_map(std::size_t) override {}
    void on_sequence(std::size_t) override {}
    void on_end() override {}
    void on_scalar(std::size_t, const std::string&) override {}
    void on_nothing() override {}
};

}  // namespace

std::optional<Failure> read_events(const std::string& text, Events& events) {
    try {
        std::istringstream in(text);
        YAML::Parser parser(in);
        Forwarder forwarder(events);
        if (!parser.HandleNextDocument(forwarder)) {
            return std::nullopt;
        }
        Deaf deaf;
        Forwarder rest(deaf);
        if (parser.HandleNextDocument(rest)) {
            return Failure{rest.start(), "a second document"};
        }
    } catch (const YAML::Exception& failure) {
        return Failure{offset(failure.mark), failure.msg};
    }
    return std::nullopt;
}

}  // namespace slipway::yaml
