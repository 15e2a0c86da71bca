// The printout as a page that a browser shows and prints.
#include "adapters/print/print.hpp"

namespace surety {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"') out += "&quot;";
    else out += c;
  }
  return out;
}

std::string element(std::string_view tag, std::string_view text) {
  return '<' + std::string(tag) + '>' + escaped(text) + "</" + std::string(tag) + ">\n";
}

std::string row(const std::vector<std::string>& cells, bool labelled, std::string_view otherwise) {
  std::string out = "<tr>";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool label = labelled && i % 2 == 0;
    const std::string tag(label ? "th" : otherwise);
    // A row of one label spans the whole table.
    const bool wide = labelled && cells.size() == 2 && i == 1;
    out += '<' + tag + (wide ? " colspan=\"3\"" : "") + '>' + escaped(cells[i]) + "</" + tag + '>';
  }
  return out + "</tr>\n";
}

std::string html(const PrintedBlock& block) {
  using Form = PrintedBlock::Form;
  if (block.form == Form::heading) return element("h2", block.rows[0][0]);
  if (block.form == Form::paragraph) return element("p", block.rows[0][0]);
  std::string out = block.form == Form::table  ? "<table class=\"labelled\">\n<colgroup><col><col><col><col></colgroup>\n"
                    : block.form == Form::list ? "<table>\n"
                                                 : "<table class=\"seals\">\n";
  for (std::size_t i = 0; i < block.rows.size(); ++i) {
    const bool titles = block.form == Form::list && i == 0;
    out += titles ? "<thead>" : "";
    out += row(block.rows[i], block.form == Form::table, titles ? "th" : "td");
    out += titles ? "</thead>\n" : "";
  }
  return out + "</table>\n";
}

}  // namespace

const std::string& html_style() {
  static const std::string style = R"(
@page { size: A4; margin: 22mm 20mm 20mm;
  @bottom-center { content: "第 " counter(page) " 页，共 " counter(pages) " 页"; font-size: 9pt; } }
body { font: 10.5pt/1.7 "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif; color: #000;
  background: #fff; max-width: 170mm; margin: 0 auto; padding: 8mm; }
h1 { font-size: 18pt; text-align: center; margin: 0 0 6mm; }
h2 { font-size: 12pt; margin: 5mm 0 2mm; break-after: avoid; }
p { margin: 0 0 2mm; text-indent: 2em; text-align: justify; white-space: pre-line; }
p.preview { text-align: center; text-indent: 0; color: #b00; }
table { width: 100%; border-collapse: collapse; margin: 2mm 0 4mm; }
th, td { border: 0.5pt solid #000; padding: 1mm 2mm; text-align: left; vertical-align: middle;
  white-space: pre-line; overflow-wrap: anywhere; }
th { background: #f2f2f2; font-weight: bold; }
.labelled { table-layout: fixed; }
.labelled col:nth-child(odd) { width: 20%; }
tr { break-inside: avoid; }
.seals { break-before: avoid; }
.seals td { border: 0; width: 50%; height: 35mm; vertical-align: top; }
footer { margin-top: 6mm; font-size: 8.5pt; color: #555; }
@media print { body { max-width: none; margin: 0; padding: 0; } }
)";
  return style;
}

std::string html_of(const Printout& print) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n" +
                    element("title", print.title) + "<style>" + html_style() +
                    "</style>\n</head>\n<body>\n" + element("h1", print.title);
  if (print.preview) out += "<p class=\"preview\">预览稿，不作为正式文书</p>\n";
  for (const auto& block : print.blocks) out += html(block);
  return out + element("footer", print.footer) + "</body>\n</html>\n";
}

}  // namespace surety
