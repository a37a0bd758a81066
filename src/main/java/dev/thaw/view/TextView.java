package dev.thaw.view;

import dev.thaw.boot.BootChain;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Finding;
import dev.thaw.helpers.Explanation;
import dev.thaw.machine.Clean;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.practice.lessons.PracticeCheck;
import dev.thaw.rescue.Applied;
import dev.thaw.rescue.Config;
import dev.thaw.rescue.Plan;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.ListWithNotes;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Values as text: lists of records as tables, a record as a card, the rest in words. */
public final class TextView {

  private static final Map<Class<?>, Layout<?>> LAYOUTS =
      Stream.of(StorageLayouts.all(), NixosLayouts.all(), RescueLayouts.all())
          .flatMap(List::stream)
          .collect(Collectors.toMap(Layout::type, layout -> layout));

  private static final int DEEPEST = 2;

  private final int width;
  private final Style style;

  private TextView(int width, Style style) {
    this.width = width;
    this.style = style;
  }

  /**
   * A value as lines of text, without a newline at the end.
   *
   * @param width how many cells a line may have; only words and names that are longer exceed it
   */
  public static String show(@Nullable Object value, int width, Style style) {
    try {
      return String.join("\n", new TextView(width, style).lines(value, 0));
    } catch (RuntimeException e) {
      // A class of the person's own, whose toString() fails: that must not look like a failed cell.
      String type = Objects.requireNonNull(value).getClass().getSimpleName();
      return Clean.line("(a " + type + " that can't be shown: " + e + ")");
    }
  }

  private List<String> lines(@Nullable Object value, int depth) {
    return switch (value) {
      case null -> List.of("(nothing)");
      case Optional<?> optional -> lines(optional.orElse(null), depth);
      case CharSequence text -> Clean.text(text.toString()).lines().toList();
      case ListWithNotes<?> listing -> listing(listing, depth);
      case Map<?, ?> map -> map(map);
      case Collection<?> items -> items(new ArrayList<>(items), depth);
      case byte[] bytes -> List.of(Words.size(bytes.length));
      case BlockDevice disk when depth == 0 -> disk(disk);
      case Config config -> listing(new ListWithNotes<>(config.files(), config.notes()), depth);
      case Applied done -> done(done);
      case BootChain chain -> new BootPicture(width, style).lines(chain);
      case Diagnosis diagnosis -> new Findings(width, style).lines(diagnosis);
      case Finding finding -> new Findings(width, style).lines(finding);
      case PracticeCheck check -> new Verdicts(width, style).lines(check);
      case Plan plan -> plan.text(width).lines().toList();
      case Explanation page -> Markdown.text(page.markdown(), width, style).lines().toList();
      case Record record when depth < DEEPEST && !Words.hasOwnText(record) -> card(record, depth);
      case Object[] array -> items(Arrays.asList(array), depth);
      default -> scalar(value);
    };
  }

  private static List<String> scalar(Object value) {
    if (value.getClass().isArray()) {
      return List.of(Words.of(Words.list(value).stream().map(Object::toString).toList()));
    }
    boolean inWords =
        value instanceof Record record
            ? !Words.hasOwnText(record)
            : value.getClass().getName().startsWith("java.time.");
    return inWords ? List.of(Words.of(value)) : Clean.text(String.valueOf(value)).lines().toList();
  }

  private List<String> listing(ListWithNotes<?> listing, int depth) {
    var lines = new ArrayList<>(items(new ArrayList<>(listing), depth));
    listing.notes().forEach(note -> remark(note, lines));
    return lines;
  }

  private List<String> done(Applied done) {
    var lines = new ArrayList<>(Width.wrap(Clean.text(done.summary()), width));
    done.notes().forEach(note -> remark(note, lines));
    return lines;
  }

  private void remark(String sentence, List<String> lines) {
    lines.addAll(Width.hanging("* ", Clean.line(sentence), width));
  }

  private List<String> items(List<Object> items, int depth) {
    if (items.isEmpty()) {
      return List.of("(none)");
    }
    Class<?> type = items.getFirst() == null ? null : items.getFirst().getClass();
    boolean alike = items.stream().allMatch(item -> item != null && item.getClass() == type);
    if (alike && type == BlockDevice.class) {
      return DiskTree.of(items.stream().map(BlockDevice.class::cast).toList(), width, style);
    }
    if (alike && type != null && type.isRecord() && type.getRecordComponents().length > 0) {
      return table(type, items);
    }
    return items.stream()
        .flatMap(item ->
            item instanceof Collection<?>
                ? Stream.of(Words.of(item))
                : lines(item, depth + 1).stream())
        .toList();
  }

