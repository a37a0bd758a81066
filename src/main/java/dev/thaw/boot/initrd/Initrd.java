package dev.thaw.boot.initrd;

import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Stage1;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stage 1 does, read from an initrd itself. Names of modules are with {@code _}.
 *
 * @param stage1 what runs in it
 * @param forced the modules that it loads whether there is hardware for them or not, in order
 * @param modules the modules that it holds, or that its kernel has built in
 * @param programs the names of the programs that it holds: {@code lvm}, {@code mdadm}
 * @param openings the LUKS containers that it opens, as far as it tells
 * @param mounts what it mounts before it goes over to the system, as far as it tells
 * @param imports the pools that it imports, and whether by force: even when another system used
 *     them last; those of which it does not tell are not among them
 * @param keyed the pools for which it loads keys, of those that it imports
 * @param trouble why not all of it could be read, as the end of a sentence; empty when it was
 */
public record Initrd(
    Stage1 stage1,
    List<String> forced,
    Set<String> modules,
    Set<String> programs,
    List<Opening> openings,
    List<FstabEntry> mounts,
    Map<String, Boolean> imports,
    Set<String> keyed,
    String trouble) {

  private static final Pattern MODULE =
      Pattern.compile("(?:.*/)?([^/]+)\\.ko(?:\\.(?:xz|zst|gz))?");

  private static final Pattern PROGRAM = Pattern.compile("(?:.*/)?s?bin/([^/]+)");

  /** Copies the collections. */
  public Initrd {
    forced = List.copyOf(forced);
    modules = Set.copyOf(modules);
    programs = Set.copyOf(programs);
    openings = List.copyOf(openings);
    mounts = List.copyOf(mounts);
    imports = Map.copyOf(imports);
    keyed = Set.copyOf(keyed);
  }

  /** Reads an initrd as it lies in the store, as far as that is possible. */
  public static Initrd read(byte[] bytes) {
    Archive archive = Archive.read(bytes);
    Set<String> modules = modules(archive);
    Set<String> programs = programs(archive);
    Optional<SystemdStage> systemd = SystemdStage.in(archive);
    if (systemd.isPresent()) {
      SystemdStage stage = systemd.get();
      return new Initrd(
          Stage1.SYSTEMD,
          stage.forced(),
          modules,
          programs,
          stage.openings(),
          stage.mounts(),
          stage.imports(),
          stage.keyed(),
          archive.trouble());
    }
    var stage = new ScriptedStage(archive, archive.text("init").orElse(""));
    return new Initrd(
        stage.init().startsWith("#!") ? Stage1.SCRIPTED : Stage1.UNKNOWN,
        stage.forced(),
        modules,
        programs,
        stage.openings(),
        stage.mounts(),
        stage.imports(),
        stage.keyed(),
        archive.trouble());
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

  /** Whether it imports a pool by force; empty when it does not tell. */
  public Optional<Boolean> forces(String pool) {
    return Optional.ofNullable(imports.get(pool));
  }

  private static Set<String> modules(Archive archive) {
    var modules = new TreeSet<String>();
    for (String path : archive.names()) {
      Matcher module = MODULE.matcher(path);
      if (module.matches()) {
        modules.add(plain(module.group(1)));
      } else if (path.endsWith("/modules.builtin")) {
        modules.addAll(builtIn(archive.text(path).orElse("")));
      } else if (path.endsWith("/modules.builtin.bin")) {
        // NixOS keeps this index of the list, and not the list.
        archive
            .bytes(path)
            .ifPresent(index -> ModuleIndex.words(index).forEach(word -> modules.add(plain(word))));
      }
    }
    return modules;
  }

  private static Set<String> programs(Archive archive) {
    return archive.names().stream()
        .map(PROGRAM::matcher)
        .filter(Matcher::matches)
        .map(program -> program.group(1))
        .collect(Collectors.toSet());
  }

  private static List<String> builtIn(String list) {
    return list.lines()
        .map(MODULE::matcher)
        .filter(Matcher::matches)
        .map(module -> plain(module.group(1)))
        .toList();
  }
}
