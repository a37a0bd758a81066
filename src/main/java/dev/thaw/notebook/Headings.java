package dev.thaw.notebook;

import dev.thaw.helpers.Nearest;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** A notebook's sections, by the headings in its Markdown cells. */
public final class Headings {

  /**
   * A heading.
   *
   * @param level 1 to 6
   * @param path the headings above it and, last, its own; one clean line each
   * @param cell the place of the cell that it stands in, from 0
   */
  public record Heading(int level, List<String> path, int cell) {

    /** Its own text. */
    public String title() {
      return path.getLast();
    }
  }

  /**
   * Cells from one place up to another.
   *
   * @param from the first one, from 0
   * @param end the one after the last
   */
  public record Range(int from, int end) {}

  private static final String STEP = " > ";

  private final int cells;
  private final List<Heading> all;

  private Headings(int cells, List<Heading> all) {
    this.cells = cells;
    this.all = List.copyOf(all);
  }

  /** Finds a notebook's headings; what looks like one inside of code is none. */
  public static Headings of(Notebook notebook) {
    var found = new ArrayList<Heading>();
    // Limits, so that no text can nest more than the stack is deep.
    Parser parser = Parser.builder().maxOpenBlockParsers(50).maxInlineNesting(50).build();
    for (int i = 0; i < notebook.cells().size(); i++) {
      Cell cell = notebook.cells().get(i);
      if (cell.type() != Cell.Type.MARKDOWN) {
        continue;
      }
      for (Node node = parser.parse(cell.source()).getFirstChild();
          node != null;
          node = node.getNext()) {
        if (node instanceof org.commonmark.node.Heading heading) {
          found.add(new Heading(heading.getLevel(), path(found, heading), i));
        }
      }
    }
    return new Headings(notebook.cells().size(), found);
  }

  private static List<String> path(List<Heading> before, org.commonmark.node.Heading heading) {
    var path = new ArrayList<String>();
    int level = heading.getLevel();
    for (Heading above : before.reversed()) {
      if (above.level() < level) {
        path.addFirst(above.title());
        level = above.level();
      }
    }
    path.add(text(heading));
    return List.copyOf(path);
  }

  private static String text(Node heading) {
    var text = new StringBuilder();
    heading.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text words) {
            text.append(words.getLiteral());
          }

          @Override
          public void visit(Code code) {
            text.append(code.getLiteral());
          }
        });
    return Clean.line(text.toString()).strip();
  }

  /** All headings, in order. */
  public List<Heading> all() {
    return all;
  }

  /**
   * The section that a cell belongs to, as the headings above it; the first of its own if it has
   * some; empty before the first heading.
   */
  public List<String> path(int cell) {
    List<String> path = List.of();
    for (Heading heading : all) {
      if (heading.cell() == cell) {
        return heading.path();
      }
      path = heading.cell() < cell ? heading.path() : path;
    }
    return path;
  }

  /**
   * The cells from the first heading's to the last one of the second one's section, which ends
   * before the next heading that is not below it.
   *
   * @param from as written by a person, see {@link #find}; empty for the notebook's beginning
   * @param to likewise; empty for the notebook's end
   * @throws Trouble if there is no such heading or more than one, or if they are the wrong way
   *     round
   */
  public Range range(String from, String to) {
    int first = from.isBlank() ? 0 : find(from).cell();
    int end = to.isBlank() ? cells : end(find(to));
    if (end <= first) {
      throw new Trouble.Rejected(
          "\"" + find(to).title() + "\" comes before \"" + find(from).title() + "\".",
          "Swap what --from and --to say.");
    }
    return new Range(first, end);
  }

  private int end(Heading last) {
    return all.stream()
        .skip(all.indexOf(last) + 1L)
        .filter(heading -> heading.level() <= last.level())
        .findFirst()
        .map(next -> Math.max(next.cell(), last.cell() + 1))
        .orElse(cells);
  }

  /**
   * The heading that a person means: case, leading numbers and punctuation don't count, its
   * beginning is enough, and so is its number; {@code Pools > Import} tells two with the same name
   * apart.
   *
   * @throws Trouble with the list if there is none, with the candidates if there are several
   */
  public Heading find(String wanted) {
    String bare = bare(wanted);
    String lower = wanted.strip().toLowerCase(Locale.ROOT);
    List<String> steps = Stream.of(wanted.split(">")).map(Headings::bare).toList();
    List<Predicate<Heading>> ladder =
        List.of(
            heading -> heading.title().equalsIgnoreCase(lower),
            heading -> !bare.isEmpty() && bare(heading.title()).equals(bare),
            heading ->
                !bare.isEmpty()
                    && heading.path().stream().map(Headings::bare).toList().equals(steps),
            heading -> bare.isEmpty() && isNumbered(heading.title(), lower),
            heading -> !bare.isEmpty() && bare(heading.title()).startsWith(bare));
    for (Predicate<Heading> rung : ladder) {
      List<Heading> found = all.stream().filter(rung).toList();
      if (found.size() == 1) {
        return found.getFirst();
      }
      if (found.size() > 1) {
        throw new Trouble.Undecided(
            "\"" + Clean.line(wanted) + "\" can be one of these headings:\n  " + paths(found),
            "Write more of it, or where it stands: \"" + paths(found.subList(0, 1)) + "\"");
      }
    }
    throw unknown(wanted, bare);
  }

  private Trouble unknown(String wanted, String bare) {
    if (all.isEmpty()) {
      return new Trouble.Rejected(
          "The notebook has no headings, so there is no \"" + Clean.line(wanted) + "\".",
          "Play all of it.");
    }
    String list =
        all.stream()
            .map(heading -> "  ".repeat(heading.path().size()) + heading.title())
            .collect(Collectors.joining("\n"));
    return new Trouble.Rejected(
        "The notebook has no heading \"" + Clean.line(wanted) + "\". It has:\n" + list,
        Nearest.to(bare, all.stream().map(heading -> bare(heading.title())).toList())
            .map(near -> "Did you mean \"" + near + "\"?")
            .orElse("Give one of them; its beginning is enough."));
  }

  private static String paths(List<Heading> headings) {
    return headings.stream()
        .map(heading -> String.join(STEP, heading.path()))
        .collect(Collectors.joining("\n  "));
  }

  /** Whether a title begins with that number, and not with a longer one. */
  private static boolean isNumbered(String title, String number) {
    return !number.isEmpty()
        && title.toLowerCase(Locale.ROOT).startsWith(number)
        && (title.length() == number.length()
            || !Character.isLetterOrDigit(title.charAt(number.length())));
  }

  /** A title without case, blanks in a row, and the numbers and punctuation around its words. */
  private static String bare(String title) {
    return title
        .toLowerCase(Locale.ROOT)
        .replaceAll("^\\P{L}+|[\\p{P}\\s]+$", "")
        .replaceAll("\\s+", " ");
  }
}
