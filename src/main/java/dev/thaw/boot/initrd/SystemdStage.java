package dev.thaw.boot.initrd;

import dev.thaw.nixos.Fstab;
import dev.thaw.nixos.FstabEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What systemd does in stage 1, by the files that it goes by. */
final class SystemdStage {

  private static final String SYSROOT = "/sysroot";
  private static final String IMPORT = "zfs-import-";
  private static final String SERVICE = ".service";

  /** A path in the store, without its first slash. */
  private static final Pattern STORE = Pattern.compile("/(nix/store/[^\\s\"';]+)");

  private final Archive archive;

  private SystemdStage(Archive archive) {
    this.archive = archive;
  }

  /**
   * Whether the archive is systemd's: it says that it is an initrd, which the script only does
   * later.
   */
  static Optional<SystemdStage> in(Archive archive) {
    return archive.text("etc/initrd-release").map(_ -> new SystemdStage(archive));
  }

  /** The modules of modules-load.d: one name a line, with comments. */
  List<String> forced() {
    return archive.list("etc/modules-load.d").stream()
        .filter(name -> name.endsWith(".conf"))
        .sorted()
        .flatMap(name -> archive.text("etc/modules-load.d/" + name).stream())
        .flatMap(String::lines)
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith(";"))
        .map(Initrd::plain)
        .distinct()
        .toList();
  }

  /** Its own list of containers: a name, a device, a key and options on each line. */
  List<Opening> openings() {
    return archive
        .text("etc/crypttab")
        .orElse("")
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields.length > 1 && !fields[0].startsWith("#"))
        .map(fields -> new Opening(fields[0], fields[1]))
        .toList();
  }

  /**
   * What it mounts. Its environment names a list of what the system has, without the place where
   * that is mounted; older ones have it in the initrd's own fstab, below that place.
   */
  List<FstabEntry> mounts() {
    Stream<FstabEntry> own =
        entries("etc/fstab")
            .filter(entry -> entry.file().startsWith(SYSROOT))
            .map(entry -> at(entry, entry.file().substring(SYSROOT.length())));
    return Stream.concat(
            own,
            Optional.ofNullable(environment().get("SYSTEMD_SYSROOT_FSTAB")).stream()
                .flatMap(this::entries))
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

  private Stream<FstabEntry> entries(String path) {
    return archive.text(path).map(text -> Fstab.parse(text).entries()).stream()
        .flatMap(List::stream);
  }

  private Map<String, String> environment() {
    return UnitText.variables(texts("etc/systemd/system.conf"), "Manager", "ManagerEnvironment");
  }

  /** A file and what is dropped in beside it. */
  private List<String> texts(String path) {
    var texts = new ArrayList<String>();
    archive.text(path).ifPresent(texts::add);
    archive.list(path + ".d").stream()
        .filter(name -> name.endsWith(".conf"))
        .sorted()
        .flatMap(name -> archive.text(path + ".d/" + name).stream())
        .forEach(texts::add);
    return texts;
  }

  /** What imports a pool asks for its keys; another unit that loads some may do so for any pool. */
  Set<String> keyed() {
    Set<String> pools = imports().keySet();
    var keyed = new TreeSet<String>();
    for (String name : archive.list("etc/systemd/system")) {
      if (name.endsWith(SERVICE) && loadsKeys("etc/systemd/system/" + name)) {
        pools.stream()
            .filter(pool -> !name.startsWith(IMPORT) || name.equals(IMPORT + pool + SERVICE))
            .forEach(keyed::add);
      }
    }
    return keyed;
  }

  /** Whether a unit, or a script of the store that it names, has the words. */
  private boolean loadsKeys(String path) {
    return texts(path).stream()
        .flatMap(unit ->
            Stream.concat(
                Stream.of(unit),
                STORE
                    .matcher(unit)
                    .results()
                    .flatMap(file -> archive.text(file.group(1)).stream())))
        .anyMatch(text -> text.contains("load-key"));
  }

  /** Which pools it imports, and whether by force: the unit's environment decides. */
  Map<String, Boolean> imports() {
    var imports = new LinkedHashMap<String, Boolean>();
    for (String name : archive.list("etc/systemd/system")) {
      if (name.startsWith(IMPORT) && name.endsWith(SERVICE)) {
        List<String> unit = texts("etc/systemd/system/" + name);
        String given =
            UnitText.variables(unit, "Service", "Environment").getOrDefault("ZFS_FORCE", "");
        if (!unit.isEmpty()) {
          imports.put(
              name.substring(IMPORT.length(), name.length() - SERVICE.length()),
              given.strip().equals("-f"));
        }
      }
    }
    return imports;
  }
}
