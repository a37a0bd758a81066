package dev.thaw.boot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What there is to say of one way to fail: its page in {@code docs/failures}, which lists them all
 * in the order of the boot.
 *
 * @param id its name for programs: {@code zfs-pool-foreign}
 * @param title its name in plain words
 * @param meaning what it means, one or two sentences that stand by themselves
 * @param sections the rest, as Markdown, by their headings
 */
public record FailurePage(String id, String title, String meaning, Map<String, String> sections) {

  /** The section that tells what mends it. */
  static final String MEND = "What mends it";

  private static final String FOLDER = "/dev/thaw/failures/";

  /** How a page is named in the list of all, or in another page: {@code [Title](id.md)}. */
  private static final Pattern LINK = Pattern.compile("\\[([^]]+)\\]\\(([a-z0-9-]+)\\.md\\)");

  /** Copies the sections, in their order. */
  public FailurePage {
    sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
  }

  /** The page of that id, if there is one. */
  public static Optional<FailurePage> of(String id) {
    return titles().containsKey(id) ? Optional.of(read(id)) : Optional.empty();
  }

  /** All pages, in the order of the boot. */
  public static List<FailurePage> all() {
    return titles().keySet().stream().map(FailurePage::read).toList();
  }

  /** The titles of all pages by their ids, in the order of the boot. */
  public static Map<String, String> titles() {
    return Titles.ALL;
  }

  /** Read once, and only when one is asked for. */
  private static final class Titles {
    private static final Map<String, String> ALL = titlesOfReadme();
  }

  private static Map<String, String> titlesOfReadme() {
    var titles = new LinkedHashMap<String, String>();
    LINK.matcher(text("README"))
        .results()
        .forEach(page -> titles.put(page.group(2), page.group(1)));
    return Collections.unmodifiableMap(titles);
  }

  /** The list of all pages, by part of the boot, as Markdown without links. */
  public static String list() {
    return withoutLinks("README");
  }

  /** What mends it, as Markdown; empty while its page does not say. */
  public String mend() {
    return sections.getOrDefault(MEND, "");
  }

  /** The whole page, as Markdown without links. */
  public String markdown() {
    return withoutLinks(id);
  }

  private static FailurePage read(String id) {
    String[] parts = withoutLinks(id).split("(?m)^## ");
    String[] head = parts[0].strip().split("\n", 2);
    var sections = new LinkedHashMap<String, String>();
    Stream.of(parts)
        .skip(1)
        .map(part -> part.split("\n", 2))
        .forEach(part -> sections.put(part[0].strip(), part[1].strip()));
    String meaning = head[1].strip().replaceAll("\\s+", " ");
    return new FailurePage(id, head[0].substring(2), meaning, sections);
  }

  /** Links to other pages, which lead nowhere outside of the repository, become their words. */
  private static String withoutLinks(String name) {
    return LINK.matcher(text(name)).replaceAll("$1");
  }

  private static String text(String name) {
    try (InputStream page = FailurePage.class.getResourceAsStream(FOLDER + name + ".md")) {
      if (page == null) {
        throw new IllegalStateException("There is no page " + name + ".");
      }
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
