package dev.thaw.view;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What HTML says, without its tags: enough for what people write into Markdown. */
final class Html {

  /** What is never shown, a comment, a tag with its name, or a character's name. */
  private static final Pattern PART =
      Pattern.compile(
          "<!--.*?(?:-->|\\z)"
              + "|<(script|style)\\b.*?(?:</\\1\\s*>|\\z)"
              + "|</?([a-z][a-z0-9-]*)([^<>]*)>"
              + "|<[!?][^<>]*>"
              + "|&(#\\d{1,7}|#x[0-9a-f]{1,6}|[a-z]+);",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  private static final Pattern ALT =
      Pattern.compile(
          "\\balt\\s*=\\s*[\"']?((?<=\")[^\"]*|(?<=')[^']*|[^\\s\"']+)", Pattern.CASE_INSENSITIVE);

  /** Tags that begin a new line. */
  private static final Set<String> LINES =
      Set.of(
          "br",
          "p",
          "div",
          "li",
          "ul",
          "ol",
          "tr",
          "table",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "pre",
          "hr",
          "summary",
          "details",
          "blockquote");

  private static final Map<String, String> NAMED =
      Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'", "nbsp", " ");

  private Html() {}

  /** The text between the tags; pictures by what they are said to show, comments not at all. */
  static String text(String html) {
    return PART.matcher(html).replaceAll(part -> Matcher.quoteReplacement(shown(part)));
  }

  private static String shown(MatchResult part) {
    if (part.group(4) != null) {
      return character(part.group(4).toLowerCase(Locale.ROOT), part.group());
    }
    String tag = part.group(2) == null ? "" : part.group(2).toLowerCase(Locale.ROOT);
    if (tag.equals("img")) {
      Matcher alt = ALT.matcher(part.group(3));
      return picture(alt.find() ? alt.group(1) : "");
    }
    return LINES.contains(tag) ? "\n" : tag.equals("td") || tag.equals("th") ? " " : "";
  }

  /** What stands for a picture where there can be none. */
  static String picture(String alternative) {
    return alternative.isBlank() ? "[picture]" : "[picture: " + alternative.strip() + "]";
  }

  private static String character(String name, String written) {
    if (!name.startsWith("#")) {
      return NAMED.getOrDefault(name, written);
    }
    int c =
        name.startsWith("#x")
            ? Integer.parseInt(name.substring(2), 16)
            : Integer.parseInt(name.substring(1));
    return Character.isValidCodePoint(c) ? Character.toString(c) : written;
  }
}
