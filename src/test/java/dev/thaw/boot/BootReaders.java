package dev.thaw.boot;

import dev.thaw.boot.failure.Catalogue;
import dev.thaw.fuzz.FuzzedReader;
import java.util.List;

/** The readers of this room, for the fuzzer. */
public final class BootReaders {

  private BootReaders() {}

  /** All of them. */
  public static List<FuzzedReader> all() {
    return List.of(
        FuzzedReader.ofText(
            "symptom",
            List.of(Symptom.class),
            text -> Catalogue.whereToLook(Symptom.of(text)),
            "<<< NixOS Stage 1 >>>\nloading module vfio_pci...\n",
            "[ TIME ] Timed out waiting for device /dev/disk/by-uuid/1.\n"
                + "[DEPEND] Dependency failed"));
  }
}
