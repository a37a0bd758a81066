package dev.thaw.practice.programs;

import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Filesystems;
import dev.thaw.practice.state.Layers;
import dev.thaw.practice.state.LvmGroup;
import dev.thaw.practice.state.MachineState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code vgchange}, {@code lvchange} and {@code vgscan}: LVM's volumes are activated, or not. */
public final class Lvm {

  private static final int FAILED = 5;

  private Lvm() {}

  /** {@code lvm PROGRAM …}: the same programs. */
  public static int lvm(Invocation invocation) {
    return invocation.arguments().isEmpty()
        ? invocation.fail(3, "  Please supply an LVM command.")
        : invocation.calling(invocation.arguments()).run();
  }

  /** {@code vgchange --activate y|n [GROUP…]}. */
  public static int vgchange(Invocation invocation) {
    Options options =
        Options.of(invocation.arguments(), "a= activate= S= select= autoactivation= sysinit v q");
    Optional<String> activate = options.value("a", "activate");
    if (activate.isEmpty()) {
      return invocation.fail(
          3, "  Need 1 or more of -a, --refresh, -l, … (the practice machine's vgchange knows -a)");
    }
    int status = 0;
    for (LvmGroup group : invocation.state().groups) {
      if (isMeant(group, options)) {
        status = Math.max(status, change(invocation, group, activate.get().contains("n")));
      }
    }
    for (String name : options.rest()) {
      if (invocation.state().groups.stream().noneMatch(group -> group.name.equals(name))) {
        invocation.complain(
            "  Volume group \""
                + name
                + "\" not found\n  Cannot process volume group "
                + name
                + "\n");
        status = FAILED;
      }
    }
    return status;
  }

  private static boolean isMeant(LvmGroup group, Options options) {
    return options
        .value("S", "select")
        .map(by -> by.equals("vg_uuid=" + group.uuid) || by.equals("vg_name=" + group.name))
        .orElse(options.rest().isEmpty() || options.rest().contains(group.name));
  }

  private static int change(Invocation invocation, LvmGroup group, boolean off) {
    MachineState state = invocation.state();
    int status = off ? deactivate(invocation, group, group.logical) : 0;
    if (!off) {
      Layers.activate(state, group, _ -> true);
      if (Layers.members(state, group).size() < group.physical.size()) {
        invocation.complain(
            "  Refusing activation of partial LV. Use '--activationmode partial' to override.\n");
        status = FAILED;
      }
    }
    invocation.line(
        "  %d logical volume(s) in volume group \"%s\" now active"
            .formatted(active(state, group), group.name));
    return status;
  }

  private static long active(MachineState state, LvmGroup group) {
    return group.logical.stream().filter(v -> Layers.device(state, group, v).isPresent()).count();
  }

  private static int deactivate(
      Invocation invocation, LvmGroup group, List<LvmGroup.Logical> volumes) {
    MachineState state = invocation.state();
    int status = 0;
    for (LvmGroup.Logical volume : volumes) {
      Optional<Device> device = Layers.device(state, group, volume);
      if (device.isEmpty()) {
        continue;
      }
      boolean mounted = !state.mountPoints(Filesystems.id(device.get())).isEmpty();
      if (mounted || !state.children(device.get()).isEmpty()) {
        invocation.complain(
            "  Logical volume %s/%s %s.\n"
                .formatted(
                    group.name, volume.name, mounted ? "contains a filesystem in use" : "in use"));
        status = FAILED;
      } else {
        state.devices.remove(device.get());
      }
    }
    return status;
  }

  /** {@code lvchange --activate y|n GROUP/VOLUME}; with {@code y}, all of its group. */
  public static int lvchange(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "a= activate= K v q");
    boolean off = options.value("a", "activate").orElse("y").contains("n");
    int status = 0;
    for (String name : options.rest()) {
      var found = new ArrayList<LvmGroup.Logical>();
      for (LvmGroup group : invocation.state().groups) {
        for (LvmGroup.Logical volume : group.logical) {
          if (name.replaceFirst("^/dev/", "").equals(group.name + "/" + volume.name)) {
            found.add(volume);
          }
        }
        if (off) {
          status = Math.max(status, deactivate(invocation, group, found));
        } else if (!found.isEmpty()) {
          Layers.activate(invocation.state(), group, _ -> true);
        }
      }
      if (found.isEmpty()) {
        status = invocation.fail(FAILED, "  Failed to find logical volume \"" + name + "\"");
      }
    }
    return status;
  }

  /** {@code vgscan}. */
  public static int vgscan(Invocation invocation) {
    invocation
        .state()
        .groups
        .forEach(group ->
            invocation.line(
                "  Found volume group \"" + group.name + "\" using metadata type lvm2"));
    return 0;
  }
}
