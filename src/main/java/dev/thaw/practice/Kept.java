package dev.thaw.practice;

import java.util.Optional;
import java.util.function.Supplier;

/** Where a practice machine is between two commands. */
sealed interface Kept {

  /** The machine as it is there; new, if nobody has worked on it. */
  Computer get();

  /** Whether it is another one there than was last got or kept. */
  boolean isChanged();

  /** Keeps the machine as it is now. */
  void keep(Computer computer);

  /**
   * Nowhere: it is forgotten when the program ends.
   *
   * @param first makes it
   */
  record InMemory(Supplier<Computer> first) implements Kept {

    @Override
    public Computer get() {
      return first.get();
    }

    @Override
    public boolean isChanged() {
      return false;
    }

    @Override
    public void keep(Computer computer) {
      // It is in memory already.
    }
  }

  /** On a shelf, where every other run of the program finds it, too. */
  final class OnShelf implements Kept {

    private final Shelf shelf;
    private final String name;
    private Optional<Computer> found;
    private String version;

    /**
     * Looks for it, but makes none.
     *
     * @throws dev.thaw.machine.Trouble.NotNow if what was kept can't be read
     */
    OnShelf(Shelf shelf, String name) {
      this.shelf = shelf;
      this.name = name;
      find();
    }

    private void find() {
      version = shelf.version(name);
      found = shelf.find(name);
    }

    @Override
    public synchronized Computer get() {
      if (isChanged()) {
        find();
      }
      return found.orElseGet(() -> Maker.make(name));
    }

    @Override
    public synchronized boolean isChanged() {
      return !shelf.version(name).equals(version);
    }

    @Override
    public synchronized void keep(Computer computer) {
      shelf.keep(computer);
      version = shelf.version(name);
      found = Optional.of(computer);
    }
  }
}
