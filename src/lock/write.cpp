#include "json.hpp"
#include "names.hpp"

#include <slipway/lock/lock.hpp>

#include <algorithm>
#include <iterator>
#include <string>
#include <tuple>
#include <utility>

namespace slipway::lock {

namespace {

Node text(std::string value) { return {.kind = Node::Kind::text, .text = std::move(value), .members = {}}; }
Node text(std::string_view value) { return text(std::string(value)); }
Node text(const Digest& digest) { return text(digest.hex()); }
Node number(std::uint64_t value) { return {.kind = Node::Kind::number, .number = value, .members = {}}; }

// An object that is put together in order.
class Object {
public:
    Object& put(std::string_view key, Node value) {
        node_.members.push_back({.key = std::string(key), .value = std::move(value)});
        return *this;
    }
    Object& put_unless_empty(std::string_view key, const std::string& value) {
        return value.empty() ? *this : put(key, text(value));
    }
    Object& put_if_any(std::string_view key, const std::optional<std::string>& value) {
        return value ? put(key, text(*value)) : *this;
    }
    template <class Values, class ToNode>
    Object& put_list(std::string_view key, const Values& values, ToNode to_node) {
        Node list{.kind = Node::Kind::list, .members = {}};
        for (const auto& value : values) {
            list.items.push_back(to_node(value));
        }
        return put(key, std::move(list));
    }
    Object& put(const Content& content) {
        return put("sha256", text(content.sha256)).put("size", number(content.size));
    }
    Node take() { return std::move(node_); }

private:
    Node node_{.kind = Node::Kind::object, .members = {}};
};

Node node_of(const Input& input) {
    return Object().put("path", text(input.path)).put("sha256", text(input.sha256)).take();
}

Node node_of(const Asker& asker) {
    Object out;
    out.put("file", text(asker.file)).put("line", number(asker.line));
    if (!asker.through.empty()) {
        out.put_list("through", asker.through, [](const std::string& name) { return text(name); });
    }
    return out.take();
}

Node node_of(const Source& source) {
    Object out;
    out.put("type", text(source_kinds.at(static_cast<std::size_t>(source.kind))))
        .put("url", text(source.url))
        .put_unless_empty("final_url", source.final_url)
        .put_unless_empty("etag", source.etag)
        .put_unless_empty("date", source.date)
        .put_unless_empty("feed", source.feed)
        .put_if_any("requested", source.requested)
        .put_unless_empty("variant", source.variant)
        .put_unless_empty("service_type", source.service_type);
    if (source.wanted != Source::Wanted::head) {
        out.put(wanted_names.at(static_cast<std::size_t>(source.wanted)), text(source.name));
    }
    out.put_unless_empty("commit", source.commit)
        .put_if_any("describe", source.describe)
        .put_unless_empty("submodules", source.submodules);
    if (source.content) {
        out.put(*source.content);
    }
    return out.put_unless_empty("md5", source.md5).put("tree", text(source.tree)).take();
}

Node node_of(const Patch& patch) { return Object().put("url", text(patch.url)).put(patch.content).take(); }

Node node_of(const Translation& translation) {
    Object out;
    out.put("language", text(translation.language)).put("url", text(translation.url));
    if (translation.content) {
        out.put(*translation.content);
    }
    return out.take();
}

Node node_of(const PassedOver& other) {
    return Object().put_unless_empty("version", other.version).put("asked_by", node_of(other.asker)).take();
}

Node node_of(const Entry& entry);

constexpr auto to_node = [](const auto& value) { return node_of(value); };

Node node_of(const Entry& entry) {
    Object out;
    out.put("name", text(entry.name));
    if (entry.key != entry.name) {
        out.put("key", text(entry.key));
    }
    out.put("type", text(entry.type))
        .put_unless_empty("version", entry.version)
        .put("path", text(entry.path))
        .put_list("asked_by", entry.asked_by, to_node)
        .put("source", node_of(entry.source));
    if (!entry.patches.empty()) {
        out.put_list("patches", entry.patches, to_node);
    }
    if (!entry.translations.empty()) {
        out.put_list("translations", entry.translations, to_node);
    }
    if (!entry.passed_over.empty()) {
        out.put_list("passed_over", entry.passed_over, to_node);
    }
    return out.put("tree", text(entry.tree)).take();
}

std::vector<Entry> of_group(const std::vector<Entry>& entries, Entry::Group group) {
    std::vector<Entry> out;
    std::ranges::copy_if(entries, std::back_inserter(out),
                         [group](const Entry& entry) { return entry.group == group; });
    return out;
}

}  // namespace

void sort(Lock& lock) {
    std::ranges::sort(lock.inputs, {}, [](const Input& input) { return std::tie(input.path, input.sha256); });
    std::ranges::sort(lock.missing);
    for (auto& entry : lock.entries) {
        std::ranges::sort(entry.asked_by, {},
                          [](const Asker& asker) { return std::tie(asker.through, asker.file, asker.line); });
        std::ranges::sort(entry.translations, {}, [](const Translation& translation) {
            return std::tie(translation.language, translation.url);
        });
        std::ranges::sort(entry.passed_over, {}, [](const PassedOver& other) {
            return std::tie(other.asker.through, other.asker.file, other.asker.line, other.version);
        });
    }
    std::ranges::sort(lock.entries, {}, [](const Entry& entry) {
        return std::tie(entry.group, entry.name, entry.path, entry.tree);
    });
}

Lock substance(Lock lock) {
    for (auto& input : lock.inputs) {
        input.sha256 = {};
    }
    for (auto& entry : lock.entries) {
        entry.source.content.reset();  // its tree is what it was made of
        entry.source.md5.clear();
        entry.source.final_url.clear();
        entry.source.etag.clear();
        entry.source.date.clear();
        for (auto& asker : entry.asked_by) {
            asker.line = 0;
        }
        for (auto& other : entry.passed_over) {
            other.asker.line = 0;
        }
    }
    sort(lock);
    return lock;
}

std::string to_text(Lock lock) {
    sort(lock);
    Object out;
    out.put("lock_version", number(version))
        .put("platform", text(lock.platform))
        .put("core", text(lock.core))
        .put_list("inputs", lock.inputs, to_node)
        .put_list("projects", of_group(lock.entries, Entry::Group::projects), to_node)
        .put_list("libraries", of_group(lock.entries, Entry::Group::libraries), to_node);
    if (!lock.missing.empty()) {
        out.put_list("missing", lock.missing, [](const std::string& label) { return text(label); });
    }
    return dump_json(out.take());
}

}  // namespace slipway::lock
