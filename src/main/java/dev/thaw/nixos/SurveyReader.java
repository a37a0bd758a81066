package dev.thaw.nixos;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Probe.Sections;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.edit.NixEdit;
import dev.thaw.nixos.loader.BootTree;
import dev.thaw.storage.ListWithNotes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code survey.sh} printed. */
final class SurveyReader {

  private static final Pattern NAME =
      Pattern.compile("/nix/store/[^/-]+-nixos-system-(.+)-(?:\\d\\d\\.\\d\\d.*|[^-]*)");

  private final Sections sections;
  private final List<BootJudge.Candidate> vfat = new ArrayList<>();

  private SurveyReader(Sections sections) {
    this.sections = sections;
    for (String i : BootReader.numbers(sections, "vfat")) {
      BootReader.pairs(sections, "vfat " + i)
          .ifPresent(facts ->
              vfat.add(
                  new BootJudge.Candidate(
                      facts,
                      BootReader.read(sections, "vfat " + i),
                      trouble(sections, "vfat " + i))));
    }
  }

  /** The installations, in the order in which they were found. */
  static ListWithNotes<Installation> read(Sections sections) {
    var reader = new SurveyReader(sections);
    return new ListWithNotes<>(
        BootReader.numbers(sections, "installation").stream().map(reader::installation).toList(),
        Fields.list(sections, "notes").stream().map(Clean::line).toList());
  }

  private Installation installation(String number) {
    Fields fields = Fields.of(sections, "installation " + number);
    List<Mount> listed = mounts(number);
    var generations = new GenerationReader(sections, number);
    BootTree bare = BootReader.read(sections, "bare " + number);
    var candidates = new ArrayList<>(vfat);
    listed.forEach(mount -> otherBoot(number, mount).ifPresent(candidates::add));
    List<Mount> mounts = BootStandIn.place(listed, candidates, generations.toplevels());
    String version = fields.line("nixos-version");
    Configuration configuration = ConfigurationReader.read(sections, number, fields.get("at"));
    List<BootPartition> partitions =
        new BootJudge(
                mounts,
                generations.toplevels(),
                efiMountPoint(configuration, hostName(fields, version)))
            .judge(candidates);
    return new Installation(
        hostName(fields, version),
        version,
        fields.get("toplevel"),
        store(fields),
        root(mounts, store(fields)),
        fields.get("mountedAt"),
        mounts,
        generations.read(menu(partitions, bare)),
        partitions,
        bare,
        hostId(fields.line("hostid")),
        configuration,
        fields.yes("marked"),
        fields.yes("database"));
  }

  /** Where the loader is installed to, as far as reading the configuration tells. */
  private static String efiMountPoint(Configuration configuration, String host) {
    List<HostFiles.Part> parts;
    try {
      parts = HostFiles.of(configuration, host).own();
    } catch (Trouble.NotNow e) {
      // Which of a flake's hosts this is can't be told: the usual place, then.
      return "/boot";
    }
    return parts.stream()
        .filter(part -> part.file().text().contains("efiSysMountPoint"))
        .flatMap(part -> NixEdit.find(part.modules(), "boot.loader.efi.efiSysMountPoint").stream())
        .map(found -> found.value().replaceFirst("^\"(/[^\"$\\\\]+)\"$", "$1"))
        .filter(point -> point.startsWith("/"))
        .findFirst()
        .orElse("/boot");
  }

  /** A boot partition that is not vfat: GRUB's ext4. */
  private Optional<BootJudge.Candidate> otherBoot(String number, Mount mount) {
    String key = "boot " + number + "." + mount.entry().line();
    if (sections.find(key + " files").isEmpty()) {
      return Optional.empty();
    }
    FstabEntry entry = mount.entry();
    var facts = new HashMap<String, List<String>>();
    facts.put("KNAME", List.of(mount.device()));
    facts.put("FSTYPE", List.of(entry.type()));
    switch (mount.state() == Mount.State.ELSEWHERE ? DeviceKind.DEVICE : entry.kind()) {
      case UUID -> facts.put("UUID", List.of(entry.identifier()));
      case LABEL -> facts.put("LABEL", List.of(entry.identifier()));
      case PARTUUID -> facts.put("PARTUUID", List.of(entry.identifier()));
      case PARTLABEL -> facts.put("PARTLABEL", List.of(entry.identifier()));
      default -> {}
    }
    return Optional.of(
        new BootJudge.Candidate(
            new Fields(facts), BootReader.read(sections, key), trouble(sections, key)));
  }

