// The printout as PDF: pango breaks the lines, cairo writes the pages. The one user of both.
#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <cmath>
#include <memory>
#include <stdexcept>

#include "adapters/owned.hpp"
#include "adapters/print/print.hpp"

namespace surety {
namespace {

constexpr double page_width = 595.28, page_height = 841.89, left = 57, top = 62, bottom = 62;
constexpr double width = page_width - 2 * left, floor_at = page_height - bottom;
constexpr double body_size = 10.5, heading_size = 12, title_size = 18, small_size = 8.5;
constexpr double line_factor = 1.6, padding = 3.5, label_share = 0.2, seal_height = 100;
constexpr const char* family = "Noto Serif CJK SC,Noto Sans CJK SC,WenQuanYi Micro Hei,serif";

using Surface = Owned<cairo_surface_t, cairo_surface_destroy>;
using Cairo = Owned<cairo_t, cairo_destroy>;
using Layout = Owned<PangoLayout, g_object_unref>;
using Font = Owned<PangoFontDescription, pango_font_description_free>;
using Lines = Owned<PangoLayoutIter, pango_layout_iter_free>;

struct Style {
  double size = body_size;
  bool bold = false;
  PangoAlignment align = PANGO_ALIGN_LEFT;
  double indent = 0;
};

/// A text broken into lines of one width; they may be drawn on different pages.
class Text {
 public:
  Text(cairo_t* cairo, const std::string& text, double wide, const Style& style)
      : line_height(style.size * line_factor), layout_(pango_cairo_create_layout(cairo)) {
    auto* layout = layout_.get();
    pango_context_set_language(pango_layout_get_context(layout),
                               pango_language_from_string("zh-cn"));
    const Font font(pango_font_description_from_string(family));
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    if (style.bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout, font.get());
    pango_layout_set_width(layout, static_cast<int>(wide * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout, style.align);
    pango_layout_set_indent(layout, static_cast<int>(style.indent * PANGO_SCALE));
    pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
    const Lines at(pango_layout_get_iter(layout));
    do {
      PangoRectangle box;
      pango_layout_iter_get_line_extents(at.get(), nullptr, &box);
      const double ascent = pango_units_to_double(pango_layout_iter_get_baseline(at.get()) - box.y);
      lines_.push_back({pango_layout_iter_get_line_readonly(at.get()),
                        pango_units_to_double(box.x),
                        (line_height - pango_units_to_double(box.height)) / 2 + ascent});
    } while (pango_layout_iter_next_line(at.get()));
  }
  std::size_t lines() const { return lines_.size(); }
  double height() const { return line_height * static_cast<double>(lines()); }
  void draw(cairo_t* cairo, std::size_t line, double x, double y) const {
    cairo_move_to(cairo, x + lines_[line].x, y + lines_[line].baseline);
    pango_cairo_show_layout_line(cairo, lines_[line].line);
  }
  double line_height;

 private:
  struct Line {
    PangoLayoutLine* line;
    double x, baseline;
  };
  Layout layout_;
  std::vector<Line> lines_;
};

struct Cell {
  Text text;
  double x, wide;
  bool shaded;
};

/// Draws from top to bottom; `total` pages are promised at the foot of each.
class Pages {
 public:
  Pages(cairo_surface_t* surface, const Printout& print, int total)
      : cairo_(cairo_create(surface)), print_(print), total_(total) {}

  int draw() {
    begin_page();
    flow(make(print_.title, width, {title_size, true, PANGO_ALIGN_CENTER}), 0);
    if (print_.preview)
      flow(make("预览稿，不作为正式文书", width, {body_size, false, PANGO_ALIGN_CENTER}), 0);
    y_ += 8;
    for (std::size_t i = 0; i < print_.blocks.size(); ++i) {
      keep_with_seals(i);
      draw(print_.blocks[i]);
    }
    end_page();
    return page_;
  }

 private:
  Text make(const std::string& text, double wide, const Style& style = {}) {
    return Text(cairo_.get(), text, wide, style);
  }

  Text heading(const PrintedBlock& block) {
    return make(block.rows[0][0], width, {heading_size, true});
  }
  Text paragraph(const PrintedBlock& block) {
    return make(block.rows[0][0], width, {.indent = 2 * body_size});
  }

  /// Seals alone on a page seal nothing: the words before them, and their heading, go along.
  void keep_with_seals(std::size_t at) {
    using Form = PrintedBlock::Form;
    const auto& blocks = print_.blocks;
    double height = seal_height + 2 * body_size;
    if (blocks[at].form == Form::heading) height += heading(blocks[at++]).height() + 2 * padding;
    if (at + 1 >= blocks.size() || blocks[at].form != Form::paragraph ||
        blocks[at + 1].form != Form::seals)
      return;
    height += paragraph(blocks[at]).height() + padding;
    if (y_ + height > floor_at && height <= floor_at - top) next_page();
  }

  void draw(const PrintedBlock& block) {
    using Form = PrintedBlock::Form;
    switch (block.form) {
      case Form::heading: {
        const Text text = heading(block);
        // Not alone at the foot of a page.
        if (y_ + text.height() + 2 * body_size * line_factor > floor_at) next_page();
        y_ += 6;
        return flow(text, 2);
      }
      case Form::paragraph:
        return flow(paragraph(block), 4);
      case Form::table:
        for (const auto& row : block.rows) table_row(labelled(row), true, 0);
        break;
      case Form::list:
        for (std::size_t i = 0; i < block.rows.size(); ++i) {
          if (i > 0 && !fits(list_row(block.rows[i], false))) {
            next_page();
            table_row(list_row(block.rows[0], true), true, 0);
          }
          table_row(list_row(block.rows[i], i == 0), true, 0);
        }
        break;
      case Form::seals:
        y_ += 12;
        table_row(list_row(block.rows[0], false), false, seal_height);
    }
    y_ += 10;
  }

