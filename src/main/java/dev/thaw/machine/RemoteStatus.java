package dev.thaw.machine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * What comes from the far end of ssh, and how the command there says that it ended. A status above
 * 128 may also mean that a signal ended ssh on this computer; so the far end prints such a status,
 * too: on standard error, behind a mark that nothing else prints. It is taken out of the output.
 */
final class RemoteStatus implements OutputListener {

  /** What a signal's number is added to, to make a status. */
  static final int BY_SIGNAL = 128;

  /** Goes before the mark: a control character, so that seldom anything has to be held back. */
  private static final byte FIRST = 036;

  private static final int DIGITS = 3;

  private final byte[] mark;
  private final OutputListener to;
  private byte[] held = {};
  private volatile int status;

  /**
   * Passes on what comes.
   *
   * @param mark what the far end was told to print, see {@link #newMark()}
   */
  RemoteStatus(String mark, OutputListener to) {
    this.mark = ((char) FIRST + mark).getBytes(StandardCharsets.US_ASCII);
    this.to = to;
  }

  /** A mark that no command has seen. */
  static String newMark() {
    return UUID.randomUUID().toString();
  }

  /** The status above 128 with which the command ended there; 0 when it told none. */
  int status() {
    return status;
  }

  @Override
  public void out(byte[] bytes, int length) {
    to.out(bytes, length);
  }

  @Override
  public void err(byte[] bytes, int length) {
    byte[] all = Arrays.copyOf(held, held.length + length);
    System.arraycopy(bytes, 0, all, held.length, length);
    held = new byte[] {};
    int passed = 0;
    for (int at = 0; at < all.length; at++) {
      int same = same(all, at);
      if (same == mark.length + DIGITS) {
        pass(all, passed, at);
        status = number(all, at + mark.length);
        passed = at + same;
      } else if (same > 0 && at + same == all.length) {
        // Its beginning, perhaps; the rest is still to come.
        pass(all, passed, at);
        held = Arrays.copyOfRange(all, at, all.length);
        return;
      }
    }
    pass(all, passed, all.length);
  }

  /** All has come: what looked like the beginning of the mark was none. */
  void end() {
    pass(held, 0, held.length);
    held = new byte[] {};
  }

  /** How many bytes from there on are the mark's, and a status's behind it. */
  private int same(byte[] bytes, int at) {
    int same = 0;
    while (at + same < bytes.length
        && same < mark.length + DIGITS
        && (same < mark.length
            ? bytes[at + same] == mark[same]
            : Character.isDigit(bytes[at + same]))) {
      same++;
    }
    return same;
  }

  private static int number(byte[] bytes, int at) {
    return Integer.parseInt(new String(bytes, at, DIGITS, StandardCharsets.US_ASCII));
  }

  private void pass(byte[] bytes, int from, int end) {
    if (end > from) {
      to.err(Arrays.copyOfRange(bytes, from, end), end - from);
    }
  }
}
