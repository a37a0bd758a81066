package dev.thaw.boot.initrd;

import dev.thaw.nixos.Fstab;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Stage1;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What stage 1 does, read from an initrd itself. Names of modules are with {@code _}.
 *
 * @param stage1 what runs in it
 * @param forced the modules that it loads whether there is hardware for them or not, in order
 * @param modules the modules that it holds, or that its kernel has built in
 * @param openings the LUKS containers that it opens, as far as it tells
 * @param mounts what it mounts before it goes over to the system, as far as it tells
 * @param forcesImport whether it imports pools that another system used last; empty when it imports
 *     none, or does not tell
 * @param trouble why not all of it could be read, as the end of a sentence; empty when it was
 */
public record Initrd(
    Stage1 stage1,
    List<String> forced,
    Set<String> modules,
    List<Opening> openings,
    List<FstabEntry> mounts,
    Optional<Boolean> forcesImport,
    String trouble) {

  private static final Pattern MODULE =
      Pattern.compile("(?:.*/)?([^/]+)\\.ko(?:\\.(?:xz|zst|gz))?");
  private static final Pattern LOOP =
      Pattern.compile("for i in ([^;\\n]*); *do\\s+info \"loading module");
  private static final Pattern FS_INFO =
      Pattern.compile("exec 3< *\"?(/nix/store/[^\\s\"]*initrd-fsinfo)");
  private static final Pattern OPEN =
      Pattern.compile("\\bcryptsetup luksOpen +(\\S+) +([^\\s;|&]+)");
  private static final Pattern FORCE = Pattern.compile("(?m)^\\s*ZFS_FORCE=\"?(-f)?\"?\\s*$");

  /** Copies the collections. */
  public Initrd {
    forced = List.copyOf(forced);
    modules = Set.copyOf(modules);
    openings = List.copyOf(openings);
    mounts = List.copyOf(mounts);
  }

  /** Reads an initrd as it lies in the store, as far as that is possible. */
  public static Initrd read(byte[] bytes) {
    Archive archive = Archive.read(bytes);
    String init = archive.text("init").orElse("");
    Optional<String> systemd =
        archive.text("etc/modules-load.d/nixos.conf").filter(text -> hasSystemd(archive));
    return new Initrd(
        systemd.isPresent()
            ? Stage1.SYSTEMD
            : init.startsWith("#!") ? Stage1.SCRIPTED : unknown(archive),
        systemd.map(Initrd::listed).orElseGet(() -> looped(init)),
        modules(archive),
        systemd.isPresent() ? crypttab(archive) : opened(init),
        systemd.isPresent() ? fstab(archive) : fsInfo(archive, init),
        force(archive, init),
        archive.trouble());
  }

  private static boolean hasSystemd(Archive archive) {
    return archive.text("etc/initrd-release").isPresent();
  }

  private static Stage1 unknown(Archive archive) {
    return hasSystemd(archive) ? Stage1.SYSTEMD : Stage1.UNKNOWN;
  }

  /** A module's name as the kernel spells it. */
  public static String plain(String module) {
    return module.replace('-', '_').toLowerCase(Locale.ROOT);
  }

  /** Whether it was read to its end, and what runs in it is known. */
  public boolean isUnderstood() {
    return trouble.isEmpty() && stage1 != Stage1.UNKNOWN;
  }

  /** Whether it holds the module, however that is spelt. */
  public boolean has(String module) {
    return modules.contains(plain(module));
  }

  /** modules-load.d: one name a line, with comments. */
  private static List<String> listed(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith(";"))
        .map(Initrd::plain)
        .toList();
  }

  /** The script's loop over them. */
  private static List<String> looped(String init) {
    Matcher loop = LOOP.matcher(init);
    return loop.find() && !loop.group(1).isBlank()
        ? List.of(loop.group(1).strip().split("\\s+")).stream().map(Initrd::plain).toList()
        : List.of();
  }

  private static Set<String> modules(Archive archive) {
    var modules = new TreeSet<String>();
    for (String path : archive.names()) {
      Matcher module = MODULE.matcher(path);
      if (module.matches()) {
        modules.add(plain(module.group(1)));
      } else if (path.endsWith("/modules.builtin")) {
        archive
            .text(path)
            .ifPresent(text ->
                text.lines()
                    .map(MODULE::matcher)
                    .filter(Matcher::matches)
                    .forEach(builtin -> modules.add(plain(builtin.group(1)))));
      }
    }
    return modules;
  }

  /** systemd's own list: a name, a device, a key and options on each line. */
  private static List<Opening> crypttab(Archive archive) {
    return archive
        .text("etc/crypttab")
        .orElse("")
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields.length > 1 && !fields[0].startsWith("#"))
        .map(fields -> new Opening(fields[0], fields[1]))
        .toList();
  }

  /** The script's own commands; a container may be opened in several ways. */
  private static List<Opening> opened(String init) {
    return OPEN.matcher(init)
        .results()
        .map(open -> new Opening(open.group(2), open.group(1)))
        .distinct()
        .toList();
  }

  /** systemd's fstab has the system's root at /sysroot. */
  private static List<FstabEntry> fstab(Archive archive) {
    return archive.text("etc/fstab").map(text -> Fstab.parse(text).entries()).stream()
        .flatMap(List::stream)
        .filter(entry -> entry.file().startsWith("/sysroot"))
        .map(entry -> at(entry, entry.file().substring("/sysroot".length())))
        .toList();
  }

  private static FstabEntry at(FstabEntry entry, String place) {
    String file = place.isEmpty() ? "/" : place;
    return new FstabEntry(
        entry.line(),
        entry.spec(),
        file,
        entry.type(),
        entry.options(),
        entry.dump(),
        entry.pass());
  }

  /** The script's own list: four lines for each filesystem. */
  private static List<FstabEntry> fsInfo(Archive archive, String init) {
    Matcher file = FS_INFO.matcher(init);
    if (!file.find()) {
      return List.of();
    }
    List<String> lines = archive.text(file.group(1)).orElse("").lines().toList();
    var mounts = new ArrayList<FstabEntry>();
    for (int i = 0; i + 3 < lines.size(); i += 4) {
      List<String> options = List.of(lines.get(i + 3).split(","));
      mounts.add(
          new FstabEntry(i + 1, lines.get(i + 1), lines.get(i), lines.get(i + 2), options, 0, 0));
    }
    return mounts;
  }

  /** Said by the script itself, or under systemd by the script of the pool's own unit. */
  private static Optional<Boolean> force(Archive archive, String init) {
    return Stream.concat(
            Stream.of(init),
            archive.names().stream()
                .filter(path -> path.contains("zfs-import"))
                .flatMap(path -> archive.text(path).stream()))
        .map(FORCE::matcher)
        .filter(Matcher::find)
        .map(force -> force.group(1) != null)
        .findFirst();
  }
}
