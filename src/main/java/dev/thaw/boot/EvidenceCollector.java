package dev.thaw.boot;

import dev.thaw.boot.bios.DiskStart;
import dev.thaw.boot.initrd.Initrd;
import dev.thaw.boot.remembered.Remembered;
import dev.thaw.boot.remembered.RememberedFormat;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Probe;
import dev.thaw.machine.Scripts;
import dev.thaw.machine.Trouble;
import dev.thaw.machine.UserInteraction;
import dev.thaw.nixos.BootFile;
import dev.thaw.nixos.FilesystemLocation;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Survey;
import dev.thaw.nixos.loader.LoaderEntry;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.Btrfs;
import dev.thaw.storage.DiskHealth;
import dev.thaw.storage.Disks;
import dev.thaw.storage.ListWithNotes;
import dev.thaw.storage.Pool;
import dev.thaw.storage.Pools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the evidence off a machine, changing nothing: four round trips, five when it is mounted.
 */
public final class EvidenceCollector {

  private static final Probe PROBE =
      new Probe(
          "boot",
          script(),
          "read what the boot depends on: initrds, drivers, what earlier boots left",
          Duration.ofMinutes(10));

  /** How many bytes of initrds are read at once: they are in memory more than once meanwhile. */
  private static final long MOST = 160L << 20;

  /** After this time no other initrd is begun to be read: over a slow line one takes a while. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Machine machine;
  private final UserInteraction interaction;
  private final InitrdCache cache;
  private final Function<Evidence, List<Generation>> wanted;
  private final int boots;

  /**
   * One that reads the initrds of the generations that are wanted, and of so many boots what is
   * remembered of them.
   */
  private EvidenceCollector(
      Machine machine,
      UserInteraction interaction,
      InitrdCache cache,
      Function<Evidence, List<Generation>> wanted,
      int boots) {
    this.machine = machine;
    this.interaction = interaction;
    this.cache = cache;
    this.wanted = wanted;
    this.boots = boots;
  }

  /** What {@code boot.sh} is run with before it: what opens disks, and what is remembered. */
  public static String script() {
    return Scripts.read(Survey.class, "open.sh")
        + Scripts.read(Survey.class, "assemble.sh")
        + Scripts.read(EvidenceCollector.class, "remembered.sh")
        + Scripts.read(EvidenceCollector.class, "health.sh")
        + Scripts.read(EvidenceCollector.class, "boot.sh");
  }

  /**
   * Looks at the installation that is mounted at {@code root}, or at all on the disks; of the
   * initrds, it reads the default's and those of all others that could be started, in this order,
   * as far as the time allows.
   *
   * @param cache the initrds that were read before; what is read now goes there, too
   * @return what was read, and in the notes what could not be
   */
  public static ListWithNotes<Evidence> all(
      Machine machine,
      UserInteraction interaction,
      String root,
      InitrdCache cache,
      Symptom symptom) {
    return new EvidenceCollector(
            machine, interaction, cache, EvidenceCollector::whole, RememberedFormat.BOOTS)
        .look(root, symptom);
  }

  /** What can be started, then those that could be made the default: no entry names them yet. */
  private static List<Generation> whole(Evidence evidence) {
    return Stream.concat(
            startable(evidence).stream(),
            evidence.installation().generations().stream().filter(Generation::closureExists))
        .distinct()
        .toList();
  }

  /**
   * The same with one initrd.
   *
   * @param cache the initrds that were read before
   * @param number the generation's whose initrd is wanted; 0 for the default's
   * @param variant of which specialisation of it; empty for its own
   */
  public static ListWithNotes<Evidence> one(
      Machine machine,
      UserInteraction interaction,
      String root,
      InitrdCache cache,
      int number,
      String variant) {
    return new EvidenceCollector(
            machine,
            interaction,
            cache,
            evidence ->
                (number == 0 ? evidence.subject() : evidence.installation().generation(number))
                    .flatMap(generation -> variant(generation, variant)).stream().toList(),
            0)
        .look(root, Symptom.NONE);
  }

