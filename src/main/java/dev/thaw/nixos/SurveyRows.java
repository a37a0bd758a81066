package dev.thaw.nixos;

import dev.thaw.machine.NulText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows in the sections of {@code survey.sh} that are lists. */
public final class SurveyRows {

  private static final String END = "end";

  private SurveyRows() {}

  /** What became of a line of the fstab. */
  public record FstabLine(int line, Mount.State state, String device, String why) {

    /** Prints it. */
    public void print(NulText text) {
      text.add(line, state, device, why);
    }

    static List<FstabLine> read(byte[] printed) {
      return NulText.rows(printed, 4).stream()
          .map(row ->
              new FstabLine(
                  (int) Fields.number(row.get(0), -1),
                  stateOf(row.get(1)),
                  row.get(2),
                  row.get(3).strip()))
          .toList();
    }

    private static Mount.State stateOf(String name) {
      return Arrays.stream(Mount.State.values())
          .filter(state -> state.name().equals(name))
          .findFirst()
          .orElse(Mount.State.UNREAD);
    }
  }

  /**
   * A link in a folder of profiles: the folder's name, its own, where it leads, when it was made.
   */
  public record ProfileLink(String folder, String name, String target, String seconds) {

    /** Prints it. */
    public void print(NulText text) {
      text.add(folder, name, target, seconds);
    }

    static List<ProfileLink> read(byte[] printed) {
      return NulText.rows(printed, 4).stream()
          .map(row -> new ProfileLink(row.get(0), row.get(1), row.get(2), row.get(3)))
          .toList();
    }
  }

  /** What lies in the configuration's folder: its kind as find has it, and where a link leads. */
  public record Listed(String kind, String path, long size, String target) {

    /** Prints it. */
    public void print(NulText text) {
      text.add(kind, path, size, target);
    }

    /** Says that these were all. */
    public static void printEnd(NulText text) {
      text.add(END);
    }
  }

  /**
   * A listing.
   *
   * @param whole whether it came to its end
   */
  record Listing(List<Listed> rows, boolean whole) {

    /** Reads it; there is one of each folder, one behind the other. */
    static Listing read(byte[] printed) {
      List<String> values = NulText.list(printed);
      var rows = new ArrayList<Listed>();
      boolean whole = false;
      int at = 0;
      while (at < values.size()) {
        whole = values.get(at).equals(END);
        if (whole) {
          at++;
          continue;
        }
        if (at + 4 > values.size()) {
          break;
        }
        rows.add(
            new Listed(
                values.get(at),
                values.get(at + 1),
                Fields.number(values.get(at + 2), 0),
                values.get(at + 3)));
        at += 4;
      }
      return new Listing(rows, whole);
    }
  }

  /**
   * A file of which a section holds the first bytes, as find prints it: path, size, then the bytes.
   *
   * @param complete whether these are all
   */
  public record Text(String path, long size, String text, boolean complete) {

    /** Prints a file's path and size and as much of it as the limit allows. */
    public static void print(NulText text, String path, byte[] content, int limit) {
      text.add(path, content.length)
          .raw(content.length <= limit ? content : Arrays.copyOf(content, limit));
    }

    /** Reads files of which at most so much was printed; the last one may be cut off. */
    public static List<Text> read(byte[] bytes, int limit) {
      var files = new ArrayList<Text>();
      int at = 0;
      while (at < bytes.length) {
        int path = next(bytes, at);
        int size = next(bytes, path + 1);
        if (size >= bytes.length) {
          break;
        }
        long length = Fields.number(text(bytes, path + 1, size), -1);
        if (length < 0) {
          break;
        }
        int end = (int) Math.min(bytes.length, size + 1 + Math.min(length, limit));
        files.add(
            new Text(
                text(bytes, at, path),
                length,
                text(bytes, size + 1, end),
                end - size - 1 == length));
        at = end;
      }
      return files;
    }

    private static int next(byte[] bytes, int from) {
      int at = from;
      while (at < bytes.length && bytes[at] != 0) {
        at++;
      }
      return at;
    }

    private static String text(byte[] bytes, int from, int to) {
      return new String(
          Arrays.copyOfRange(bytes, from, Math.max(from, to)), StandardCharsets.UTF_8);
    }
  }
}
