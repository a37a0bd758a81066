package dev.thaw.practice.probes;

import dev.thaw.machine.NulText;
import dev.thaw.nixos.SurveyFormat;
import dev.thaw.nixos.SurveyKeys;
import dev.thaw.nixos.SurveyKeys.Generation;
import dev.thaw.nixos.SurveyKeys.Installation;
import dev.thaw.nixos.SurveyRows;
import dev.thaw.practice.probes.Assembly.Source;
import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Filesystems;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountEntry;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.MountTable;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.Volume;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code survey.sh}: finds the installations and tells all there is to know about each. */
final class SurveyProbe {

  private static final String PLACE = "/tmp/thaw.practice/m/r";
  private static final String PROFILES = "/nix/var/nix/profiles";
  private static final Set<String> BOOT = Set.of("/boot", "/boot/efi", "/efi");
  private static final int HOSTID_LENGTH = 4;

  private final Invocation invocation;
  private final MachineState state;
  private final Answer answer;
  private final String root;
  private final List<String> notes = new ArrayList<>();
  private final TreeSet<String> known = new TreeSet<>();
  private int count;

  SurveyProbe(Invocation invocation) {
    this.invocation = invocation;
    this.state = invocation.state();
    this.answer = new Answer(invocation);
    this.root =
        invocation.arguments().isEmpty()
            ? ""
            : invocation.arguments().getFirst().replaceFirst("/$", "");
  }

  int run() {
    if (!root.isEmpty() && invocation.namespace().chroot(root).isDirectory("/nix/store")) {
      count = 1;
      look(Assembly.inPlace(invocation.namespace().chroot(root), state, root));
    } else {
      Source.all(state, notes).forEach(this::consider);
    }
    vfat();
    var said = new NulText();
    notes.forEach(said::add);
    answer.bytes(SurveyFormat.NOTES, 0, said.bytes());
    state.volumes.remove(Assembly.EMPTY);
    return answer.print();
  }

  private void consider(Source source) {
    Optional<Assembly> assembly = Assembly.around(source, state, PLACE + (count + 1));
    if (assembly.isEmpty() || !known.add(assembly.get().store())) {
      return;
    }
    if (!assembly.get().isOwn()) {
      notes.add(
          source.name()
              + " holds a copy of a system whose own store is elsewhere: a snapshot, or a clone of"
              + " the disk.");
      return;
    }
    count++;
    look(assembly.get());
  }

  // ---- one installation

  private void look(Assembly assembly) {
    MountNamespace namespace = assembly.namespace();
    answer.bytes(SurveyFormat.installation(count), 0, installation(assembly));
    boolean built = Assembly.builtFstab(namespace, assembly.toplevel()).isPresent();
    answer.text(SurveyFormat.fstab(count), built ? 0 : 1, assembly.fstab());
    var mounts = new NulText();
    assembly.found().forEach(found -> found.row().print(mounts));
    answer.bytes(SurveyFormat.mounts(count), 0, mounts.bytes());
    boolean others = namespace.isDirectory(PROFILES + "/system-profiles");
    answer.bytes(SurveyFormat.profiles(count), others ? 0 : 1, profiles(namespace, others));
    generations(namespace, "", "system-.*-link");
    if (others) {
      generations(namespace, "system-profiles/", ".*-link");
    }
    new SurveyConfiguration(namespace, assembly.at()).add(answer, count);
    SurveyAccounts.add(answer, count, namespace, assembly.toplevel());
    boot(assembly);
  }

  private byte[] installation(Assembly assembly) {
    MountNamespace namespace = assembly.namespace();
    String toplevel = assembly.toplevel();
    var values = new EnumMap<Installation, Object>(Installation.class);
    values.put(Installation.SOURCE, assembly.source().name());
    values.put(Installation.TYPE, assembly.source().type());
    values.put(Installation.SUBVOLUME, "");
    values.put(Installation.UUID, assembly.source().uuid());
    values.put(Installation.FOUND, assembly.mountedAt().isEmpty() ? "" : mounted(assembly));
    values.put(Installation.AT, assembly.at());
    values.put(Installation.MOUNTED_AT, assembly.mountedAt());
    values.put(Installation.TOPLEVEL, toplevel);
    values.put(Installation.OS_RELEASE, namespace.text("/etc/os-release"));
    values.put(Installation.HOSTNAME, namespace.text(toplevel + "/etc/hostname"));
    values.put(Installation.ETC_HOSTNAME, namespace.text("/etc/hostname"));
    values.put(Installation.NIXOS_VERSION, namespace.text(toplevel + "/nixos-version"));
    values.put(Installation.MACHINE_ID, namespace.text("/etc/machine-id"));
    Stream.of(toplevel + "/etc/hostid", "/etc/hostid")
        .filter(namespace::isFile)
        .findFirst()
        .ifPresent(file -> {
          byte[] bytes = Arrays.copyOf(namespace.content(file).read(), HOSTID_LENGTH);
          values.put(Installation.HOSTID, HexFormat.of().formatHex(bytes));
        });
    return SurveyKeys.print(values);
  }

  private static String yes(MountNamespace namespace, String path) {
    return namespace.find(path).isPresent() ? SurveyKeys.YES : "";
  }

  private String mounted(Assembly assembly) {
    String store = assembly.mountedAt() + "/nix/store";
    return invocation
        .capture("findmnt", "-nvPo", "SOURCE,FSTYPE,FSROOT,UUID", "-T", store)
        .text()
        .strip();
  }