  /** A generation's variant of that name; the generation itself where that is empty. */
  public static Optional<Generation> variant(Generation generation, String name) {
    return name.isEmpty()
        ? Optional.of(generation)
        : generation.variants().stream().filter(one -> one.variant().equals(name)).findFirst();
  }

  /** What is started when nobody chooses, then all others that can be chosen, newest first. */
  public static List<Generation> startable(Evidence evidence) {
    return Stream.concat(
            evidence.subject().stream(),
            evidence.installation().generations().stream()
                .filter(generation -> generation.closureExists() && generation.inBootMenu())
                .flatMap(Generation::waysUp))
        .distinct()
        .toList();
  }

  private ListWithNotes<Evidence> look(String root, Symptom symptom) {
    ListWithNotes<Installation> found = Survey.look(machine, root);
    var notes = new ArrayList<>(found.notes());
    if (found.isEmpty()) {
      return new ListWithNotes<>(List.of(), notes);
    }
    List<BlockDevice> disks = Disks.look(machine);
    ListWithNotes<Pool> pools = Pools.look(machine);
    var evidence = new ArrayList<Evidence>();
    for (Installation installation : found) {
      evidence.add(complete(Evidence.of(installation, symptom), disks, pools, notes));
    }
    return new ListWithNotes<>(evidence, notes);
  }

  private Evidence complete(
      Evidence evidence, List<BlockDevice> disks, List<Pool> pools, List<String> notes) {
    Installation installation = evidence.installation();
    List<String> systems = systems(installation);
    List<Generation> generations = wanted.apply(evidence);
    var initrds = new HashMap<String, Initrd>();
    List<BootFile> unread = new ArrayList<>();
    for (BootFile file : files(generations)) {
      cache
          .find(file)
          .ifPresentOrElse(read -> initrds.put(file.storePath(), read), () -> unread.add(file));
    }
    Probe.Sections sections = run(installation, systems, unread);
    sections
        .find(BootFormat.OPENED)
        .ifPresent(why ->
            notes.add("The store could not be opened to read the initrds: " + why.text().strip()));
    for (BootFile file : unread) {
      Probe.Section section = sections.find(BootFormat.initrd(file.storePath())).orElse(null);
      if (section != null && section.ok()) {
        Initrd read = Initrd.read(section.out());
        cache.keep(file, read);
        initrds.put(file.storePath(), read);
      }
    }
    List<Integer> left =
        generations.stream()
            .filter(generation -> generation.initrd().storeSize() >= 0)
            .filter(generation -> !initrds.containsKey(generation.initrd().storePath()))
            .filter(g -> sections.find(BootFormat.initrd(g.initrd().storePath())).isEmpty())
            .map(Generation::number)
            .toList();
    if (!left.isEmpty() && sections.find(BootFormat.OPENED).isEmpty()) {
      notes.add(notRead(left));
    }
    var around =
        new MachineEvidence(
            disks,
            pools,
            Btrfs.parse(sections.text(BootFormat.BTRFS)),
            encrypted(sections),
            drivers(sections),
            sections
                .find(BootFormat.TOPLEVELS)
                .map(_ -> Set.copyOf(values(sections, BootFormat.TOPLEVELS))),
            true,
            DiskHealth.of(sections),
            starts(sections));
    return compared(evidence.with(initrds, around).with(Remembered.of(sections)));
  }

  /** What is mounted can be compared byte for byte, as the check after a rebuild does. */
  private Evidence compared(Evidence evidence) {
    Installation installation = evidence.installation();
    if (installation.mountedAt().isEmpty()) {
      return evidence;
    }
    return evidence
        .subject()
        .map(generation ->
            evidence.with(
                BootCheck.compared(machine, installation, generation, installation.mountedAt())))
        .orElse(evidence);
  }

