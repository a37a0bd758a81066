package dev.thaw.nixos;

import dev.thaw.machine.Probe.Sections;
import dev.thaw.nixos.loader.BootTree;
import dev.thaw.nixos.loader.LoaderEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the generations of one installation from the sections of {@code survey.sh}. */
final class GenerationReader {

  private static final Pattern LINK = Pattern.compile("(.+)-(\\d{1,9})-link");
  private static final Pattern LINUX = Pattern.compile("\\(Linux ([^)]+)\\)");
  private static final Pattern KERNEL = Pattern.compile("-linux(?:-[a-z]+)*-(\\d[^/]*)/");

  private static final long YEAR_10000 = 253_402_300_800L;

  private final Sections sections;
  private final String number;
  private final Map<String, Instant> dates = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();

  /** Reads the installation with this number. */
  GenerationReader(Sections sections, String number) {
    this.sections = sections;
    this.number = number;
    for (var link :
        SurveyRows.ProfileLink.read(Fields.bytes(sections, SurveyFormat.profiles(number)))) {
      String name = folder(link.folder()) + link.name();
      links.put(name, link.target());
      dates.put(name, date(link.seconds()));
    }
  }

  private static String folder(String name) {
    return name.equals("system-profiles") ? "system-profiles/" : "";
  }

  private static Instant date(String seconds) {
    // Later is no time that a link was made at.
    long since = Fields.number(seconds.replaceFirst("\\..*", ""), 0);
    return since < YEAR_10000 ? Instant.ofEpochSecond(since) : Instant.EPOCH;
  }

  /** The systems that the generations lead to. */
  List<String> toplevels() {
    return names().stream()
        .map(name -> fields(name).get(SurveyKeys.Generation.TOPLEVEL))
        .distinct()
        .toList();
  }

  private List<String> names() {
    return SurveyFormat.generations(sections, number);
  }

  private Fields fields(String name) {
    return Fields.of(sections, SurveyFormat.generation(number, name));
  }

  /**
   * The generations, the main profile's first, the newest first.
   *
   * @param menu what the boot loader reads
   */
  List<Generation> read(BootTree menu) {
    var generations = new ArrayList<Generation>();
    for (String name : names()) {
      Matcher link = LINK.matcher(name.substring(name.lastIndexOf('/') + 1));
      if (link.matches()) {
        generations.add(
            read(fields(name), name, link.group(1), Integer.parseInt(link.group(2)), "", menu));
      }
    }
    generations.sort(
        Comparator.comparing((Generation g) -> !g.isMain())
            .thenComparing(Generation::profile)
            .thenComparing(Generation::number, Comparator.reverseOrder()));
    return generations;
  }

  /** Its specialisations: whole systems, in a folder of it. */
  private List<Generation> variants(String name, String profile, int generation, BootTree menu) {
    return SurveyFormat.variants(sections, number, name).stream()
        .map(variant ->
            read(
                Fields.of(sections, SurveyFormat.variant(number, name, variant)),
                name,
                profile,
                generation,
                variant,
                menu))
        .toList();
  }

  private Generation read(
      Fields fields, String name, String profile, int generation, String variant, BootTree menu) {
    String toplevel = fields.get(SurveyKeys.Generation.TOPLEVEL);
    Optional<BootSpec> spec = BootSpec.parse(fields.get(SurveyKeys.Generation.BOOT_JSON));
    String version = fields.line(SurveyKeys.Generation.NIXOS_VERSION);
    String kernelPath = spec.map(BootSpec::kernel).orElse(fields.get(SurveyKeys.Generation.KERNEL));
    Optional<LoaderEntry> entry = menu.starting(toplevel, generation);
    return new Generation(
        generation,
        profile,
        dates.getOrDefault(name, Instant.EPOCH),
        new Generation.BuiltSystem(
            toplevel,
            spec.map(BootSpec::label).filter(l -> !l.isEmpty()).orElse("NixOS " + version),
            version,
            kernelVersion(spec, fields.line(SurveyKeys.Generation.MODULES), kernelPath),
            spec.map(BootSpec::kernelParams)
                .orElse(words(fields.get(SurveyKeys.Generation.KERNEL_PARAMS))),
            words(fields.get(SurveyKeys.Generation.SPECIALISATIONS)),
            stage1(fields)),
        new Generation.Mark(
            variant.isEmpty()
                && name.equals(folder(parent(name)) + links.get(folder(parent(name)) + profile)),
            isDefault(menu, toplevel, spec, generation),
            menu.menus().stream().anyMatch(one -> one.lists(toplevel, generation))),
        files(fields, spec, entry, menu),
        variant,
        variant.isEmpty() ? variants(name, profile, generation, menu) : List.of());
  }

