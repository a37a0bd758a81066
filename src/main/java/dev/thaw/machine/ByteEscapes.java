package dev.thaw.machine;

import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes written {@code \xNN}, as udev, lsblk and the names of systemd's units have them. */
public final class ByteEscapes {

  private static final Pattern ESCAPED = Pattern.compile("\\\\x([0-9a-fA-F]{2})");

  private ByteEscapes() {}

  /** The text with those bytes in it; those beyond ASCII come together again as UTF-8. */
  public static String undone(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    // One char for one byte.
    String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    String plain = ESCAPED.matcher(bytes).replaceAll(ByteEscapes::letter);
    return new String(plain.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String letter(MatchResult escaped) {
    return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escaped.group(1), 16)));
  }
}
