// Formulas of the dashboard: domain.md §5, HLJ annex 2.
#include "adapters/http/figures.hpp"

namespace surety::http {
namespace {

struct Problems {
  std::int64_t categories = 0, found = 0, rectified = 0;
};

Problems problems_of(const RegionFigures& f) {
  Problems sum;
  for (const auto& [category, p] : f.problems) {
    if (p.found == 0) continue;
    ++sum.categories;
    sum.found += p.found;
    sum.rectified += p.rectified;
  }
  return sum;
}

/// None: a ratio over zero.
std::optional<std::int64_t> value_of(std::string_view name, const RegionFigures& f) {
  if (name == "project_count") return f.project_count;
  if (name == "insured_projects") return f.insured_projects;
  if (name == "insured_ratio") return ratio(f.insured_projects, f.project_count);
  if (name == "policies_in_force") return f.policies_in_force;
  if (name == "claim_count") return f.claim_count;
  if (name == "casualties") return f.casualties;
  if (name == "deaths") return f.deaths;
  if (name == "estimated_loss") return f.estimated_loss;
  if (name == "paid_amount") return f.paid_amount;
  const auto problems = problems_of(f);
  if (name == "problem_categories") return problems.categories;
  if (name == "problems_found") return problems.found;
  if (name == "problems_rectified") return problems.rectified;
  return ratio(problems.rectified, problems.found);
}

}  // namespace

const std::vector<Figure>& figure_list() {
  static const std::vector<Figure> all{
      {"project_count", {"项目总数", "Projects"}, "integer",
       {"有效项目数", "Valid projects"}, {}, {}, "projects"},
      {"insured_projects", {"投保项目", "Insured projects"}, "integer",
       {"有生效保单的有效项目数", "Valid projects with a policy in force"}, {}, {}, "projects"},
      {"insured_ratio", {"承保比例", "Insured ratio"}, "basis-points",
       {"有生效保单的有效项目 ÷ 项目总数", "Insured projects ÷ projects"}, "insured_projects",
       "project_count", "projects"},
      {"policies_in_force", {"投保笔数", "Projects under cover"}, "integer",
       {"有生效保单的项目数（含无效项目）", "Projects with a policy in force, invalid ones too"},
       {}, {}, "policies"},
      {"claim_count", {"出险笔数", "Claims"}, "integer",
       {"报案或申请的理赔数（作废的除外）", "Claims that are not void"}, {}, {}, "insurance-claims"},
      {"casualties", {"伤亡人数", "Casualties"}, "integer",
       {"理赔登记的伤亡人数之和", "Casualties of these claims"}, {}, {}, "insurance-claims"},
      {"deaths", {"死亡人数", "Deaths"}, "integer",
       {"其中的死亡人数", "The dead among them"}, {}, {}, "insurance-claims"},
      {"estimated_loss", {"估损金额", "Estimated loss"}, "money",
       {"理赔登记的估损金额之和", "Estimated losses of these claims"}, {}, {}, "insurance-claims"},
      {"paid_amount", {"赔款金额", "Paid"}, "money",
       {"已付赔款之和；估损另列", "What was paid; estimates are counted apart"}, {}, {},
       "insurance-claims"},
      {"problem_categories", {"问题种类", "Kinds of problems"}, "integer",
       {"检查发现的问题有几种", "Kinds of problems that inspections found"}, {}, {}, "hazards"},
      {"problems_found", {"发现问题", "Problems found"}, "integer",
       {"检查发现的问题数", "Problems that inspections found"}, {}, {}, "hazards"},
      {"problems_rectified", {"已整改", "Rectified"}, "integer",
       {"其中已销号的问题数", "Those of them that are closed"}, {}, {}, "hazards"},
      {"rectified_ratio", {"整改比率", "Rectified ratio"}, "basis-points",
       {"已整改 ÷ 发现问题", "Rectified ÷ found"}, "problems_rectified", "problems_found", "hazards"},
      {"signed_in_enterprises", {"已登录企业", "Enterprises that signed in"}, "integer",
       {"已登录过平台的企业数", "Enterprises that have signed in"}, {}, {}, "enterprises", false},
      {"named_enterprises", {"施工企业", "Contractors"}, "integer",
       {"有效项目载明的施工企业数", "Contractors that valid projects name"}, {}, {}, "projects", false},
      {"registered_ratio", {"注册比率", "Registered ratio"}, "basis-points",
       {"已登录企业 ÷ 有效项目载明的施工企业", "Signed in ÷ named by valid projects"},
       "signed_in_enterprises", "named_enterprises", "enterprises", false}};
  return all;
}

std::string figures_meta() {
  std::vector<std::string> out;
  for (const auto& f : figure_list()) {
    JsonObject one;
    one.text("name", f.name).text("title", f.label.zh).text("title_en", f.label.en);
    one.text("format", f.format).text("unit", f.format == "money" ? "万元" : "");
    one.text("formula", f.formula.zh).text("formula_en", f.formula.en);
    one.text_or_null("part", f.part).text_or_null("whole", f.whole).text("list", f.list);
    out.push_back(one.flag("of_parts", f.of_parts).done());
  }
  return JsonObject().raw("figures", json_list(out)).done();
}

std::string number_or_null(std::optional<std::int64_t> n) {
  return n ? std::to_string(*n) : "null";
}

JsonObject& write(JsonObject& json, const RegionFigures& f) {
  for (const auto& figure : figure_list())
    if (figure.of_parts) json.raw(figure.name, number_or_null(value_of(figure.name, f)));
  std::vector<std::string> problems;
  for (const auto& [category, p] : f.problems)
    if (p.found > 0)
      problems.push_back(JsonObject()
                             .text("category", category)
                             .number("found", p.found)
                             .number("rectified", p.rectified)
                             .done());
  return json.raw("problems", json_list(problems));
}

std::string title_with_unit(const Figure& figure) {
  std::string title(figure.label.zh);
  if (figure.format == "money") title += "（万元）";
  if (figure.format == "basis-points") title += "（%）";
  return title;
}

SheetCell figure_cell(const Figure& figure, const RegionFigures& f) {
  constexpr std::int64_t wan = 1'000'000, percent = 100;
  const auto value = value_of(figure.name, f);
  if (!value) return {"—"};
  if (figure.format == "money") return amount_cell(*value, wan);
  if (figure.format == "basis-points") return amount_cell(*value, percent);
  return {std::to_string(*value), static_cast<double>(*value), 0};
}

}  // namespace surety::http