  private static Generation.BootFiles files(
      Fields fields, Optional<BootSpec> spec, Optional<LoaderEntry> entry, BootTree menu) {
    long kernel = fields.number(SurveyKeys.Generation.KERNEL_SIZE);
    long initrd = fields.number(SurveyKeys.Generation.INITRD_SIZE);
    boolean needsInitrd = spec.map(s -> !s.initrd().isEmpty()).orElse(true);
    return new Generation.BootFiles(
        kernel >= 0
            && fields.number(SurveyKeys.Generation.INIT_SIZE) >= 0
            && (initrd >= 0 || !needsInitrd),
        spec,
        bootFile(
            fields.get(SurveyKeys.Generation.KERNEL),
            kernel,
            entry.map(LoaderEntry::linux),
            menu,
            false),
        bootFile(
            fields.get(SurveyKeys.Generation.INITRD),
            initrd,
            entry.flatMap(e -> e.initrds().stream().findFirst()),
            menu,
            spec.map(BootSpec::hasSecrets).orElse(false)));
  }

  private static String parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  private static boolean isDefault(
      BootTree menu, String toplevel, Optional<BootSpec> spec, int generation) {
    LoaderEntry started = menu.byDefault().orElse(null);
    return started != null
        && (started.starts(toplevel, generation)
            || spec.stream()
                .flatMap(s -> s.specialisations().values().stream())
                .anyMatch(variant -> started.starts(variant.toplevel(), generation)));
  }

  private static String kernelVersion(Optional<BootSpec> spec, String modules, String kernel) {
    Matcher label = LINUX.matcher(spec.map(BootSpec::label).orElse(""));
    if (label.find()) {
      return label.group(1);
    }
    if (!modules.isEmpty() && modules.indexOf('\n') < 0) {
      return modules;
    }
    Matcher path = KERNEL.matcher(kernel);
    return path.find() ? path.group(1) : "";
  }

  /** With systemd in the initrd, a toplevel's init is systemd's binary, and it has prepare-root. */
  private static Stage1 stage1(Fields fields) {
    if (fields.yes(SurveyKeys.Generation.PREPARE_ROOT)) {
      return Stage1.SYSTEMD;
    }
    if (fields.get(SurveyKeys.Generation.INIT).isEmpty()) {
      return Stage1.UNKNOWN;
    }
    return fields.get(SurveyKeys.Generation.MAGIC).equals("#!") ? Stage1.SCRIPTED : Stage1.SYSTEMD;
  }

  /**
   * Its copy is the one the entry names, unless that is the store's own; else the one whose name is
   * made from the store path.
   */
  private static BootFile bootFile(
      String store, long size, Optional<String> named, BootTree menu, boolean grows) {
    String name = store.replaceFirst("^/nix/store/", "").replace('/', '-');
    if (named.filter(file -> LoaderEntry.isInStore(file, store)).isPresent()) {
      return new BootFile(store, size, "", -1, grows);
    }
    String path =
        named
            .filter(p -> !p.isEmpty())
            .or(() ->
                menu.files().keySet().stream()
                    .filter(f -> !name.isEmpty())
                    .filter(f -> f.endsWith("/" + name) || f.endsWith("/" + name + ".efi"))
                    .findFirst())
            .orElse("");
    return new BootFile(store, size, path, path.isEmpty() ? -1 : menu.sizeOf(path), grows);
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }
}