  /** Their initrds, each once, as many as are read at once. */
  private static List<BootFile> files(List<Generation> generations) {
    var files = new LinkedHashMap<String, BootFile>();
    long size = 0;
    for (Generation generation : generations) {
      BootFile initrd = generation.initrd();
      boolean isNew = !files.containsKey(initrd.storePath());
      if (isNew && initrd.storeSize() >= 0 && size + initrd.storeSize() <= MOST) {
        size += initrd.storeSize();
        files.put(initrd.storePath(), initrd);
      }
    }
    return List.copyOf(files.values());
  }

  private static String notRead(List<Integer> numbers) {
    return "To save time, not all initrds were read: of "
        + numbers.stream().limit(10).map(String::valueOf).collect(Collectors.joining(", "))
        + (numbers.size() > 10 ? ", …" : "")
        + " what is in them is unknown. bootChain("
        + numbers.getFirst()
        + ") reads one.";
  }

  /** What the boot menu starts. */
  private static List<String> systems(Installation installation) {
    return installation
        .bootTrees()
        .flatMap(tree -> tree.systems().stream())
        .map(LoaderEntry::toplevel)
        .filter(toplevel -> toplevel.startsWith("/nix/store/"))
        .distinct()
        .limit(500)
        .toList();
  }

  private Probe.Sections run(
      Installation installation, List<String> systems, List<BootFile> initrds) {
    FilesystemLocation store = installation.store();
    var arguments = new ArrayList<String>();
    arguments.add(installation.mountedAt());
    arguments.add(store.source());
    arguments.add(store.type());
    arguments.add(store.subvolume());
    arguments.add(Long.toString(PATIENCE.toSeconds()));
    arguments.add(Integer.toString(boots));
    arguments.add(RememberedFormat.EFIVARS);
    arguments.add(Evidence.booted(installation).map(Generation::toplevel).orElse(""));
    arguments.add(Integer.toString(systems.size()));
    arguments.addAll(systems);
    initrds.forEach(file -> arguments.add(file.storePath()));
    long size = initrds.stream().mapToLong(BootFile::storeSize).sum();
    return PROBE.run(machine, new Progress(size)::received, arguments.toArray(String[]::new));
  }

  /** Tells how far the reading is, by the mebibyte. */
  private final class Progress {
    private final long size;
    private long told;

    Progress(long size) {
      this.size = size;
    }

    void received(long bytes) {
      if (bytes >> 20 > told) {
        told = bytes >> 20;
        interaction.progress(
            "reading initrds: %d of at most %d MiB".formatted(told, (size >> 20) + 1));
      }
    }
  }

  private static List<DiskStart> starts(Probe.Sections sections) {
    return sections.under(BootFormat.STARTS).entrySet().stream()
        .filter(disk -> disk.getValue().ok())
        .map(disk -> DiskStart.of(disk.getKey(), disk.getValue().out()))
        .toList();
  }

  private static Map<String, List<String>> drivers(Probe.Sections sections) {
    return sections
        .text(BootFormat.DRIVERS)
        .lines()
        .map(line -> line.split("\t", 2))
        .filter(fields -> fields.length == 2)
        .collect(
            Collectors.toMap(
                fields -> fields[0], fields -> List.of(fields[1].split(" ")), (one, other) -> one));
  }

  /** The datasets that have a key, each with the one whose key it is. */
  private static Map<String, String> encrypted(Probe.Sections sections) {
    return sections
        .text(BootFormat.KEYS)
        .lines()
        .map(line -> line.split("\t", 2))
        .filter(fields -> fields.length == 2 && !fields[1].equals("-"))
        .collect(Collectors.toMap(fields -> fields[0], fields -> fields[1], (one, other) -> one));
  }

  private static List<String> values(Probe.Sections sections, String name) {
    return List.of(sections.text(name).split("\0")).stream().filter(s -> !s.isEmpty()).toList();
  }

  /** Says that no such generation is there. */
  public static Trouble noSuch(int number, Installation installation) {
    return new Trouble.Rejected(
        "There is no generation " + number + ".",
        "There is: "
            + installation.generations().stream()
                .map(generation -> Integer.toString(generation.number()))
                .collect(Collectors.joining(", "))
            + ".");
  }
}