  /** What its own marks and the kernel say of the filesystem; empty when all is well. */
  private static String trouble(Sections sections, String key) {
    Fields state = Fields.of(sections, key + " state");
    if (state.yes("readonly")) {
      return "it is mounted read-only, as the kernel does with a damaged filesystem";
    }
    return state.yes("dirty") ? "it was not unmounted properly, and is marked as dirty" : "";
  }

  /** What the boot loader reads: the fstab's boot partitions, and /boot where it is none. */
  private static BootTree menu(List<BootPartition> partitions, BootTree bare) {
    var used = new ArrayList<BootTree>();
    for (BootPartition partition : partitions) {
      if (partition.isUsed()) {
        used.add(partition.tree());
      }
    }
    if (partitions.stream().noneMatch(partition -> partition.mountPoint().equals("/boot"))) {
      used.add(bare);
    }
    return BootTree.merge(used);
  }

  private List<Mount> mounts(String number) {
    var outcomes = new HashMap<Integer, List<String>>();
    List<String> listed = Fields.list(sections, "mounts " + number);
    for (int i = 0; i + 3 < listed.size(); i += 4) {
      outcomes.put((int) Fields.number(listed.get(i), -1), listed.subList(i + 1, i + 4));
    }
    return Fstab.parse(Fields.raw(sections, "fstab " + number)).entries().stream()
        .map(entry -> mount(entry, outcomes))
        .toList();
  }

  private static Mount mount(FstabEntry entry, Map<Integer, List<String>> outcomes) {
    List<String> outcome =
        outcomes.getOrDefault(entry.line(), List.of("UNREAD", "", "it was not looked at"));
    Mount.State state =
        switch (outcome.getFirst()) {
          case "FOUND" -> Mount.State.FOUND;
          case "ELSEWHERE" -> Mount.State.ELSEWHERE;
          case "MISSING" -> Mount.State.MISSING;
          case "NO_DEVICE" -> Mount.State.NO_DEVICE;
          default -> Mount.State.UNREAD;
        };
    return new Mount(entry, state, outcome.get(1), outcome.get(2).strip());
  }

  private static FilesystemLocation store(Fields fields) {
    if (fields.get("mountedAt").isEmpty()) {
      return new FilesystemLocation(
          fields.get("source"), fields.get("type"), fields.line("uuid"), fields.get("subvolume"));
    }
    Fields found = Fields.pairs(fields.get("found"));
    String subvolume = found.get("FSTYPE").equals("btrfs") ? found.get("FSROOT") : "";
    return new FilesystemLocation(
        found.get("SOURCE"),
        found.get("FSTYPE"),
        found.get("UUID"),
        subvolume.replaceFirst("^/", ""));
  }

  private static FilesystemLocation root(List<Mount> mounts, FilesystemLocation store) {
    return mounts.stream()
        .filter(mount -> mount.entry().file().equals("/"))
        .filter(mount -> mount.state() != Mount.State.MISSING)
        .reduce((earlier, later) -> later)
        .map(mount ->
            new FilesystemLocation(
                mount.state() == Mount.State.NO_DEVICE ? mount.entry().type() : mount.device(),
                mount.entry().type(),
                uuid(mount, store),
                mount.entry().subvolume().orElse("").replaceFirst("^/", "")))
        .orElse(FilesystemLocation.UNKNOWN);
  }

  private static String uuid(Mount mount, FilesystemLocation store) {
    if (mount.state() == Mount.State.ELSEWHERE) {
      return mount.device().equals(store.source()) ? store.uuid() : "";
    }
    return mount.entry().kind() == DeviceKind.UUID ? mount.entry().identifier() : "";
  }

  /** The system's own file says it best; the name of the toplevel is what remains after a crash. */
  private static String hostName(Fields fields, String version) {
    for (String key : List.of("hostname", "etc.hostname")) {
      if (!fields.line(key).isEmpty()) {
        return fields.line(key);
      }
    }
    String toplevel = fields.get("toplevel");
    if (!version.isEmpty() && toplevel.endsWith("-" + version)) {
      toplevel = toplevel.substring(0, toplevel.length() - version.length()) + "00.00";
    }
    Matcher name = NAME.matcher(toplevel);
    return name.matches() ? name.group(1) : "";
  }

  /** The file holds the number's four bytes, the lowest first. */
  private static String hostId(String hex) {
    return hex.matches("[0-9a-f]{8}")
        ? hex.substring(6) + hex.substring(4, 6) + hex.substring(2, 4) + hex.substring(0, 2)
        : "";
  }
}
