package dev.thaw.rescue;

import dev.thaw.boot.LastingName;
import dev.thaw.boot.Mend;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.DeviceKind;
import dev.thaw.nixos.FilesystemLocation;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Mount;
import dev.thaw.nixos.MountOrder;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.Disks;
import dev.thaw.storage.FilesystemKind;
import dev.thaw.storage.Pool;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Works out how an installation is mounted: from the fstab that NixOS built, the root first, the
 * rest shortest path first, so that nothing is hidden by what is mounted after it.
 */
final class MountPlan {

  /** Options that steer systemd or mount at boot, and mean nothing or harm in a rescue. */
  private static final Set<String> NOT_PASSED_ON =
      Set.of("defaults", "auto", "noauto", "nofail", "_netdev", "user", "users", "rw", "loop");

  private final Installation installation;
  private final State state;
  private final List<Pool> pools;
  private final List<BlockDevice> disks;
  private final String root;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  private MountPlan(
      Installation installation, State state, List<Pool> pools, List<BlockDevice> disks) {
    this.installation = installation;
    this.state = state;
    this.pools = pools;
    this.disks = disks;
    this.root = state.root();
  }

  /**
   * The plan that mounts {@code installation} at the state's root.
   *
   * @throws Trouble.Refused if the root or the store can't be mounted
   */
  static Plan of(
      Installation installation, State state, List<Pool> pools, List<BlockDevice> disks) {
    PoolImport.refuseHibernated(disks);
    var plan = new MountPlan(installation, state, pools, disks);
    List<Mount> wanted =
        MountOrder.of(
            Stream.concat(
                    installation.mounts().stream(), BootMounts.unlisted(installation).stream())
                .filter(mount -> mount.entry().file().startsWith("/") && !mount.entry().isSwap())
                .toList(),
            mount -> place(mount.entry()));
    plan.importPools(wanted);
    wanted.forEach(plan::mount);
    return new Plan(
        "Mount " + name(installation) + " at " + state.root(), plan.steps, plan.remarks);
  }

  /** What to call an installation in a sentence. */
  static String name(Installation installation) {
    return installation.hostName().isEmpty() ? "the installation" : installation.hostName();
  }

  private static MountOrder.Place place(FstabEntry entry) {
    return new MountOrder.Place(entry.file(), entry.kind() == DeviceKind.BIND ? entry.spec() : "");
  }

  private void importPools(List<Mount> wanted) {
    var names = new LinkedHashSet<String>();
    for (Mount mount : wanted) {
      if (mount.entry().kind() == DeviceKind.DATASET) {
        names.add(source(mount).split("/")[0]);
      }
    }
    for (String name : names) {
      List<Pool> named = pools.stream().filter(pool -> pool.name().equals(name)).toList();
      if (named.size() > 1 && named.stream().noneMatch(pool -> PoolImport.isReady(pool, root))) {
        throw new Trouble.Undecided(
            "There are " + named.size() + " pools called " + name + ".",
            "importPool(\"" + named.getFirst().guid() + "\") or the other one first; see pools().");
      }
      if (named.size() == 1) {
        PoolImport.steps(named.getFirst(), pools, disks, state).stream()
            .filter(step -> steps.stream().noneMatch(one -> one.action().equals(step.action())))
            .forEach(steps::add);
      }
    }
  }

  private void mount(Mount mount) {
    FstabEntry entry = mount.entry();
    String point = pointFor(entry.file());
    if (state.mounts().stream().anyMatch(live -> live.point().equals(point))) {
      return;
    }
    switch (entry.kind()) {
      case NETWORK -> remarks.add(entry.file() + " is on another computer; a rescue goes without.");
      case NONE, FILE -> {
        // A root in memory is made anew at each boot, and something has to be at /mnt.
        if (entry.file().equals("/")) {
          add(entry, point, entry.spec(), "the root, which this system keeps in memory");
        }
      }
      case BIND -> {
        if (mount.state() == Mount.State.MISSING) {
          missing(mount);
          return;
        }
        makeMountPoint(mount, point);
        steps.add(
            Step.of(
                    "show " + entry.spec() + " at " + entry.file() + " too",
                    new StorageAction.BindMount(
                        pointFor(entry.spec()), point, entry.options().contains("rbind")))
                .undoneBy(new StorageAction.Unmount(point)));
      }
      default -> {
        if (isAnotherRoot(mount)) {
          FilesystemLocation store = installation.store();
          remarks.add(
              "The fstab has "
                  + entry.spec()
                  + " as the root, and the system lies on "
                  + store.source()
                  + ": that is mounted. The boot still takes the other; diagnose() tells what mends"
                  + " it.");
          mountAs(store.type(), List.of(), point, store.source(), reason(entry));
          return;
        }
        String held = held(mount);
        boolean another = FilesystemKind.isAnother(held, entry.type());
        if (mount.state() == Mount.State.MISSING) {
          missing(mount);
        } else if (another && FilesystemKind.isLayer(held)) {
          remarks.add(another(mount, held) + " It is not mounted.");
        } else {
          makeMountPoint(mount, point);
          if (another) {
            remarks.add(another(mount, held) + " It is mounted as what it is.");
            mountAs(held, List.of(), point, source(mount), reason(entry));
          } else {
            add(entry, point, source(mount), reason(entry));
          }
          if (mount.state() == Mount.State.ELSEWHERE) {
            remarks.add(renamed(mount));
          }
        }
      }
    }
  }

