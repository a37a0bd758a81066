package dev.thaw.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;

/** The cells that were run since the kernel was started, and what they gave. */
final class History {

  /** The number of this run; the ones before are not kept, for a cell may hold what is private. */
  private static final int SESSION = 1;

  private record Entry(int count, String code, String result) {
    List<Object> listed(boolean withOutput) {
      return List.of(SESSION, count, withOutput ? List.of(code, result) : code);
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  /** Keeps a cell. */
  synchronized void add(int count, String code, String result) {
    entries.add(new Entry(count, code, result));
  }

  /** What a request asks for, oldest first: lists of session, number and code. */
  synchronized List<List<Object>> find(HistoryRequest wanted) {
    List<Entry> found =
        switch (wanted) {
          case HistoryRequest.Range range -> range(range);
          case HistoryRequest.Search search -> search(search);
          case HistoryRequest.Tail tail -> last(entries, tail.getMaxReturnLength());
          default -> List.of();
        };
    return found.stream().map(entry -> entry.listed(wanted.includeOutput())).toList();
  }

  private List<Entry> range(HistoryRequest.Range range) {
    // 0 is this session, -1 the one before it.
    if (range.getSessionIndex() != 0 && range.getSessionIndex() != SESSION) {
      return List.of();
    }
    return entries.stream()
        .filter(entry -> entry.count() >= range.getStart())
        .filter(entry -> range.getStop() <= 0 || entry.count() < range.getStop())
        .toList();
  }

  private List<Entry> search(HistoryRequest.Search search) {
    Pattern glob = glob(search.getPattern() == null ? "*" : search.getPattern());
    List<Entry> matching =
        entries.stream().filter(entry -> glob.matcher(entry.code()).matches()).toList();
    if (search.filterUnique()) {
      var latest = new LinkedHashMap<String, Entry>();
      matching.forEach(entry -> latest.putLast(entry.code(), entry));
      matching = List.copyOf(latest.values());
    }
    return last(matching, search.getMaxReturnLength());
  }

  private static List<Entry> last(List<Entry> entries, int most) {
    return most <= 0
        ? List.copyOf(entries)
        : List.copyOf(entries.subList(Math.max(0, entries.size() - most), entries.size()));
  }

  /** {@code *} stands for anything, {@code ?} for one character. */
  private static Pattern glob(String pattern) {
    String regex =
        pattern
            .chars()
            .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
            .reduce("", String::concat);
    return Pattern.compile(regex, Pattern.DOTALL);
  }
}
