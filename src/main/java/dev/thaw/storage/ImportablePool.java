package dev.thaw.storage;

import dev.thaw.machine.Clean;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a pool of what {@code zpool import} printed and of what its devices' labels say. */
final class ImportablePool {

  private static final Pattern ACTIVE_ON =
      Pattern.compile("exported from ([^\n]{0,256}?) \\(hostid=([0-9a-f]{1,16})\\)");

  /** Old releases have a letter too few. */
  private static final Pattern UNSUPPORTED = Pattern.compile("not supported on this sys?tem:");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private ImportablePool() {}

  /**
   * The pool of one block.
   *
   * @param labels the newest label of each pool, by guid
   * @param hostId the live system's, 8 hex digits
   * @param directory where its devices had to be looked for; empty for as usual
   */
  static Pool of(ZpoolText text, Map<String, ZfsLabel> labels, String hostId, String directory) {
    Optional<ZfsLabel> label = Optional.ofNullable(labels.get(text.field("id")));
    Force force = force(text, label, hostId);
    String state = text.field("state");
    return new Pool(
        text.field("pool"),
        text.field("id"),
        Health.of(state),
        state,
        Pool.Use.NONE,
        Optional.empty(),
        label.flatMap(ZfsLabel::lastUse),
        force,
        new Pool.Remarks(told(text), text.field("action"), text.field("comment")),
        text.vdevs(),
        new Pool.Features(
            unsupported(text.field("status")),
            label.map(found -> found.features().contains("com.datto:encryption")).orElse(false),
            label.map(ZfsLabel::multihost).orElse(false) || force instanceof Force.Forbidden),
        new Pool.Address(directory, false));
  }

  /** All that ZFS says is the matter: often the cause stands only beside the pool's own line. */
  private static String told(ZpoolText text) {
    String note = text.root().note();
    return Stream.of(
            text.field("status"),
            note.isEmpty() ? "" : "Beside the pool, ZFS says: " + note + ".",
            text.field("remarks"))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  /** ZFS's own rule, and its words where no label could be read. */
  private static Force force(ZpoolText text, Optional<ZfsLabel> label, String hostId) {
    String status = text.field("status");
    if (status.startsWith("The pool is currently imported by another system")) {
      Matcher host = ACTIVE_ON.matcher(text.field("action"));
      return new Force.Forbidden(
          host.find()
              ? "it is in use now on " + host(host.group(1), parse(host.group(2)))
              : "it is in use now on another system",
          "Shut that system down first. Two systems that write to one pool destroy it.");
    }
    if (status.startsWith("The pool has the multihost property on")) {
      return new Force.Forbidden(
          "it guards itself against use by two hosts, and this live system has no hostid to be told"
              + " apart by",
          "Give the live system one: sh(\"zgenhostid\"). Then look again with pools(): ZFS can tell"
              + " by then whether another system uses the pool.");
    }
    // What can't be imported is not offered by force either: -f only passes over who used it last.
    if (!Pool.canBeImported(Health.of(text.field("state")))) {
      return new Force.NotNeeded();
    }
    boolean mismatch =
        label
            .map(found -> !found.exported() && !ZfsLabel.hex(found.hostId()).equals(hostId))
            .orElse(false);
    boolean told =
        status.startsWith("The pool was last accessed by another system")
            || text.fields().values().stream().anyMatch(v -> v.contains("may be active on"));
    return mismatch || told
        ? new Force.Needed(
            "last used by "
                + label.map(found -> host(found.hostName(), found.hostId())).orElse("another host")
                + label.flatMap(ZfsLabel::lastWrite).map(ImportablePool::on).orElse("")
                + ", and not exported")
        : new Force.NotNeeded();
  }

  private static String on(Instant at) {
    return " until " + TIME.format(at);
  }

  private static String host(String name, long hostId) {
    return "host "
        + (name.isEmpty() ? "unknown" : Clean.line(name))
        + " (hostid "
        + ZfsLabel.hex(hostId)
        + ")";
  }

  private static long parse(String hex) {
    try {
      return Long.parseUnsignedLong(hex, 16);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The features listed after "…not supported on this system:", without their descriptions. */
  private static List<String> unsupported(String status) {
    Matcher named = UNSUPPORTED.matcher(status);
    return named.find()
        ? status.substring(named.end()).lines().skip(1).map(line -> line.split(" ", 2)[0]).toList()
        : List.of();
  }
}
