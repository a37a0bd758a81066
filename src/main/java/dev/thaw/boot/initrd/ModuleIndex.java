package dev.thaw.boot.initrd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The words of one of kmod's indexes ({@code modules.builtin.bin}): a tree in which each node says
 * a part of a word, the letters that can come next, and whether a word ends there.
 */
final class ModuleIndex {

  private static final int MAGIC = 0xB007F457;
  private static final int HEADER = 12;
  private static final int PLACE = 0x0FFFFFFF;
  private static final int HAS_PREFIX = 0x80000000;
  private static final int HAS_VALUES = 0x40000000;
  private static final int HAS_CHILDREN = 0x20000000;
  private static final int LONGEST = 256;

  /** A node that is still to be read, and what was said before it. */
  private record Node(int pointer, String before) {}

  private final ByteBuffer bytes;
  private final Set<String> words = new TreeSet<>();
  private final Set<Integer> seen = new HashSet<>();
  private final ArrayDeque<Node> waiting = new ArrayDeque<>();

  private ModuleIndex(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /** Reads them as far as the index is whole; none when it is no index. */
  static Set<String> words(byte[] bytes) {
    var index = new ModuleIndex(bytes);
    if (bytes.length >= HEADER && index.bytes.getInt(0) == MAGIC) {
      index.waiting.push(new Node(index.bytes.getInt(8), ""));
      while (!index.waiting.isEmpty()) {
        index.read(index.waiting.pop());
      }
    }
    return index.words;
  }

  /** Each node is read once, so that one that leads back to itself ends. */
  private void read(Node node) {
    int at = node.pointer() & PLACE;
    if (at < HEADER || at >= bytes.limit() || !seen.add(at)) {
      return;
    }
    bytes.position(at);
    String word = node.before() + (has(node, HAS_PREFIX) ? text() : "");
    if (word.length() > LONGEST) {
      return;
    }
    if (has(node, HAS_CHILDREN) && bytes.remaining() >= 2) {
      int first = bytes.get() & 0xFF;
      int last = bytes.get() & 0xFF;
      for (int letter = first; letter <= last && bytes.remaining() >= 4; letter++) {
        int pointer = bytes.getInt();
        if (pointer != 0) {
          waiting.push(new Node(pointer, word + (char) letter));
        }
      }
    }
    if (has(node, HAS_VALUES) && !word.isEmpty()) {
      words.add(word);
    }
  }

  private static boolean has(Node node, int flag) {
    return (node.pointer() & flag) != 0;
  }

  /** A text up to its zero. */
  private String text() {
    int from = bytes.position();
    int to = from;
    while (to < bytes.limit() && bytes.get(to) != 0) {
      to++;
    }
    bytes.position(Math.min(to + 1, bytes.limit()));
    return new String(bytes.array(), from, to - from, StandardCharsets.ISO_8859_1);
  }
}
