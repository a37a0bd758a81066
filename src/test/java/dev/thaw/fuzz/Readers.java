package dev.thaw.fuzz;

import dev.thaw.boot.BootReaders;
import dev.thaw.boot.initrd.InitrdReaders;
import dev.thaw.machine.MachineReaders;
import dev.thaw.nixos.NixosReaders;
import dev.thaw.nixos.edit.NixReaders;
import dev.thaw.nixos.loader.LoaderReaders;
import dev.thaw.notebook.NotebookReaders;
import dev.thaw.rescue.RescueReaders;
import dev.thaw.storage.StorageReaders;
import java.util.List;
import java.util.stream.Stream;

/** The one list of all readers that are fuzzed. */
final class Readers {

  private Readers() {}

  static List<FuzzedReader> all() {
    return Stream.of(
            MachineReaders.all(),
            StorageReaders.all(),
            NixosReaders.all(),
            LoaderReaders.all(),
            NixReaders.all(),
            InitrdReaders.all(),
            BootReaders.all(),
            RescueReaders.all(),
            NotebookReaders.all())
        .flatMap(List::stream)
        .toList();
  }
}