  private String pointFor(String path) {
    return path.equals("/") ? root : root + path;
  }

  /** Looking found the mount point of everything it could read; the others may have to be made. */
  private void makeMountPoint(Mount mount, String point) {
    boolean rootInMemory =
        installation.mounts().stream()
            .anyMatch(m -> m.entry().file().equals("/") && m.entry().kind() == DeviceKind.NONE);
    if (!mount.entry().file().equals("/") && (rootInMemory || mount.state() != Mount.State.FOUND)) {
      steps.add(
          Step.of(
              "make the mount point " + mount.entry().file() + " inside the root",
              new FileAction.MakeFolders(List.of(point))));
    }
  }

  private void add(FstabEntry entry, String point, String source, String reason) {
    List<String> options =
        entry.options().stream()
            .filter(option -> !NOT_PASSED_ON.contains(option))
            .filter(option -> !option.startsWith("x-") && !option.startsWith("X-"))
            .filter(option -> !option.startsWith("comment="))
            .toList();
    mountAs(entry.type(), options, point, source, reason);
  }

  private void mountAs(
      String type, List<String> options, String point, String source, String reason) {
    steps.add(
        Step.of("mount " + reason, new StorageAction.Mount(source, type, options, point))
            .undoneBy(new StorageAction.Unmount(point)));
  }

  /** Whether the fstab's root is there, and is not the filesystem that has the system. */
  private boolean isAnotherRoot(Mount mount) {
    FilesystemLocation store = installation.store();
    boolean alone =
        installation.mounts().stream().noneMatch(m -> m.entry().file().startsWith("/nix"));
    return mount.entry().file().equals("/")
        && mount.state() == Mount.State.FOUND
        && alone
        && !store.uuid().isEmpty()
        && store.subvolume().isEmpty()
        && Disks.all(disks)
            .filter(device -> device.isNamed(mount.device()))
            .anyMatch(device ->
                !device.uuid().isEmpty() && !device.uuid().equalsIgnoreCase(store.uuid()));
  }

  /** The kind of filesystem that was found on its device; empty where that is not known. */
  private String held(Mount mount) {
    return Disks.all(disks)
        .filter(device -> device.isNamed(mount.device()))
        .map(BlockDevice::fsType)
        .findFirst()
        .orElse("");
  }

  private static String another(Mount mount, String held) {
    return mount.entry().file()
        + " is to be mounted as "
        + mount.entry().type()
        + ", and "
        + mount.device()
        + " holds "
        + held
        + ": the boot does not get past that. diagnose() tells what mends it.";
  }

  /**
   * Names that stay true when disks change places stay as they are; others become what was found.
   */
  private static String source(Mount mount) {
    FstabEntry entry = mount.entry();
    if (mount.state() == Mount.State.ELSEWHERE) {
      return mount.device();
    }
    return switch (entry.kind()) {
      case UUID, LABEL, PARTUUID, PARTLABEL -> entry.kind() + "=" + entry.identifier();
      case DATASET -> entry.spec();
      default -> mount.device().isEmpty() ? entry.spec() : mount.device();
    };
  }

  private String reason(FstabEntry entry) {
    String file = entry.file();
    boolean boot = installation.bootPartition().map(b -> b.mountPoint().equals(file)).orElse(false);
    if (file.equals("/")) {
      return "the root, first: what is mounted before it would be hidden";
    }
    if (boot) {
      return "the boot partition at " + file + ", so that a rebuild writes to the right one";
    }
    return file.equals("/nix") ? "the store at /nix" : file;
  }

  private String renamed(Mount mount) {
    String edit =
        LastingName.setting(mount, Disks.all(disks).toList())
            .map(Mend::call)
            .orElse("mend(diagnose())");
    return mount.entry().file()
        + " is mounted from "
        + mount.device()
        + ": its fstab names "
        + mount.entry().spec()
        + ", and "
        + mount.why()
        + ". The boot still waits for that name. "
        + Clean.line(edit)
        + " names the new one.";
  }

  private void missing(Mount mount) {
    FstabEntry entry = mount.entry();
    String what = entry.file() + " (" + entry.spec() + ") is not there: " + mount.why() + ".";
    if (entry.file().equals("/") || entry.file().equals("/nix")) {
      throw new Trouble.NotReady(
          "Can't mount " + name(installation) + ": " + what,
          "Without it there is nothing to rescue. disks() and pools() show what is there."
              + maybeLocked());
    }
    boolean boot = entry.file().startsWith("/boot") || entry.file().startsWith("/efi");
    remarks.add(
        what
            + (boot
                ? " This matters: a rebuild can't write the boot menu without it."
                : entry.inInitrd()
                    ? " This matters: stage 1 waits for it."
                    : entry.mayFail()
                        ? " The boot goes on without it."
                        : " A rescue goes on without it, but the boot will wait for it.")
            + maybeLocked());
  }

  /** What is missing may be in a locked container; empty when there is none. */
  private String maybeLocked() {
    List<String> locked =
        Disks.all(disks).filter(BlockDevice::isLocked).map(BlockDevice::path).toList();
    return locked.isEmpty()
        ? ""
        : " It may be in what is locked: unlock() first opens "
            + Clean.line(String.join(", ", locked))
            + ".";
  }
}
