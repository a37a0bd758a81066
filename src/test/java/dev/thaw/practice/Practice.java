package dev.thaw.practice;

import dev.thaw.machine.ActionRecorder;
import dev.thaw.machine.Approver;
import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.practice.machines.MachineBuilder;
import dev.thaw.practice.machines.MachineHolder;
import dev.thaw.practice.state.MachineState;
import dev.thaw.rescue.Rescue;
import java.util.ArrayList;
import java.util.List;

/** A practice machine in a test: new, forgotten afterwards, with its screen at hand. */
public final class Practice {

  /** The machine itself, for what no program shows. */
  public final MachineState state;

  /** What runs commands on it. */
  public final PracticeMachine machine;

  /** The lines that its boots showed. */
  public final List<String> screen = new ArrayList<>();

  private Practice(MachineState state) {
    this.state = state;
    this.machine =
        new PracticeMachine(state.name, new MachineHolder.InMemory(() -> state), screen::add);
  }

  /** The machine of that name, as on its first day. */
  public static Practice of(String name) {
    return new Practice(MachineBuilder.make(name));
  }

  /** This machine, as it is. */
  public static Practice of(MachineState state) {
    return new Practice(state);
  }

  /** A line of the live system's shell. */
  public CommandResult sh(String line) {
    return machine.run(Command.changes("run a line", "sh", "-c", line));
  }

  /** What a line prints on either output, with its exit status in front. */
  public String says(String line) {
    CommandResult result = sh(line);
    return result.status() + "\n" + result.text() + result.errText();
  }

  /** Whether it has what somebody has to open before what lies in it is seen. */
  public boolean isShut() {
    return !state.containers.isEmpty()
        || !state.groups.isEmpty()
        || !state.arrays.isEmpty()
        || state.pools.stream().anyMatch(p -> p.datasets.stream().anyMatch(p::isLocked));
  }

  /** The system as the disk's own boot shows it. */
  public String reboot() {
    screen.clear();
    sh("reboot");
    return String.join("\n", screen);
  }

  /** Imports and mounts what the machine {@code vfio} has, by hand. */
  public Practice mounted() {
    sh(
        "zpool import -f -N -R /mnt nvmepool && mount -t zfs nvmepool/root /mnt"
            + " && mount -t zfs nvmepool/nix /mnt/nix && mount -t zfs nvmepool/var /mnt/var"
            + " && mount -t vfat -o fmask=0077,dmask=0077 UUID=3C1A-7F02 /mnt/boot"
            + " && mount -t zfs nvmepool/home /mnt/home");
    return this;
  }

  /** A rescue of it, by somebody who says yes. */
  public Rescue rescue(FakePerson person) {
    var approver = new Approver(person);
    var recorder = new ActionRecorder(ActionRecorder.DEFAULT_DIRECTORY);
    var chain = new InterceptorChain(machine, List.of(approver, recorder));
    return new Rescue(chain, approver, ActionRecorder.DEFAULT_DIRECTORY, person, "/mnt");
  }
}
