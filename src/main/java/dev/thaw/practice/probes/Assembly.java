package dev.thaw.practice.probes;

import dev.thaw.nixos.Mount;
import dev.thaw.nixos.MountOrder;
import dev.thaw.nixos.SurveyRows;
import dev.thaw.practice.nix.NixProfile;
import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Filesystems;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountEntry;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.Volume;
import dev.thaw.practice.state.ZfsPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code assemble.sh}: an installation put together as it would be when running, from its own built
 * fstab, for looking only.
 *
 * @param namespace the installation's files, its root as {@code /}
 * @param source the filesystem that its store was found on
 * @param at where it is put together, as the real script would have it
 * @param mountedAt the folder that it is mounted at; empty when it was opened for looking only
 * @param toplevel the current system
 * @param fstab the current system's fstab
 * @param found what became of each line of it
 * @param root the filesystem at {@code /}, if it was found
 */
record Assembly(
    MountNamespace namespace,
    Source source,
    String at,
    String mountedAt,
    String toplevel,
    String fstab,
    List<Found> found,
    Optional<Volume> root) {

  /** The filesystem that a system is put together on; there only while one is looked at. */
  static final String EMPTY = "assembly";

  private static final Set<String> NO_DEVICE =
      Set.of(
          "tmpfs",
          "ramfs",
          "proc",
          "sysfs",
          "devtmpfs",
          "devpts",
          "overlay",
          "efivarfs",
          "nfs",
          "nfs4",
          "cifs",
          "9p",
          "virtiofs",
          "none");

  /** What opening a locked dataset leaves to be said, on one line. */
  private static final String LOCKED = "it is encrypted and locked: unlock() first ";

  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-3][0-7][0-7])");

  /**
   * A filesystem that may hold a store.
   *
   * @param name its device or dataset
   * @param type its type
   * @param uuid its UUID; empty for a dataset
   * @param volume the filesystem
   */
  record Source(String name, String type, String uuid, Optional<Volume> volume) {

    /** All that could be opened: of devices first, then of pools. */
    static List<Source> all(MachineState state, List<String> notes) {
      var all = new ArrayList<Source>();
      for (Device device : state.devices) {
        if (state.children(device).isEmpty()) {
          note(device).ifPresent(note -> notes.add(device.path() + note));
        }
        if (!device.holds.equals("vfat") && !device.holds.equals("squashfs")) {
          Filesystems.on(state, device)
              .ifPresent(v ->
                  all.add(new Source(device.path(), device.holds, device.uuid, Optional.of(v))));
        }
      }
      for (ZfsPool pool : state.pools) {
        if (state.named(pool.device).isPresent()) {
          String locked = "/";
          for (ZfsPool.Dataset dataset : pool.datasets) {
            if (pool.isLocked(dataset)) {
              if (dataset.name.startsWith(locked + "/")) {
                continue;
              }
              locked = dataset.name;
              notes.add(
                  "The dataset "
                      + dataset.name
                      + " is encrypted and locked: unlock() first to see what is in it.");
            } else {
              Volume files = state.volume(dataset.name);
              all.add(new Source(dataset.name, "zfs", "", Optional.of(files)));
            }
          }
        }
      }
      return all;
    }
  }

  /** What is said of a device that holds something which nobody can look into now. */
  private static Optional<String> note(Device device) {
    return switch (device.holds) {
      case "crypto_LUKS" ->
          Optional.of(" is a LUKS container and locked: unlock() first to see what is in it.");
      case "LVM2_member" ->
          Optional.of(
              " belongs to an LVM volume group that is not activated: unlock() first starts it.");
      case "linux_raid_member" ->
          Optional.of(" belongs to an md array that is not assembled: unlock() first starts it.");
      default -> Optional.empty();
    };
  }

  /**
   * What became of a line of the fstab.
   *
   * @param volume what is mounted by it, if so
   */
  record Found(Line at, Mount.State state, String device, String why, Optional<Volume> volume) {

    int line() {
      return at.number();
    }

    String place() {
      return at.place();
    }

    String type() {
      return at.type();
    }

    /** The same as a row of the survey. */
    SurveyRows.FstabLine row() {
      return new SurveyRows.FstabLine(line(), state, device, why);
    }
  }

  /** A line of an fstab. */
  record Line(int number, String spec, String place, String type, String options) {
    static List<Line> of(String fstab) {
      var lines = new ArrayList<Line>();
      String[] all = fstab.split("\n");
      for (int i = 0; i < all.length; i++) {
        String[] fields = all[i].strip().split("\\s+");
        if (fields.length >= 3 && !fields[0].startsWith("#")) {
          lines.add(
              new Line(
                  i + 1,
                  plain(fields[0]),
                  plain(fields[1]),
                  fields[2],
                  plain(fields.length > 3 ? fields[3] : "defaults")));
        }
      }
      return MountOrder.of(
          lines, line -> new MountOrder.Place(line.place(), line.isBind() ? line.spec() : ""));
    }

    /** With its octal escapes undone, but for those that would end a field. */
    private static String plain(String field) {
      return ESCAPE
          .matcher(field)
          .replaceAll(escape -> {
            int code = Integer.parseInt(escape.group(1), 8);
            return code == 0 || code == '\t' || code == '\n'
                ? Matcher.quoteReplacement(escape.group())
                : Matcher.quoteReplacement(Character.toString(code));
          });
    }

    boolean isBind() {
      return ("," + options + ",").matches(".*,r?bind,.*");
    }

    boolean hasNoDevice() {
      return NO_DEVICE.contains(type) || type.startsWith("fuse.");
    }
  }

  /** The installation whose store is on this filesystem, if there is one. */
  static Optional<Assembly> around(Source source, MachineState state, String at) {
    Volume volume = source.volume().orElseThrow();
    for (String prefix : List.of("/nix", "")) {
      boolean store = volume.tree().get(prefix + "/store").map(Node::isDirectory).orElse(false);
      boolean profiles =
          volume.tree().names(prefix + "/var/nix/profiles").stream()
              .anyMatch(name -> name.matches("system-\\d+-link"));
      if (store && profiles) {
        return Optional.of(assemble(source, volume, prefix, state, at));
      }
    }
    return Optional.empty();
  }

  /** A filesystem that holds a store, seen so that the store is at {@code /nix/store}. */
  static MountNamespace store(MachineState state, Volume volume) {
    boolean whole = volume.tree().get("/nix/store").map(Node::isDirectory).orElse(false);
    state.volumes.put(EMPTY, Volume.of(EMPTY, "tmpfs", 1 << 24, "0:98"));
    var mounts = new ArrayList<MountEntry>();
    mounts.add(mount("/", EMPTY, "/"));
    mounts.add(mount("/nix", volume.id, whole ? "/nix" : "/"));
    return new MountNamespace(state, mounts, "");
  }

  private static Assembly assemble(
      Source source, Volume volume, String prefix, MachineState state, String at) {
    MountNamespace nix = store(state, volume);
    String toplevel = current(nix);
    String fstab = builtFstab(nix, toplevel).map(nix::text).orElse("");
    var assembled = new ArrayList<MountEntry>();
    assembled.add(mount("/", EMPTY, "/"));
    var found = new ArrayList<Found>();
    var namespace = new MountNamespace(state, assembled, "");
    Optional<Volume> root = Optional.empty();
    List<Line> lines = Line.of(fstab);
    String holder =
        lines.stream()
            .filter(line -> Set.of("/", "/nix", "/nix/store").contains(line.place()))
            .reduce((a, b) -> b)
            .map(Line::spec)
            .orElse("");
    for (Line line : lines) {
      Optional<Source> standIn =
          line.spec().equals(holder) && line.type().equals(source.type())
              ? Optional.of(source)
              : Optional.empty();
      Optional<Volume> opened = open(line, standIn, state, found, namespace, assembled);
      if (line.place().equals("/")) {
        root = opened;
      }
    }
    if (!namespace.isDirectory("/nix/store")) {
      assembled.add(mount("/nix", volume.id, prefix.isEmpty() ? "/" : prefix));
    }
    return new Assembly(namespace, source, at, "", toplevel, fstab, found, root);
  }

  private static MountEntry mount(String point, String volume, String below) {
    return new MountEntry(0, point, volume, volume, below, List.of("ro"), List.of("ro"));
  }

  private static Optional<Volume> open(
      Line line,
      Optional<Source> standIn,
      MachineState state,
      List<Found> found,
      MountNamespace namespace,
      List<MountEntry> mounts) {
    if (line.isBind()) {
      found.add(
          namespace.find(line.spec()).isPresent()
              ? found(line, Mount.State.FOUND, line.spec(), "")
              : found(line, Mount.State.MISSING, "", "there is no " + line.spec()));
      return Optional.empty();
    }
    if (line.hasNoDevice()) {
      found.add(found(line, Mount.State.NO_DEVICE, "", ""));
      return Optional.empty();
    }
    if (line.type().equals("swap")) {
      found.add(
          state
              .device(line.spec())
              .map(Device::path)
              .or(() -> Optional.of(line.spec()).filter(namespace::isFile))
              .map(device -> found(line, Mount.State.FOUND, device, ""))
              .orElseGet(() -> found(line, Mount.State.MISSING, "", "there is no " + line.spec())));
      return Optional.empty();
    }
    Optional<Volume> volume = Optional.empty();
    String device = line.spec();
    boolean elsewhere = false;
    if (line.type().equals("zfs")) {
      volume =
          state.pools.stream()
              .flatMap(pool -> pool.datasets.stream())
              .filter(dataset -> dataset.name.equals(line.spec()))
              .map(dataset -> state.volume(dataset.name))
              .findFirst();
    } else {
      Optional<Device> named = state.device(line.spec()).or(() -> holder(line, state));
      device = named.map(Device::path).orElse("");
      volume = named.flatMap(d -> Filesystems.on(state, d));
    }
    if (volume.isEmpty() && standIn.isPresent()) {
      elsewhere = true;
      device = standIn.get().name();
      volume = standIn.get().volume();
    }
    if (volume.isEmpty()) {
      String why =
          line.type().equals("zfs")
              ? "there is no such dataset in an imported pool"
              : "no device is " + line.spec();
      found.add(found(line, Mount.State.MISSING, "", why));
      return volume;
    }
    String dataset = line.type().equals("zfs") ? volume.get().id : "";
    if (state.pools.stream()
        .anyMatch(
            p -> p.datasets.stream().anyMatch(d -> d.name.equals(dataset) && p.isLocked(d)))) {
      found.add(found(line, Mount.State.UNREAD, device, LOCKED));
      return Optional.empty();
    }
    if (!line.place().equals("/") && !namespace.isDirectory(line.place())) {
      String why = "there is no folder " + line.place() + " to mount it on";
      found.add(found(line, Mount.State.UNREAD, device, why));
      return Optional.empty();
    }
    String named =
        device.equals(line.spec()) || state.device(line.spec()).isPresent()
            ? ""
            : "it is open as " + device + " now";
    found.add(
        new Found(
            line,
            elsewhere ? Mount.State.ELSEWHERE : Mount.State.FOUND,
            device,
            elsewhere ? elsewhere(device) : line.type().equals("zfs") ? "" : named,
            volume));
    mounts.add(mount(line.place(), volume.get().id, "/"));
    return volume;
  }

  private static Found found(Line line, Mount.State state, String device, String why) {
    return new Found(line, state, device, why, Optional.empty());
  }

  private static String elsewhere(String device) {
    return "nothing has that name now, and what belongs there is on " + device;
  }

  /** An opened container that stands for one that the fstab calls by another name. */
  private static Optional<Device> holder(Line line, MachineState state) {
    return line.spec().startsWith("/dev/mapper/")
        ? state.devices.stream()
            .filter(device -> device.type.equals("crypt") && device.holds.equals(line.type()))
            .findFirst()
        : Optional.empty();
  }

  /** The system that the profile leads to; the newest generation's when its own link is gone. */
  private static String current(MountNamespace namespace) {
    String leads = namespace.leads(NixProfile.SYSTEM).path();
    if (leads.startsWith("/nix/store/")) {
      return leads;
    }
    List<NixProfile.Link> links = NixProfile.of(namespace).links();
    return links.isEmpty() ? "" : links.getLast().toplevel();
  }

  /** The fstab of a system; where that is gone, of the newest generation that is there. */
  static Optional<String> builtFstab(MountNamespace namespace, String toplevel) {
    Stream<String> others =
        NixProfile.of(namespace).links().reversed().stream().map(NixProfile.Link::toplevel);
    return Stream.concat(Stream.of(toplevel), others)
        .map(system -> system + "/etc/fstab")
        .filter(namespace::isFile)
        .findFirst();
  }

  /** The installation that is mounted at {@code mountedAt}. */
  static Assembly inPlace(MountNamespace namespace, MachineState state, String mountedAt) {
    String toplevel = current(namespace);
    String fstab = builtFstab(namespace, toplevel).map(namespace::text).orElse("");
    var found = new ArrayList<Found>();
    for (Line line : Line.of(fstab)) {
      found.add(inPlace(line, namespace, state, mountedAt));
    }
    Optional<Volume> root =
        namespace.mounts().stream()
            .filter(mount -> mount.point().equals(mountedAt))
            .reduce((a, b) -> b)
            .map(mount -> state.volume(mount.volume()));
    var source = new Source(mountedAt, "", "", root);
    return new Assembly(namespace, source, mountedAt, mountedAt, toplevel, fstab, found, root);
  }

  /** Whether what a line of the fstab says is there, and mounted at its place. */
  private static Found inPlace(
      Line line, MountNamespace namespace, MachineState state, String mountedAt) {
    if (line.hasNoDevice() && !line.isBind()) {
      return found(line, Mount.State.NO_DEVICE, "", "");
    }
    String device = device(line, namespace, state, mountedAt);
    String place = mountedAt + (line.place().equals("/") ? "" : line.place());
    Optional<MountEntry> mount =
        namespace.mounts().stream().filter(m -> m.point().equals(place)).reduce((a, b) -> b);
    Optional<Volume> volume = mount.map(m -> state.volume(m.volume()));
    String here = mount.map(MountEntry::source).orElse("");
    if (line.type().equals("swap")) {
      return device.isEmpty()
          ? found(line, Mount.State.MISSING, "", "no device is " + line.spec())
          : found(line, Mount.State.FOUND, device, "");
    }
    if (device.isEmpty() && mount.isPresent()) {
      boolean open = holder(line, state).isPresent();
      return new Found(
          line,
          open ? Mount.State.FOUND : Mount.State.ELSEWHERE,
          here,
          open
              ? "it is open as " + here + " now"
              : "nothing has that name now, and " + here + " is mounted there",
          volume);
    }
    if (device.isEmpty()) {
      return found(line, Mount.State.MISSING, "", "no device is " + line.spec());
    }
    return mount.isPresent()
        ? new Found(line, Mount.State.FOUND, device, "", volume)
        : found(
            line, Mount.State.UNREAD, device, "it is not mounted at " + mountedAt + line.place());
  }

  /** What the line names, if it is there. */
  private static String device(
      Line line, MountNamespace namespace, MachineState state, String mountedAt) {
    if (line.isBind()) {
      return namespace.find(line.spec()).isPresent()
          ? mountedAt + namespace.leads(line.spec()).path()
          : "";
    }
    if (line.type().equals("zfs")) {
      return state.dataset(line.spec()).map(d -> d.name).orElse("");
    }
    return state
        .device(line.spec())
        .map(Device::path)
        .or(() ->
            Optional.of(line.spec())
                .filter(file -> line.type().equals("swap") && namespace.isFile(file)))
        .orElse("");
  }

  /** What tells the store from every other. */
  String store() {
    MountNamespace.Spot spot = namespace.leads("/nix/var/nix/profiles");
    return spot.mount().volume() + spot.inner();
  }

  /** Whether the store that it was found by is its own. */
  boolean isOwn() {
    return namespace.leads("/nix/store").mount().volume().equals(source.volume().orElseThrow().id);
  }
}
