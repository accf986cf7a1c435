#include "record.hpp"

#include "percent.hpp"

#include <slipway/hash/fast.hpp>

#include <fmt/core.h>

#include <map>
#include <utility>

namespace slipway::cache {

namespace {

using Fields = std::map<std::string, std::string>;

constexpr std::string_view action_heading = "slipway action 1";
constexpr std::string_view document_heading = "slipway document 1";
constexpr std::string_view ref_heading = "slipway ref 1";
constexpr std::string_view fact_prefix = "fact.";
constexpr std::string_view tree_prefix = "tree.";
constexpr std::string_view blob_prefix = "blob.";

bool stands_for_itself(unsigned char byte) { return byte > ' ' && byte != '%' && byte != 0x7f; }

std::string serialize(std::string_view heading, const Fields& fields) {
    auto text = fmt::format("{}\n", heading);
    for (const auto& [name, value] : fields) {
        text += fmt::format("{} {}\n", percent_encode(name, stands_for_itself),
                            percent_encode(value, stands_for_itself));
    }
    return text + xxh3_hex(text) + '\n';
}

// Takes a line off the front of the text, without its newline; nothing if none is complete.
std::optional<std::string_view> take_line(std::string_view& text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

// What is above the last line, if that is its checksum.
std::optional<std::string_view> checked(std::string_view text) {
    constexpr std::size_t checksum_size = 33;  // 32 digits and the newline
    if (text.size() < checksum_size) {
        return std::nullopt;
    }
    const auto body = text.substr(0, text.size() - checksum_size);
    return text.substr(body.size()) == xxh3_hex(body) + '\n' ? std::optional(body) : std::nullopt;
}

std::optional<Fields> parse(std::string_view heading, std::string_view text) {
    auto body = checked(text);
    if (!body || take_line(*body) != heading) {
        return std::nullopt;
    }
    Fields fields;
    while (const auto line = take_line(*body)) {
        const auto space = line->find(' ');
        if (space == std::string_view::npos) {
            return std::nullopt;
        }
        auto name = percent_decode(line->substr(0, space));
        auto value = percent_decode(line->substr(space + 1));
        if (!name || !value || !fields.emplace(*std::move(name), *std::move(value)).second) {
            return std::nullopt;
        }
    }
    return fields;
}

// Takes a field "PREFIX.name HEX" into `digests`; false if it is none.
bool take_digest(std::string_view prefix,
                 const Fields::value_type& field,
                 std::map<std::string, Digest>& digests) {
    const auto& [name, value] = field;
    const auto digest = Digest::from_hex(value);
    return name.starts_with(prefix) && digest && digests.emplace(name.substr(prefix.size()), *digest).second;
}

}  // namespace

std::string serialize(const ActionResult& result) {
    Fields fields;
    if (result.object) {
        fields.emplace("object", result.object->hex());
    }
    for (const auto& [name, value] : result.facts) {
        fields.emplace(std::string(fact_prefix) + name, value);
    }
    return serialize(action_heading, fields);
}

std::string serialize(const RemoteDocument& document) {
    return serialize(document_heading, {{"url", document.url},
                                        {"final-url", document.final_url},
                                        {"etag", document.etag},
                                        {"last-modified", document.last_modified},
                                        {"blob", document.blob.hex()}});
}

std::string serialize(const Ref& ref) {
    Fields fields;
    for (const auto& [name, value] : ref.facts) {
        fields.emplace(std::string(fact_prefix) + name, value);
    }
    for (const auto& [name, id] : ref.trees) {
        fields.emplace(std::string(tree_prefix) + name, id.hex());
    }
    for (const auto& [name, id] : ref.blobs) {
        fields.emplace(std::string(blob_prefix) + name, id.hex());
    }
    return serialize(ref_heading, fields);
}

std::optional<ActionResult> parse_action(std::string_view text) {
    const auto fields = parse(action_heading, text);
    if (!fields) {
        return std::nullopt;
    }
    ActionResult result;
    for (const auto& [name, value] : *fields) {
        if (name.starts_with(fact_prefix)) {
            result.facts.emplace(name.substr(fact_prefix.size()), value);
            continue;
        }
        result.object = Digest::from_hex(value);
        if (name != "object" || !result.object) {
            return std::nullopt;
        }
    }
    return result;
}

std::optional<Ref> parse_ref(std::string_view text) {
    const auto fields = parse(ref_heading, text);
    if (!fields) {
        return std::nullopt;
    }
    Ref ref;
    for (const auto& field : *fields) {
        if (field.first.starts_with(fact_prefix)) {
            ref.facts.emplace(field.first.substr(fact_prefix.size()), field.second);
        } else if (!take_digest(tree_prefix, field, ref.trees)
                   && !take_digest(blob_prefix, field, ref.blobs)) {
            return std::nullopt;
        }
    }
    return ref;
}

std::optional<RemoteDocument> parse_document(std::string_view text) {
    auto fields = parse(document_heading, text);
    if (!fields || fields->size() != 5) {
        return std::nullopt;
    }
    const auto blob = Digest::from_hex((*fields)["blob"]);
    if (!blob) {
        return std::nullopt;
    }
    return RemoteDocument{.url = (*fields)["url"],
                          .final_url = (*fields)["final-url"],
                          .etag = (*fields)["etag"],
                          .last_modified = (*fields)["last-modified"],
                          .blob = *blob};
}

}  // namespace slipway::cache