  private static byte[] profiles(MountNamespace namespace, boolean others) {
    var values = new NulText();
    for (String folder :
        others ? List.of(PROFILES, PROFILES + "/system-profiles") : List.of(PROFILES)) {
      for (String name :
          namespace.isDirectory(folder) ? namespace.list(folder) : List.<String>of()) {
        namespace
            .findLink(folder + "/" + name)
            .filter(Node::isLink)
            .map(link ->
                new SurveyRows.ProfileLink(
                    MountNamespace.name(folder), name, link.target(), link.time() + ".0000000000"))
            .ifPresent(link -> link.print(values));
      }
    }
    return values.bytes();
  }

  private void generations(MountNamespace namespace, String folder, String pattern) {
    String profiles = PROFILES + "/" + folder;
    for (String name :
        namespace.isDirectory(profiles) ? namespace.list(profiles) : List.<String>of()) {
      if (name.matches(pattern)
          && namespace.findLink(profiles + name).filter(Node::isLink).isPresent()) {
        String toplevel = namespace.leads(profiles + name).path();
        answer.bytes(
            SurveyFormat.generation(count, folder + name), 0, generation(namespace, toplevel));
        String variants = toplevel + "/specialisation";
        for (String variant : names(namespace, variants).lines().toList()) {
          String system = namespace.leads(variants + "/" + variant).path();
          if (namespace.isDirectory(system)) {
            answer.bytes(
                SurveyFormat.variant(count, folder + name, variant),
                0,
                generation(namespace, system));
          }
        }
      }
    }
  }

  private static byte[] generation(MountNamespace namespace, String toplevel) {
    var values = new EnumMap<Generation, Object>(Generation.class);
    values.put(Generation.TOPLEVEL, toplevel);
    values.put(Generation.BOOT_JSON, namespace.text(toplevel + "/boot.json"));
    values.put(Generation.KERNEL_PARAMS, namespace.text(toplevel + "/kernel-params"));
    values.put(Generation.NIXOS_VERSION, namespace.text(toplevel + "/nixos-version"));
    values.put(Generation.MODULES, names(namespace, toplevel + "/kernel-modules/lib/modules"));
    file(namespace, values, Generation.KERNEL, Generation.KERNEL_SIZE, toplevel + "/kernel");
    file(namespace, values, Generation.INITRD, Generation.INITRD_SIZE, toplevel + "/initrd");
    file(namespace, values, Generation.INIT, Generation.INIT_SIZE, toplevel + "/init");
    String init = toplevel + "/init";
    boolean script = namespace.isFile(init) && namespace.text(init).startsWith("#!");
    values.put(Generation.MAGIC, script ? "#!" : "");
    values.put(Generation.PREPARE_ROOT, yes(namespace, toplevel + "/prepare-root"));
    values.put(Generation.SPECIALISATIONS, names(namespace, toplevel + "/specialisation"));
    return SurveyKeys.print(values);
  }

  private static String names(MountNamespace namespace, String folder) {
    return namespace.isDirectory(folder)
        ? namespace.list(folder).stream()
            .filter(name -> !name.startsWith("."))
            .map(name -> name + "\n")
            .collect(Collectors.joining())
        : "";
  }

  private static void file(
      MountNamespace namespace,
      Map<Generation, Object> values,
      Generation path,
      Generation size,
      String file) {
    Optional<Node> node = namespace.find(file).filter(Node::isFile);
    values.put(path, node.isPresent() ? namespace.leads(file).path() : "");
    values.put(size, node.map(n -> Long.toString(n.size())).orElse(""));
  }

  // ---- what a boot loader reads

  /** {@code /boot} beneath any mount, and the boot partitions that are no vfat. */
  private void boot(Assembly assembly) {
    assembly
        .root()
        .filter(root -> !root.tree().names("/boot").isEmpty())
        .ifPresent(root -> place(SurveyFormat.bare(count), root, "/boot"));
    for (Assembly.Found found : assembly.found()) {
      if (BOOT.contains(found.place()) && !found.type().equals("vfat")) {
        found
            .volume()
            .ifPresent(volume -> {
              String key = SurveyFormat.boot(count, found.line());
              place(key, volume, "/");
              answer.bytes(SurveyFormat.state(key), 0, health(found.device(), volume));
            });
      }
    }
  }

  private void vfat() {
    int i = 0;
    for (Device device : state.devices) {
      if (device.holds.equals("vfat")) {
        i++;
        String key = SurveyFormat.vfat(i);
        answer.program(
            key,
            "lsblk",
            "-dnPbpo",
            "KNAME,SIZE,FSTYPE,UUID,LABEL,PARTUUID,PARTLABEL,PARTTYPE",
            device.path());
        Volume volume = Filesystems.on(state, device).orElseThrow();
        answer.bytes(SurveyFormat.state(key), 0, health(device.path(), volume));
        place(key, volume, "/");
      }
    }
  }

  private byte[] health(String device, Volume volume) {
    List<MountEntry> mounts =
        invocation.namespace().mounts().stream()
            .filter(mount -> mount.source().equals(device))
            .toList();
    var values = new EnumMap<SurveyKeys.State, String>(SurveyKeys.State.class);
    if (mounts.stream().allMatch(MountTable::isReadOnly)) {
      if (!root.isEmpty()
          && mounts.stream().anyMatch(mount -> mount.point().startsWith(root + "/"))) {
        values.put(SurveyKeys.State.READONLY, SurveyKeys.YES);
      }
      if (volume.dirty) {
        values.put(SurveyKeys.State.DIRTY, SurveyKeys.YES);
      }
    }
    return SurveyKeys.print(values);
  }

  private void place(String key, Volume volume, String folder) {
    var mount = new MountEntry(0, "/", volume.id, volume.id, folder, List.of("ro"), List.of("ro"));
    var namespace = new MountNamespace(state, List.of(mount), "");
    String blocks = volume.size / 4096 + " " + volume.free() / 4096 + " 4096\n";
    SurveyPlace.add(answer, key, namespace, blocks);
  }
}
