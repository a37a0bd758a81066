package dev.thaw.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the label on a pool's device says of the pool, from {@code zdb -lu}.
 *
 * @param name the pool's name
 * @param poolGuid the pool's guid
 * @param txg the transaction group that wrote the label: the highest is the newest
 * @param exported whether the pool was exported
 * @param hostId of the host that used it last; 0 when none is noted
 * @param hostName of that host; may be empty
 * @param lastWrite when the newest uberblock was written, if any was printed
 * @param multihost whether the newest uberblock guards against a second host
 * @param features that must be known to read the pool, by guid: {@code com.datto:encryption}
 */
record ZfsLabel(
    String name,
    String poolGuid,
    long txg,
    boolean exported,
    long hostId,
    String hostName,
    Optional<Instant> lastWrite,
    boolean multihost,
    List<String> features) {

  private static final Pattern KEY = Pattern.compile(" {4}(\\w+):(?: (.*))?");
  private static final Pattern FEATURE = Pattern.compile(" {8}(\\S+)");
  private static final Pattern UBERBLOCK =
      Pattern.compile("\\s++(txg|timestamp|mmp_delay) = (\\d++).*");

  /** A time from then on is no time that somebody wrote at. */
  private static final long YEAR_10000 = 253_402_300_800L;

  /** The pool's state in the label: in use, or used last without an export. */
  private static final String EXPORTED = "1";

  private record Uberblock(Map<String, Long> values) {
    long value(String name) {
      return values.getOrDefault(name, 0L);
    }
  }

  /** The newest label on the device; empty when there is none. */
  static Optional<ZfsLabel> parse(String text) {
    var labels = new ArrayList<Map<String, String>>();
    var features = new ArrayList<String>();
    var uberblocks = new ArrayList<Uberblock>();
    String current = "";
    for (String line : text.split("\n")) {
      Matcher uberblock = UBERBLOCK.matcher(line);
      Matcher key = KEY.matcher(line);
      Matcher feature = FEATURE.matcher(line);
      if (uberblock.matches()) {
        if (uberblock.group(1).equals("txg")) {
          uberblocks.add(new Uberblock(new HashMap<>()));
        }
        if (!uberblocks.isEmpty()) {
          uberblocks.getLast().values().put(uberblock.group(1), number(uberblock.group(2)));
        }
      } else if (key.matches()) {
        current = key.group(1);
        if (current.equals("version")) {
          labels.add(new HashMap<>());
        }
        if (!labels.isEmpty()) {
          labels.getLast().put(current, key.group(2) == null ? "" : key.group(2));
        }
      } else if (current.equals("features_for_read") && feature.matches()) {
        features.add(feature.group(1));
      }
    }
    return labels.stream()
        .filter(label -> label.containsKey("pool_guid"))
        .max((a, b) -> Long.compareUnsigned(number(a.get("txg")), number(b.get("txg"))))
        .map(label -> of(label, features, uberblocks));
  }

  private static ZfsLabel of(
      Map<String, String> label, List<String> features, List<Uberblock> uberblocks) {
    Optional<Uberblock> newest =
        uberblocks.stream().max((a, b) -> Long.compareUnsigned(a.value("txg"), b.value("txg")));
    return new ZfsLabel(
        unquoted(label.getOrDefault("name", "")),
        label.getOrDefault("pool_guid", ""),
        number(label.get("txg")),
        EXPORTED.equals(label.get("state")),
        number(label.get("hostid")),
        unquoted(label.getOrDefault("hostname", "")),
        newest
            .map(uberblock -> uberblock.value("timestamp"))
            .filter(seconds -> seconds > 0 && seconds < YEAR_10000)
            .map(Instant::ofEpochSecond),
        newest.map(uberblock -> uberblock.value("mmp_delay")).orElse(0L) > 0,
        features.stream().distinct().toList());
  }

  /** Who used the pool last; empty when no host is noted. */
  Optional<LastUse> lastUse() {
    return hostId == 0 && hostName.isEmpty()
        ? Optional.empty()
        : Optional.of(new LastUse(hostName, hex(hostId), lastWrite, exported));
  }

  /** A hostid as NixOS writes it. */
  static String hex(long hostId) {
    return HexFormat.of().toHexDigits((int) hostId);
  }

  private static String unquoted(String value) {
    return value.length() >= 2 && value.startsWith("'") && value.endsWith("'")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  private static long number(@Nullable String text) {
    try {
      return text == null ? 0 : Long.parseUnsignedLong(text.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
