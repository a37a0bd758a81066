package dev.thaw.nixos;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Probe.Sections;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.SurveyRows.FstabLine;
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
    for (String i : SurveyFormat.vfats(sections)) {
      BootReader.pairs(sections, SurveyFormat.vfat(i))
          .ifPresent(facts ->
              vfat.add(
                  new BootJudge.Candidate(
                      facts,
                      BootReader.read(sections, SurveyFormat.vfat(i)),
                      trouble(sections, SurveyFormat.vfat(i)))));
    }
  }

  /** The installations, in the order in which they were found. */
  static ListWithNotes<Installation> read(Sections sections) {
    var reader = new SurveyReader(sections);
    return new ListWithNotes<>(
        SurveyFormat.installations(sections).stream().map(reader::installation).toList(),
        Fields.list(sections, SurveyFormat.NOTES).stream().map(Clean::line).toList());
  }

  private Installation installation(String number) {
    Fields fields = Fields.of(sections, SurveyFormat.installation(number));
    List<Mount> listed = mounts(number);
    var generations = new GenerationReader(sections, number);
    BootTree bare = BootReader.read(sections, SurveyFormat.bare(number));
    var candidates = new ArrayList<>(vfat);
    listed.forEach(mount -> otherBoot(number, mount).ifPresent(candidates::add));
    List<Mount> mounts = BootStandIn.place(listed, candidates, generations.toplevels());
    String version = fields.line(SurveyKeys.Installation.NIXOS_VERSION);
    Configuration configuration =
        ConfigurationReader.read(sections, number, fields.get(SurveyKeys.Installation.AT));
    List<BootPartition> partitions =
        new BootJudge(
                mounts,
                generations.toplevels(),
                efiMountPoint(configuration, hostName(fields, version)))
            .judge(candidates);
    return new Installation(
        new Installation.Host(
            hostName(fields, version),
            version,
            fields.get(SurveyKeys.Installation.TOPLEVEL),
            machineId(fields.line(SurveyKeys.Installation.MACHINE_ID))),
        new Installation.Filesystems(
            store(fields),
            root(mounts, store(fields)),
            fields.get(SurveyKeys.Installation.MOUNTED_AT),
            mounts),
        generations.read(menu(partitions, bare)),
        new Installation.Boot(partitions, bare),
        hostId(fields.line(SurveyKeys.Installation.HOSTID)),
        configuration,
        AccountsReader.read(
            Fields.bytes(sections, SurveyFormat.accounts(number)), mounts, version));
  }

  private static String machineId(String text) {
    return text.matches("[0-9a-f]{32}") ? text : "";
  }

  /** Where the loader is installed to, as far as reading the configuration tells. */
  private static String efiMountPoint(Configuration configuration, String host) {
    List<HostFiles.Part> parts;
    try {
      parts = HostFiles.of(configuration, host).own();
    } catch (Trouble.Refused e) {
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
    String key = SurveyFormat.boot(number, mount.entry().line());
    if (sections.find(SurveyFormat.bootFiles(key)).isEmpty()) {
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
    Fields state = Fields.of(sections, SurveyFormat.state(key));
    if (state.yes(SurveyKeys.State.READONLY)) {
      return "it is mounted read-only, as the kernel does with a damaged filesystem";
    }
    return state.yes(SurveyKeys.State.DIRTY)
        ? "it was not unmounted properly, and is marked as dirty"
        : "";
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
    var outcomes = new HashMap<Integer, FstabLine>();
    FstabLine.read(Fields.bytes(sections, SurveyFormat.mounts(number)))
        .forEach(line -> outcomes.put(line.line(), line));
    return Fstab.parse(Fields.raw(sections, SurveyFormat.fstab(number))).entries().stream()
        .map(entry -> mount(entry, outcomes))
        .toList();
  }

  private static Mount mount(FstabEntry entry, Map<Integer, FstabLine> outcomes) {
    var unread = new FstabLine(entry.line(), Mount.State.UNREAD, "", "it was not looked at");
    FstabLine outcome = outcomes.getOrDefault(entry.line(), unread);
    return new Mount(entry, outcome.state(), outcome.device(), outcome.why());
  }

  private static FilesystemLocation store(Fields fields) {
    if (fields.get(SurveyKeys.Installation.MOUNTED_AT).isEmpty()) {
      return new FilesystemLocation(
          fields.get(SurveyKeys.Installation.SOURCE),
          fields.get(SurveyKeys.Installation.TYPE),
          fields.line(SurveyKeys.Installation.UUID),
          fields.get(SurveyKeys.Installation.SUBVOLUME));
    }
    Fields found = Fields.pairs(fields.get(SurveyKeys.Installation.FOUND));
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
    for (SurveyKeys.Key key :
        List.of(SurveyKeys.Installation.HOSTNAME, SurveyKeys.Installation.ETC_HOSTNAME)) {
      if (!fields.line(key).isEmpty()) {
        return fields.line(key);
      }
    }
    String toplevel = fields.get(SurveyKeys.Installation.TOPLEVEL);
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