  private List<String> table(Class<?> type, List<Object> rows) {
    return layout(type)
        .map(layout -> table(layout, rows))
        .orElseGet(() -> Table.of(columns(type), rows, width, style));
  }

  /** How rows of a type are shown, if a layout is made for it. */
  static Optional<Layout<?>> layout(Class<?> type) {
    return Optional.ofNullable(LAYOUTS.get(type));
  }

  private <T> List<String> table(Layout<T> layout, List<Object> rows) {
    List<T> typed = rows.stream().map(layout.type()::cast).toList();
    var lines = new ArrayList<>(Table.of(layout.columns(), typed, width, style));
    typed.forEach(row -> layout.remarks().apply(row).forEach(remark -> remark(remark, lines)));
    return lines;
  }

  /** A column for each component of a record that no layout is made for. */
  static List<Column<Object>> columns(Class<?> type) {
    return Stream.of(type.getRecordComponents()).map(TextView::column).toList();
  }

  private static Column<Object> column(RecordComponent component) {
    Class<?> type = component.getType();
    String title = Words.label(component.getName()).toUpperCase(Locale.ROOT);
    Function<Object, String> text = row -> Words.of((Record) row, component);
    if (type == Instant.class) {
      return Column.date(title, text);
    }
    return type.isPrimitive() && type != boolean.class && type != char.class
        ? Column.number(title, text)
        : Column.of(title, text);
  }

  private List<String> map(Map<?, ?> map) {
    if (map.isEmpty()) {
      return List.of("(none)");
    }
    List<Column<Map.Entry<?, ?>>> columns =
        List.of(
            Column.of("", entry -> Words.of(entry.getKey())),
            Column.of("", entry -> Words.of(entry.getValue())));
    return Table.of(columns, new ArrayList<>(map.entrySet()), width, style);
  }

  private List<String> disk(BlockDevice disk) {
    var lines = new ArrayList<>(card(disk, 1));
    if (!disk.children().isEmpty()) {
      lines.addAll(DiskTree.of(List.of(disk), width, style));
    }
    return lines;
  }

  /** A line for each component that has something to say; lists of records as tables below. */
  private List<String> card(Record record, int depth) {
    List<Words.Part> parts = Words.parts(record);
    if (parts.size() == 1 && parts.getFirst().value() instanceof List<?> only) {
      return items(new ArrayList<>(only), depth);
    }
    int names = parts.stream().mapToInt(part -> Width.of(part.label())).max().orElse(0);
    var lines = new ArrayList<String>();
    var below = new ArrayList<String>();
    for (Words.Part part : parts) {
      Object value = part.value();
      String label = part.label();
      boolean table =
          value instanceof Collection<?> items
              && !items.isEmpty()
              && items.stream().allMatch(Record.class::isInstance);
      if (table && depth == 0) {
        below.add("");
        below.add(style.paint(Tone.HEAD, label + ":"));
        below.addAll(items(new ArrayList<>((Collection<?>) value), depth + 1));
        continue;
      }
      String text = record instanceof ConfigFile && label.equals("text") ? "" : text(part, value);
      if (!text.isEmpty()) {
        line(label, names, text, lines);
      }
    }
    lines.addAll(below);
    return lines.isEmpty() ? List.of(Words.of(record)) : lines;
  }

  private static String text(Words.Part part, Object value) {
    boolean words =
        value instanceof Collection<?> items && items.stream().noneMatch(Record.class::isInstance);
    return words
        ? ((Collection<?>) value).stream().map(Words::of).collect(Collectors.joining(", "))
        : part.text();
  }

  private void line(String label, int names, String text, List<String> lines) {
    List<String> wrapped = Width.wrap(text, Math.max(20, width - names - 2));
    for (int i = 0; i < wrapped.size(); i++) {
      String first = i == 0 ? label : "";
      lines.add(style.paint(Tone.DIM, first) + Width.fill(first, names) + "  " + wrapped.get(i));
    }
  }
}
