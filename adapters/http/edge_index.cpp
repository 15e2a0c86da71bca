// Finds the documents in events along their descriptions, and the messages that have ended.
#include "adapters/http/edge_index.hpp"

#include <boost/json/parse.hpp>

#include "adapters/identity/sealing.hpp"
#include "engine/fold_keys.hpp"
#include "events/json.hpp"
#include "events/message_receipt.hpp"

namespace surety {
namespace {

namespace bj = boost::json;

const EventRule* rule_of(std::string_view type) {
  const std::size_t dot = type.find('.');
  if (dot == std::string_view::npos) return nullptr;
  const Kind* kind = kind_named(type.substr(0, dot));
  return kind ? kind->event(type.substr(dot + 1)) : nullptr;
}

bool holds_documents(const Type& type) {
  switch (type.shape) {
    case Shape::optional:
    case Shape::list:
      return holds_documents(*type.element);
    case Shape::object:
      for (const Member& m : type.fields().members)
        if (holds_documents(*m.type)) return true;
      return false;
    default:
      return type.format == "document";
  }
}

using Visit = std::function<void(const NamedDocument&)>;

/// `named`: all but the id, as the field says it.
void documents_in(
    const Type& type, const NamedDocument& named, const bj::value& value, const Visit& visit) {
  if (type.shape == Shape::optional) return documents_in(*type.element, named, value, visit);
  if (type.shape == Shape::list && value.is_array()) {
    for (const auto& item : value.get_array()) documents_in(*type.element, named, item, visit);
  } else if (type.shape == Shape::object && value.is_object()) {
    for (const Member& m : type.fields().members)
      if (const auto* v = value.get_object().if_contains({m.name.data(), m.name.size()}))
        documents_in(*m.type, {{}, m.label, m.rule.personal ? m.name : std::string_view()}, *v,
                     visit);
  } else if (type.format == "document" && value.is_string()) {
    visit({std::string(value.as_string()), named.title, named.personal_field});
  }
}

// Messages are told from commands for other roots by the name that the kinds give them.
bool ends_message(const EventRecord& event) {
  if (!event.type.ends_with(".effect-done") && !event.type.ends_with(".effect-failed"))
    return false;
  return event.data.find("\"effect\":\"sms-") != std::string::npos;
}

std::string receipt_key(std::string_view case_key, std::string_view effect) {
  return std::string("R").append(case_key).append(1, '\0').append(effect);
}

void note_receipt(const EventRecord& event, Rows& rows) {
  MessageReceiptRecorded receipt;
  from_json(event.data, receipt, Source::stored);
  const auto key = receipt_key(event.case_key, receipt.effect);
  constexpr char delivered = 'd', failed = 'f';
  if (const auto known = rows.get(key); known && known->front() == delivered) return;
  const bool arrived = receipt.outcome == MessageOutcome::delivered;
  rows.put(key, std::string(1, arrived ? delivered : failed) + big_endian64(event.case_version));
}

class EdgeIndex : public Projection {
 public:
  std::string name() const override { return "edge-index"; }
  int version() const override { return 6; }
  void apply(const Commit& commit, const Changes&, Rows& rows) override {
    for (const auto& event : commit.events) {
      if (ends_message(event)) {
        const std::string place = event.case_key + '\0' + big_endian64(event.case_version);
        rows.put('M' + place, "");
        rows.put('N' + big_endian64(-commit.recorded_at.ms) + place, "");
      }
      if (event.type.ends_with(".message-receipt-recorded")) note_receipt(event, rows);
      for (const auto& key : keys_named_in(event.data))
        rows.put('S' + key + '\0' + event.case_key, "");
      each_document(event, [&](const NamedDocument& d) {
        const std::string key = 'D' + d.id + '\0' + event.case_key;
        // Once somebody's identity card, always: in whatever other field it may stand as well.
        if (!d.personal_field.empty() || !rows.get(key))
          rows.put(key, std::string(d.personal_field));
      });
    }
  }
};

const std::string& family() {
  static const std::string name = EdgeIndex().family();
  return name;
}

}  // namespace

void each_document(const EventRecord& event, const Visit& visit) {
  const EventRule* rule = rule_of(event.type);
  if (!rule || !holds_documents(*rule->type)) return;
  bj::error_code ec;
  const bj::value data = bj::parse(event.data, ec);
  if (!ec) documents_in(*rule->type, {{}, rule->label, {}}, data, visit);
}

std::unique_ptr<Projection> edge_index() { return std::make_unique<EdgeIndex>(); }

std::vector<Referring> cases_referring(const StoreReader& store,
                                       int partitions,
                                       std::string_view document) {
  std::vector<Referring> out;
  for (int p = 0; p < partitions; ++p) {
    const std::string prefix = partition_prefix(p) + 'D' + std::string(document) + '\0';
    const auto visit = [&](std::string_view key, std::string_view personal_field) {
      out.push_back({std::string(key.substr(prefix.size())), std::string(personal_field)});
      return out.size() < 1'000;
    };
    store.scan(family(), prefix, after_prefix(prefix), visit);
  }
  return out;
}

std::vector<std::string> cases_naming(const StoreReader& store, int partitions,
                                      std::string_view key) {
  std::vector<std::string> out;
  for (int p = 0; p < partitions; ++p) {
    const std::string prefix = partition_prefix(p) + 'S' + std::string(key) + '\0';
    store.scan(family(), prefix, after_prefix(prefix), [&](std::string_view row, std::string_view) {
      out.emplace_back(row.substr(prefix.size()));
      return true;
    });
  }
  return out;
}

std::vector<EndedMessage> ended_messages(const StoreReader& store,
                                         int partition,
                                         std::string_view case_key,
                                         std::size_t limit) {
  std::vector<EndedMessage> out;
  const bool all = case_key.empty();
  std::string prefix = partition_prefix(partition) + (all ? "N" : "M");
  if (!all) prefix += std::string(case_key) + '\0';
  const auto visit = [&](std::string_view key, std::string_view) {
    key.remove_prefix(prefix.size());
    if (all) {
      key.remove_prefix(8);  // the instant
      const std::size_t zero = key.find('\0');
      out.push_back({std::string(key.substr(0, zero)), from_big_endian64(key.substr(zero + 1))});
    } else {
      out.push_back({std::string(case_key), from_big_endian64(key)});
    }
    return out.size() < limit;
  };
  store.scan(family(), prefix, after_prefix(prefix), visit);
  return out;
}

std::optional<std::int64_t> message_receipt(const StoreReader& store,
                                            int partition,
                                            std::string_view case_key,
                                            std::string_view effect) {
  const auto row = store.get(family(), partition_prefix(partition) + receipt_key(case_key, effect));
  if (!row) return std::nullopt;
  return from_big_endian64(row->substr(1));
}

}  // namespace surety