  void flow(const Text& text, double behind) {
    for (std::size_t i = 0; i < text.lines(); ++i) {
      if (y_ + text.line_height > floor_at) next_page();
      text.draw(cairo_.get(), i, left, y_);
      y_ += text.line_height;
    }
    y_ += behind;
  }

  Cell cell(const std::string& text, double x, double wide, bool head) {
    return {make(text, wide - 2 * padding, {.bold = head}), x, wide, head};
  }
  /// Label, text; or twice that side by side.
  std::vector<Cell> labelled(const std::vector<std::string>& row) {
    const double label = width * label_share;
    const double text = row.size() > 2 ? width / 2 - label : width - label;
    std::vector<Cell> cells;
    double x = left;
    for (std::size_t i = 0; i < row.size(); ++i) {
      cells.push_back(cell(row[i], x, i % 2 == 0 ? label : text, i % 2 == 0));
      x += cells.back().wide;
    }
    return cells;
  }
  std::vector<Cell> list_row(const std::vector<std::string>& row, bool head) {
    std::vector<Cell> cells;
    const double each = width / static_cast<double>(row.size());
    for (std::size_t i = 0; i < row.size(); ++i)
      cells.push_back(cell(row[i], left + each * static_cast<double>(i), each, head));
    return cells;
  }

  static double height_of(const std::vector<Cell>& cells) {
    double height = 0;
    for (const auto& c : cells) height = std::max(height, c.text.height() + 2 * padding);
    return height;
  }
  bool fits(const std::vector<Cell>& cells) const { return y_ + height_of(cells) <= floor_at; }

  /// Whole on one page where it fits on one, else in pieces.
  void table_row(const std::vector<Cell>& cells, bool framed, double least) {
    const double whole = std::max(height_of(cells), least);
    if (y_ + whole > floor_at && whole <= floor_at - top) next_page();
    const double line = body_size * line_factor;
    std::size_t longest = 0;
    for (const auto& c : cells) longest = std::max(longest, c.text.lines());
    for (std::size_t done = 0; done < longest;) {
      const auto room = std::floor((floor_at - y_ - 2 * padding) / line + 1e-6);
      if (room < 1) {
        next_page();
        continue;
      }
      const auto here = std::min(longest - done, static_cast<std::size_t>(room));
      const double height =
          here == longest ? whole : line * static_cast<double>(here) + 2 * padding;
      for (const auto& c : cells) piece(c, done, here, height, framed);
      done += here;
      y_ += height;
    }
  }

  void piece(const Cell& c, std::size_t from, std::size_t count, double height, bool framed) {
    if (framed) {
      cairo_rectangle(cairo_.get(), c.x, y_, c.wide, height);
      cairo_set_source_rgb(cairo_.get(), 0.95, 0.95, 0.95);
      if (c.shaded) cairo_fill_preserve(cairo_.get());
      cairo_set_source_rgb(cairo_.get(), 0, 0, 0);
      cairo_set_line_width(cairo_.get(), 0.5);
      cairo_stroke(cairo_.get());
    }
    const std::size_t until = std::min(c.text.lines(), from + count);
    // A short text stands in the middle of its row.
    const bool alone = framed && from == 0 && until == c.text.lines();
    double y = y_ + (alone ? (height - c.text.height()) / 2 : padding);
    for (std::size_t i = from; i < until; ++i, y += c.text.line_height)
      c.text.draw(cairo_.get(), i, c.x + padding, y);
  }

  void begin_page() {
    ++page_;
    y_ = top;
    cairo_set_source_rgb(cairo_.get(), 0, 0, 0);
  }
  void end_page() {
    const std::string number =
        "第 " + std::to_string(page_) + " 页，共 " + std::to_string(total_) + " 页";
    make(number, width, {small_size, false, PANGO_ALIGN_RIGHT})
        .draw(cairo_.get(), 0, left, page_height - bottom + 18);
    make(print_.footer, width, {small_size}).draw(cairo_.get(), 0, left, page_height - bottom + 18);
    cairo_show_page(cairo_.get());
  }
  void next_page() {
    end_page();
    begin_page();
  }

  Cairo cairo_;
  const Printout& print_;
  int total_, page_ = 0;
  double y_ = top;
};

}  // namespace

std::string pdf_of(const Printout& print) {
  // Once onto nothing, to know how many pages there are.
  const Surface counted(cairo_pdf_surface_create(nullptr, page_width, page_height));
  const int total = Pages(counted.get(), print, 0).draw();
  std::string bytes;
  const auto take = [](void* to, const unsigned char* data, unsigned size) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), size);
    return CAIRO_STATUS_SUCCESS;
  };
  const Surface surface(
      cairo_pdf_surface_create_for_stream(take, &bytes, page_width, page_height));
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, print.title.c_str());
  Pages(surface.get(), print, total).draw();
  cairo_surface_finish(surface.get());
  if (const auto status = cairo_surface_status(surface.get()); status != CAIRO_STATUS_SUCCESS)
    throw std::runtime_error(std::string("the PDF cannot be written: ") +
                             cairo_status_to_string(status));
  return bytes;
}

}  // namespace surety
