package dev.thaw.notebook;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Values from the command line as Java. */
final class JavaLiteral {

  /** What a class file's constant can hold. */
  private static final int LONGEST = 65_535;

  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");

  private JavaLiteral() {}

  /**
   * The value as a literal of that type.
   *
   * @throws NumberFormatException if it is a number that the type does not have
   * @return empty if the type is none of String, boolean, int, long, double and their boxes
   */
  static Optional<String> of(String type, String value) {
    return Optional.ofNullable(
        switch (type) {
          case "String" -> string(value);
          case "boolean", "Boolean" -> bool(value);
          case "int", "Integer" -> Integer.toString(Integer.parseInt(value));
          case "long", "Long" -> Long.parseLong(value) + "L";
          case "double", "Double" -> real(value);
          default -> null;
        });
  }

  private static String bool(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "y" -> "true";
      case "false", "no", "n" -> "false";
      default -> throw new IllegalArgumentException("is neither");
    };
  }

  private static String real(String value) {
    double number = Double.parseDouble(value);
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("is no finite number");
    }
    return Double.toString(number);
  }

  /** What a person would write for it: a literal string's text, yes or no; else the Java itself. */
  static String shown(String java) {
    if (STRING.matcher(java).matches()) {
      try {
        return java.substring(1, java.length() - 1).translateEscapes();
      } catch (IllegalArgumentException unicodeEscape) {
        return java;
      }
    }
    return switch (java) {
      case "true" -> "yes";
      case "false" -> "no";
      default -> java;
    };
  }

  /** A string literal that means exactly these characters, whatever they are. */
  static String string(String value) {
    if (value.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw new IllegalArgumentException("is longer than a Java string in source may be, 64 KiB");
    }
    var literal = new StringBuilder("\"");
    value.codePoints().forEach(c -> literal.append(escaped(c)));
    return literal.append('"').toString();
  }

  private static String escaped(int c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default ->
          switch (Character.getType(c)) {
            // Octal: Java reads unicode escapes before it looks for strings and ends of lines.
            case Character.CONTROL -> "\\%03o".formatted(c);
            case Character.FORMAT,
                Character.SURROGATE,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR ->
                units(c);
            default -> Character.toString(c);
          };
    };
  }

  private static String units(int c) {
    var escapes = new StringBuilder();
    for (char unit : Character.toChars(c)) {
      escapes.append("\\u%04x".formatted((int) unit));
    }
    return escapes.toString();
  }
}
