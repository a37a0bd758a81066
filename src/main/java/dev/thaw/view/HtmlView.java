package dev.thaw.view;

import dev.thaw.boot.BootChain;
import dev.thaw.boot.Diagnosis;
import dev.thaw.helpers.Explanation;
import dev.thaw.rescue.Config;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.ListWithNotes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values as HTML, for what gains by it: tables, pictures, explanations. It takes its colours from
 * the page, so it can be read in light and dark; nothing from the machine is markup in it.
 */
public final class HtmlView {

  private static final String LEFT = "text-align:left;vertical-align:top";
  private static final String RIGHT = "text-align:right;vertical-align:top;white-space:nowrap";

  /** Branches are drawn with spaces. */
  private static final String NAME = LEFT + ";white-space:pre;font-family:monospace";

  private static final int WIDTH = 88;

  private final StringBuilder html = new StringBuilder();

  private HtmlView() {}

  /** A value as a piece of HTML; empty when it says no more than its text. */
  public static Optional<String> html(@Nullable Object value) {
    try {
      var view = new HtmlView();
      return view.add(value) ? Optional.of("<div>" + view.html + "</div>") : Optional.empty();
    } catch (RuntimeException e) {
      // A class of the person's own, whose methods fail: its text says that.
      return Optional.empty();
    }
  }

  private boolean add(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Optional<?> optional -> add(optional.orElse(null));
      case BootChain chain -> picture(chain);
      // What is broken comes first, then where on the way up that is.
      case Diagnosis diagnosis -> text(diagnosis) && picture(diagnosis);
      case Config config -> add(new ListWithNotes<>(config.files(), config.notes()));
      case ListWithNotes<?> listing -> rows(listing) && remarks(listing.notes());
      case Map<?, ?> map when !map.isEmpty() -> map(map);
      case Collection<?> items -> rows(items);
      case BlockDevice disk -> picture(disk) && tree(List.of(disk));
      case Explanation page -> {
        html.append(Markdown.html(page.markdown()));
        yield true;
      }
      default -> false;
    };
  }

  private boolean picture(Object value) {
    Optional<String> picture = Pictures.svg(value);
    picture.ifPresent(html::append);
    return picture.isPresent();
  }

  /** What the terminal shows, as it stands there. */
  private boolean text(Object value) {
    String lines = TextView.show(value, WIDTH, Style.PLAIN);
    html.append("<pre>")
        .append(lines.lines().map(Svg::escape).collect(Collectors.joining("\n")))
        .append("</pre>");
    return true;
  }

  private boolean remarks(List<String> sentences) {
    if (!sentences.isEmpty()) {
      html.append("<ul>");
      sentences.forEach(
          sentence -> html.append("<li>").append(Svg.escape(sentence)).append("</li>"));
      html.append("</ul>");
    }
    return true;
  }

  /** A table of records that are alike; of other things there is none. */
  private boolean rows(Collection<?> items) {
    List<Object> rows = new ArrayList<>(items);
    Class<?> type = rows.isEmpty() || rows.getFirst() == null ? null : rows.getFirst().getClass();
    if (type == null || rows.stream().anyMatch(row -> row == null || row.getClass() != type)) {
      return false;
    }
    if (type == BlockDevice.class) {
      picture(rows);
      return tree(rows.stream().map(BlockDevice.class::cast).toList());
    }
    if (!type.isRecord() || type.getRecordComponents().length == 0) {
      return false;
    }
    return TextView.layout(type)
        .map(layout -> layOut(layout, rows))
        .orElseGet(() -> table(TextView.columns(type), rows));
  }

  private <T> boolean layOut(Layout<T> layout, List<Object> rows) {
    List<T> typed = rows.stream().map(layout.type()::cast).toList();
    table(layout.columns(), typed);
    return remarks(typed.stream().flatMap(row -> layout.remarks().apply(row).stream()).toList());
  }

  private boolean tree(List<BlockDevice> disks) {
    return table(DiskTree.COLUMNS, DiskTree.nodes(disks, Style.PLAIN));
  }

  private boolean map(Map<?, ?> map) {
    List<Column<Map.Entry<?, ?>>> columns =
        List.of(
            Column.of("", entry -> Words.of(entry.getKey())),
            Column.of("", entry -> Words.of(entry.getValue())));
    return table(columns, new ArrayList<>(map.entrySet()));
  }

  /** The rows under headings, without the columns that hold nothing. */
  private <T> boolean table(List<Column<T>> columns, List<T> rows) {
    List<Column<T>> filled =
        columns.stream()
            .filter(
                column -> rows.stream().anyMatch(row -> !column.cell().apply(row).text().isEmpty()))
            .toList();
    html.append("<table><thead><tr>");
    for (Column<T> column : filled) {
      cell("th", column.right() ? RIGHT : LEFT, Svg.escape(column.title()));
    }
    html.append("</tr></thead><tbody>");
    for (T row : rows) {
      html.append("<tr>");
      for (Column<T> column : filled) {
        TableCell cell = column.cell().apply(row);
        String style = column.right() ? RIGHT : column == filled.getFirst() ? NAME : LEFT;
        cell("td", style, toned(cell));
      }
      html.append("</tr>");
    }
    html.append("</tbody></table>");
    return true;
  }

  private void cell(String tag, String style, String content) {
    html.append("<%s style=\"%s\">%s</%s>".formatted(tag, style, content, tag));
  }

  private static String toned(TableCell cell) {
    String style = style(cell.tone());
    String text = Svg.escape(cell.text());
    return style.isEmpty() || text.isEmpty()
        ? text
        : "<span style=\"%s\">%s</span>".formatted(style, text);
  }

  /** Colours of Jupyter's theme, or such as can be read on white and on black. */
  private static String style(Tone tone) {
    return switch (tone) {
      case GOOD -> "color:var(--jp-success-color1,#2a8a43)";
      case WARN -> "color:var(--jp-warn-color0,#a86a00);font-weight:bold";
      case BAD -> "color:var(--jp-error-color1,#d03b30);font-weight:bold";
      case HEAD -> "font-weight:bold";
      case DIM -> "opacity:0.65";
      default -> "";
    };
  }
}
