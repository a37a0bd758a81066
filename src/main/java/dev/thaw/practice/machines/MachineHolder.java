package dev.thaw.practice.machines;

import dev.thaw.practice.state.MachineState;
import java.util.Optional;
import java.util.function.Supplier;

/** Where a practice machine is between two commands. */
public sealed interface MachineHolder {

  /** The machine as it is there; new, if nobody has worked on it. */
  MachineState get();

  /** Whether it is another one there than was last got or kept. */
  boolean isChanged();

  /** Keeps the machine as it is now. */
  void keep(MachineState state);

  /**
   * Nowhere: it is forgotten when the program ends.
   *
   * @param first makes it
   */
  record InMemory(Supplier<MachineState> first) implements MachineHolder {

    @Override
    public MachineState get() {
      return first.get();
    }

    @Override
    public boolean isChanged() {
      return false;
    }

    @Override
    public void keep(MachineState state) {
      // It is in memory already.
    }
  }

  /** On disk, where every other run of the program finds it, too. */
  final class OnDisk implements MachineHolder {

    private final MachineStore store;
    private final String name;
    private Optional<MachineState> found;
    private String version;

    /**
     * Looks for it, but makes none.
     *
     * @throws dev.thaw.machine.Trouble.Refused if what was kept can't be read
     */
    public OnDisk(MachineStore store, String name) {
      this.store = store;
      this.name = name;
      find();
    }

    private void find() {
      version = store.version(name);
      found = store.find(name);
    }

    @Override
    public synchronized MachineState get() {
      if (isChanged()) {
        find();
      }
      return found.orElseGet(() -> MachineBuilder.make(name));
    }

    @Override
    public synchronized boolean isChanged() {
      return !store.version(name).equals(version);
    }

    @Override
    public synchronized void keep(MachineState state) {
      store.keep(state);
      version = store.version(name);
      found = Optional.of(state);
    }
  }
}
