// The parties of the made-up province, and the frame of every project's story.
#include "tools/demo_world.hpp"

#include <fmt/format.h>

#include "tools/demo_telling.hpp"

namespace surety::tools {
namespace {

constexpr std::int64_t projects_each = 40;  // of one contractor

struct Sketch {
  std::string_view code, short_name, region, city;
};
constexpr Sketch sketches[] = {{"230000", "hlj", "230102", "哈尔滨"},
                               {"350500", "qz", "350503", "泉州"},
                               {"210500", "bx", "210504", "本溪"},
                               {"460000", "hn", "460105", "海口"}};

const Sketch& sketch_of(std::string_view code) {
  for (const auto& s : sketches)
    if (s.code == code) return s;
  return sketches[0];
}

DemoMove organisation(const Actor& admin, const Actor& who, std::string_view name) {
  return {admin, "organisation", "create", who.organisation, who.organisation,
          fmt::format(R"({{"id":"{}","kind":"{}","name":"{}","credit_code":"{}",)"
                      R"("region_code":"{}"}})",
                      who.organisation, who.organisation_kind, name, who.credit_code,
                      who.jurisdiction)};
}

DemoMove enterprise(const Actor& who, std::string_view name) {
  Actor engine;
  engine.engine = true;
  return {engine, "enterprise", "enrol", who.credit_code, who.credit_code,
          fmt::format(R"({{"credit_code":"{}","name":"{}","jurisdiction":"{}"}})",
                      who.credit_code, name, who.jurisdiction)};
}

}  // namespace

DemoWorld::DemoWorld(Ground ground) : ground_(std::move(ground)) {
  std::int64_t number = 0;
  for (const auto& s : sketches) {
    if (!ground_.jurisdiction.empty() && ground_.jurisdiction != s.code) continue;
    Province p{.code = std::string(s.code),
               .regulator = ground_.account(fmt::format("regulator-{}", s.short_name))};
    const auto crowd = [&](std::vector<Actor>& all, const Actor& like, std::int64_t more) {
      all.push_back(like);
      for (std::int64_t i = 0; i < more; ++i)
        all.push_back(made_up(like, code_of(++number, s.region)));
    };
    const std::int64_t many = ground_.projects / projects_each + 2;
    if (s.code == "460000") {
      crowd(p.contractors, ground_.account("contractor-hn"), many);
      crowd(p.owners, ground_.account("owner-hn"), many / 2);
      p.guarantors.push_back(ground_.account("guarantor-hn"));
    } else {
      crowd(p.contractors, ground_.account(fmt::format("contractor-{}", s.short_name)), many);
      crowd(p.insurers, ground_.account(fmt::format("insurer-{}", s.short_name)), 2);
      if (s.code == "230000") p.broker = ground_.account("broker-hlj").credit_code;
      const auto provider = ground_.account(s.code == "350500" ? "provider-qz" : "provider-bx");
      crowd(p.providers, provider, 1);
    }
    provinces_.push_back(std::move(p));
  }
}

Actor DemoWorld::made_up(const Actor& like, std::string code) const {
  Actor actor = like;
  actor.account = actor.organisation = actor.credit_code = std::move(code);
  return actor;
}

/// Nobody's code that passes its check: of the two dozen and more endings one does.
std::string DemoWorld::code_of(std::int64_t number, std::string_view region) const {
  constexpr std::string_view digits = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  std::string serial;
  for (auto n = static_cast<std::size_t>(number); serial.size() < 5; n /= digits.size())
    serial.insert(serial.begin(), digits[n % digits.size()]);
  const std::string body = fmt::format("91{}MADE{}", region, serial);
  for (char last : digits)
    if (credit_code_valid(body + last)) return body + last;
  return body + "0";
}

const DemoWorld::Province& DemoWorld::province_of(std::int64_t project) const {
  // Of ten projects six are the first province's, two the second's, one of each other.
  constexpr std::size_t shares[] = {0, 1, 0, 2, 0, 1, 0, 3, 0, 0};
  return provinces_[shares[static_cast<std::size_t>(project % 10)] % provinces_.size()];
}

std::vector<DemoMove> DemoWorld::parties() const {
  std::vector<DemoMove> moves;
  const Actor admin = ground_.account("admin");
  const auto others = [](const std::vector<Actor>& all, auto visit) {
    for (std::size_t i = 1; i < all.size(); ++i) visit(all[i], i);
  };
  for (const auto& p : provinces_) {
    const auto city = sketch_of(p.code).city;
    others(p.insurers, [&](const Actor& a, std::size_t i) {
      moves.push_back(organisation(admin, a, fmt::format("{}第{}保险公司", city, i)));
      if (p.broker.empty()) return;
      moves.push_back({admin, "organisation", "link-insurer", p.broker, p.broker,
                       fmt::format(R"({{"insurer":"{}"}})", a.credit_code)});
    });
    others(p.providers, [&](const Actor& a, std::size_t i) {
      moves.push_back(organisation(admin, a, fmt::format("{}第{}安全技术服务公司", city, i)));
    });
    for (const auto* crowd : {&p.contractors, &p.owners})
      others(*crowd, [&](const Actor& a, std::size_t i) {
        moves.push_back(enterprise(a, fmt::format("{}{}建设工程有限公司", city, unit_name(i))));
        moves.push_back({a, "enterprise", "update-information", a.credit_code, a.credit_code,
                         fmt::format(R"({{"legal_representative":"{}总","address":"{}市",)"
                                     R"("region_code":"{}","contact_phone":"{}"}})",
                                     unit_name(i), city, sketch_of(p.code).region,
                                     ground_.seal("13900000000"))});
      });
  }
  return moves;
}

DemoStory DemoWorld::story(std::int64_t project) const {
  Telling telling(*this, project);
  return telling.whole();
}

std::vector<DemoMove> DemoWorld::services(std::int64_t project, const std::string& order) const {
  Telling telling(*this, project);
  return telling.services(order);
}

}  // namespace surety::tools
