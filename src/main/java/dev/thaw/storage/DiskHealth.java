package dev.thaw.storage;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Probe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the live kernel, SMART and the filesystems say of the disks' health.
 *
 * @param errors what reports errors
 * @param unasked what could not be asked; sentences
 * @param silent the kernel's names of the disks of which SMART says nothing, as of a stick
 * @param marks the filesystems that say of themselves that they have errors
 */
public record DiskHealth(
    List<DiskError> errors, List<String> unasked, List<String> silent, List<ErrorMark> marks) {

  /** Nothing was asked. */
  public static final DiskHealth UNKNOWN =
      new DiskHealth(
          List.of(),
          List.of("The health of the disks: SMART, errors in the kernel's log."),
          List.of(),
          List.of());

  /**
   * Lines of the kernel that name a disk; what can be read again, or is a cable's, is not grave.
   */
  private static final List<Pattern> GRAVE =
      List.of(
          Pattern.compile("(?:I/O|critical \\w+) error,? (?:on )?dev (?<disk>[\\w-]+)"),
          Pattern.compile("Buffer I/O error on device (?<disk>[\\w-]+)"),
          Pattern.compile("\\bnvme (?<disk>nvme\\d+): (?:I/O .*[Tt]imeout|controller is down)"),
          Pattern.compile("\\b(?<disk>mmcblk\\d+): .*error"),
          Pattern.compile("XFS \\((?<disk>[\\w-]+)\\): .*I/O error"),
          Pattern.compile("BTRFS .*bdev /dev/(?<disk>[\\w/-]+) errs: wr (?:[1-9]|\\d+, rd [1-9])"));

  private static final List<Pattern> OTHER =
      List.of(
          Pattern.compile("\\b(?<disk>ata\\d+)(?:\\.\\d+)?: (?:failed command|exception Emask)"),
          Pattern.compile("(?:EXT4-fs|XFS) error \\(device (?<disk>[\\w-]+)\\)"));

  /** No disks of their own. */
  private static final Pattern NO_DISK = Pattern.compile("(?:loop|sr|fd|zram|ram|nbd|zd)\\d+.*");

  private static final Pattern STAT =
      Pattern.compile("\\[(?<disk>[^\\]]+)\\]\\.(?<what>\\w+)\\s+(?<count>[1-9]\\d*)");
  private static final Pattern VDEV =
      Pattern.compile("\\s+(?<disk>\\S+)\\s+[A-Z]+\\s+(\\S+)\\s+(\\S+)\\s+(\\S+)(?:\\s.*)?");
  private static final int FAILING = 8;
  private static final Pattern EXT_STATE =
      Pattern.compile("(?<device>\\S+) (?<state>\\d{1,5}) (?<errors>\\d{1,10})");
  private static final int WITH_ERRORS = 2;

  /** Copies the lists. */
  public DiskHealth {
    errors = List.copyOf(errors);
    unasked = List.copyOf(unasked);
    silent = List.copyOf(silent);
    marks = List.copyOf(marks);
  }

  /** What {@code health.sh} printed; nothing where it did not run. */
  public static DiskHealth of(Probe.Sections sections) {
    if (sections.find(HealthFormat.LOG).isEmpty()) {
      return UNKNOWN;
    }
    var errors = new ArrayList<DiskError>();
    var unasked = new ArrayList<String>();
    log(sections, errors, unasked);
    List<String> silent = smart(sections, errors, unasked);
    btrfs(sections, errors);
    zpool(sections, errors);
    return new DiskHealth(errors, unasked, silent, marks(sections));
  }

  private static List<ErrorMark> marks(Probe.Sections sections) {
    return sections
        .text(HealthFormat.EXT)
        .lines()
        .map(EXT_STATE::matcher)
        .filter(Matcher::matches)
        .filter(line -> (Integer.parseInt(line.group("state")) & WITH_ERRORS) != 0)
        .map(line -> new ErrorMark(line.group("device"), Long.parseLong(line.group("errors"))))
        .toList();
  }

  private static void log(Probe.Sections sections, List<DiskError> errors, List<String> unasked) {
    if (!sections.find(HealthFormat.LOG).filter(Probe.Section::ok).isPresent()) {
      unasked.add("Errors of disks in the live kernel's log: it could not be read.");
      return;
    }
    var grave = new LinkedHashMap<String, List<String>>();
    var other = new LinkedHashMap<String, List<String>>();
    for (String line : sections.text(HealthFormat.LOG).lines().toList()) {
      if (!collect(line, GRAVE, grave)) {
        collect(line, OTHER, other);
      }
    }
    grave.forEach((disk, lines) -> errors.add(logged(disk, true, lines)));
    other.forEach((disk, lines) -> errors.add(logged(disk, false, lines)));
  }

  private static boolean collect(
      String line, List<Pattern> patterns, Map<String, List<String>> into) {
    for (Pattern pattern : patterns) {
      Matcher found = pattern.matcher(line);
      if (found.find() && !NO_DISK.matcher(found.group("disk")).matches()) {
        into.computeIfAbsent(found.group("disk"), _ -> new ArrayList<>()).add(line);
        return true;
      }
    }
    return false;
  }

  private static DiskError logged(String disk, boolean grave, List<String> lines) {
    String times = lines.size() == 1 ? "once" : lines.size() + " times";
    String last = Clean.line(lines.getLast()).replaceFirst("^\\[ *[\\d.]+\\] *", "");
    return new DiskError(
        disk, grave, "The live kernel says so " + times + " (dmesg): “" + last + "”.");
  }

  private static List<String> smart(
      Probe.Sections sections, List<DiskError> errors, List<String> unasked) {
    if (sections.find(HealthFormat.SMART).isPresent()) {
      unasked.add("What SMART says of the disks: this live system has no smartctl.");
      return List.of();
    }
    var silent = new ArrayList<String>();
    sections
        .under(HealthFormat.SMART + " ")
        .forEach((disk, said) -> {
          boolean failing =
              said.text().contains("self-assessment test result: FAILED")
                  || said.text().contains("SMART Health Status: FAIL")
                  || (said.status() & FAILING) != 0 && said.status() < 64;
          boolean passed =
              said.text().contains("test result: PASSED")
                  || said.text().contains("SMART Health Status: OK");
          if (failing) {
            errors.add(
                new DiskError(
                    disk,
                    true,
                    "SMART's overall word is that it fails (smartctl -H /dev/" + disk + ")."));
          } else if (!passed) {
            silent.add(disk);
          }
        });
    return silent;
  }

  private static void btrfs(Probe.Sections sections, List<DiskError> errors) {
    for (String line : sections.text(HealthFormat.BTRFS).lines().toList()) {
      Matcher stat = STAT.matcher(line);
      if (stat.find()) {
        boolean grave = stat.group("what").matches("(?:write|read|flush)_io_errs");
        errors.add(
            new DiskError(
                stat.group("disk"),
                grave,
                "btrfs has counted there: "
                    + stat.group("what")
                    + " "
                    + stat.group("count")
                    + " (btrfs device stats)."));
      }
    }
  }

  private static void zpool(Probe.Sections sections, List<DiskError> errors) {
    String pool = "";
    for (String line : sections.text(HealthFormat.ZPOOL).lines().toList()) {
      Matcher vdev = VDEV.matcher(line);
      if (line.strip().startsWith("pool: ")) {
        pool = line.strip().substring("pool: ".length());
      } else if (line.startsWith("errors: ") && !line.contains("No known data errors")) {
        errors.add(
            new DiskError(
                pool,
                true,
                "zpool status says of the pool " + pool + ": " + Clean.line(line) + "."));
      } else if (line.strip().equals("state: SUSPENDED")) {
        errors.add(new DiskError(pool, true, "The pool " + pool + " is suspended: zpool status."));
      } else if (vdev.matches() && !vdev.group("disk").equals("NAME")) {
        counts(vdev, errors);
      }
    }
  }

  private static void counts(Matcher vdev, List<DiskError> errors) {
    boolean read = !vdev.group(2).equals("0") || !vdev.group(3).equals("0");
    boolean sums = !vdev.group(4).equals("0");
    boolean numbers =
        List.of(vdev.group(2), vdev.group(3), vdev.group(4)).stream()
            .allMatch(one -> one.matches("\\d+(?:\\.\\d+)?[KMGT]?"));
    if (numbers && (read || sums)) {
      errors.add(
          new DiskError(
              vdev.group("disk"),
              read,
              "ZFS has counted there: %s of reading, %s of writing, %s of checksums (zpool status)."
                  .formatted(vdev.group(2), vdev.group(3), vdev.group(4))));
    }
  }
}
