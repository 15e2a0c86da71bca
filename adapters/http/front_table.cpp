// The fronts as the manuals print them: an administrator amends each by a dictionary of its name.
#include "adapters/http/front.hpp"

namespace surety::http {
namespace {

const FrontWord enterprises{"enterprise", "企业用户", "Enterprises"};
const FrontWord insurers{"insurer", "保险公司", "Insurers"};
const FrontWord brokers{"broker", "经纪公司", "Brokers"};
const FrontWord guarantors{"guarantor", "保证人", "Guarantors"};
const FrontWord banks{"account-bank", "开户银行", "Account banks"};
const FrontWord providers{
    "service-provider", "安全生产技术服务机构", "Safety service organisations"};
const FrontWord regulators{"regulator", "主管部门", "Departments"};

Front everywhere() {
  return {"",
          {{"titles",
            {{"system", "工程担保与安责险服务平台",
              "Engineering guarantees and construction insurance"}}},
           {"doors", {enterprises, insurers, brokers, providers, guarantors, banks, regulators}}}};
}

Front heilongjiang() {
  return {"230000",
          {{"titles",
            {{"system", "黑龙江省建筑施工安责险信息管理系统",
              "Heilongjiang construction safety liability insurance"}}},
           {"doors",
            {{"enterprise", "建筑施工企业", "Construction enterprises"},
             insurers,
             brokers,
             {"regulator", "职能部门", "Departments"}}},
           {"contacts",
            {{"hotline", "哈尔滨海硕科技开发有限公司 0451-82554666",
              "Harbin Haishuo Technology 0451-82554666"},
             {"certificate", "黑龙江省数字证书认证有限公司 0451-55918888",
              "Heilongjiang Certificate Authority 0451-55918888"}}},
           {"links",
            {{"certificate", "数字证书在线办理", "Apply for a certificate",
              "http://112.103.231.221:9002/CAUSER"}}},
           {"sign-in-notes",
            {{"machine", "建议使用登录过省住建厅《数字证书注册服务信息系统》的机器和浏览器",
              "Best used on a machine and browser that have signed in to the department's "
              "certificate registration before"},
             {"browser", "请使用 360 安全浏览器（极速模式）或 Edge 浏览器",
              "Use 360 Secure Browser in its fast mode, or Edge"}}}}};
}

Front benxi() {
  return {"210500",
          {{"titles",
            {{"system", "本溪市建设工程安责险信息平台",
              "Benxi construction safety liability insurance"}}},
           {"doors", {enterprises, insurers, providers, regulators}},
           {"contacts", {{"operator", "工保科技（浙江）有限公司", "Gongbao Technology (Zhejiang)"}}},
           {"links",
            {{"operator", "运营单位网站", "The operator's site", "https://www.cngongbao.com/"}}}}};
}

Front quanzhou() {
  return {"350500",
          {{"titles",
            {{"system", "安全生产责任保险监管平台", "Safety liability insurance supervision"},
             {"insurer", "保单后台管理系统", "Policy back office"},
             {"service-provider", "安全生产技术服务机构管理系统",
              "Safety service organisations' system"}}},
           {"doors",
            {{"insurer", "保险端", "Insurers", {}, true},
             providers,
             {"enterprise", "投保企业端", "Insured enterprises"},
             {"regulator", "监管端", "Supervision"}}},
           {"links",
            {{"bureau", "泉州市应急管理局", "Quanzhou emergency bureau",
              "https://yjj.quanzhou.gov.cn/"}}}}};
}

/// The neighbours are reached through the province's portal until their own addresses are entered.
FrontWord neighbour(std::string code, std::string title, std::string title_en) {
  return {std::move(code), std::move(title), std::move(title_en),
          "https://wssp.hainan.gov.cn/hnwt/home"};
}

Front hainan() {
  return {
      "460000",
      {{"titles",
        {{"system", "建设领域工程担保及保险综合服务系统",
          "Engineering guarantee and insurance services"}}},
       {"doors",
        {{"enterprise", "建设单位、施工单位", "Owners and contractors"},
         guarantors,
         banks,
         insurers,
         regulators}},
       {"contacts",
        {{"mail", "jianganchu2021@163.com", "jianganchu2021@163.com"},
         {"report", "0898-65362863", "0898-65362863"},
         {"consult", "0898-65827816 0898-32888538", "0898-65827816 0898-32888538"},
         {"qq", "1301466952 1579224685 2399499943", "1301466952 1579224685 2399499943"}}},
       {"links",
        {{"portal", "海南省政务服务网", "Hainan government services",
          "https://wssp.hainan.gov.cn/hnwt/home"}}},
       {"portal-path",
        {{"1", "海南省政务服务网", "Hainan government services"},
         {"2", "自贸港服务", "Free trade port services"},
         {"3", "主题集成", "Themes"},
         {"4", "一网通办", "All in one net"},
         {"5", "海南省建筑市场监管公共服务平台", "Hainan construction market supervision"}}},
       {"portal-modules",
        {neighbour("engineering", "工程管理", "Engineering"),
         neighbour("drawings", "数字化审图及装配式建筑管理", "Drawing review and prefabrication"),
         neighbour("sites", "工地智慧管理", "Smart sites"),
         neighbour("credit", "建筑市场信用管理", "Market credit"),
         neighbour("data", "数据资源中心", "Data centre"),
         neighbour("views", "可视化中心", "Visualisation")}},
       {"portal-systems",
        {neighbour("site-supervision", "海南省建筑工程监理工作监管系统", "Site supervision"),
         neighbour("special-trades", "海南省建筑施工特种作业人员电子证书系统",
                   "Certificates of special trades"),
         {"here", "建设领域工程担保及保险综合服务平台", "Engineering guarantees and insurance"},
         neighbour("training", "建筑工程安全管理人员培训管理系统", "Training of safety managers"),
         neighbour("qualification", "企业资质动态检查管理系统", "Checks of qualifications"),
         neighbour("acceptance", "全装修分户验收监管系统", "Acceptance of furnished homes"),
         neighbour("contests", "劳动竞赛管理系统", "Labour contests")}}}};
}

}  // namespace

const std::vector<Front>& built_in_fronts() {
  static const std::vector<Front> all{everywhere(), heilongjiang(), benxi(), quanzhou(), hainan()};
  return all;
}

const std::vector<std::string_view>& front_lists() {
  static const std::vector<std::string_view> names{"titles",        "doors",       "contacts",
                                                   "links",         "sign-in-notes", "portal-path",
                                                   "portal-modules", "portal-systems"};
  return names;
}

}  // namespace surety::http
