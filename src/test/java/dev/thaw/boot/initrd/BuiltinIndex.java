package dev.thaw.boot.initrd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/** Makes an index of words as depmod does, for tests. */
final class BuiltinIndex {

  private static final int CHILDREN = 0x20000000;
  private static final int VALUES = 0x40000000;
  private static final int PREFIX = 0x80000000;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private BuiltinIndex() {}

  /** The index of these words; at least one. */
  static byte[] of(List<String> words) {
    var index = new BuiltinIndex();
    index.number(0xB007F457);
    index.number(0x00020001);
    index.number(0);
    int root = index.node(words);
    byte[] bytes = index.out.toByteArray();
    for (int i = 0; i < 4; i++) {
      bytes[8 + i] = (byte) (root >>> (24 - 8 * i));
    }
    return bytes;
  }

  /** Writes what is below first; the place of the node, with what it has. */
  private int node(List<String> words) {
    String prefix = words.stream().reduce(BuiltinIndex::common).orElseThrow();
    boolean value = words.contains(prefix);
    var children = new TreeMap<Character, List<String>>();
    for (String word : words) {
      if (word.length() > prefix.length()) {
        char letter = word.charAt(prefix.length());
        String rest = word.substring(prefix.length() + 1);
        children.merge(
            letter,
            List.of(rest),
            (one, other) -> java.util.stream.Stream.concat(one.stream(), other.stream()).toList());
      }
    }
    var places = new TreeMap<Character, Integer>();
    children.forEach((letter, below) -> places.put(letter, node(below)));
    int at = out.size();
    if (!prefix.isEmpty()) {
      text(prefix);
    }
    if (!places.isEmpty()) {
      out.write(places.firstKey());
      out.write(places.lastKey());
      for (char letter = places.firstKey(); letter <= places.lastKey(); letter++) {
        number(places.getOrDefault(letter, 0));
      }
    }
    if (value) {
      number(1);
      number(0);
      text("");
    }
    return at
        | (prefix.isEmpty() ? 0 : PREFIX)
        | (places.isEmpty() ? 0 : CHILDREN)
        | (value ? VALUES : 0);
  }

  private static String common(String one, String other) {
    int same = 0;
    while (same < Math.min(one.length(), other.length())
        && one.charAt(same) == other.charAt(same)) {
      same++;
    }
    return one.substring(0, same);
  }

  private void number(int number) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(number >>> shift);
    }
  }

  private void text(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    out.write(0);
  }
}
