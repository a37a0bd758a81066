package dev.thaw.boot.initrd;

import dev.thaw.fuzz.FuzzedReader;
import java.util.List;

/** The readers of this room, for the fuzzer. */
public final class InitrdReaders {

  private InitrdReaders() {}

  /** All of them. */
  public static List<FuzzedReader> all() {
    return List.of(
        new FuzzedReader(
            "initrd",
            List.of(Initrd.class, Archive.class, Cpio.class, Compression.class, Lz4Blocks.class),
            List.of(
                InitrdTest.scripted().plain(),
                InitrdTest.systemd().plain(),
                Packed.joined(InitrdTest.systemd().plain(), InitrdTest.scripted().zstd()),
                InitrdTest.scripted().gzip(),
                InitrdTest.scripted().xz(),
                InitrdTest.scripted().lz4()),
            Initrd::read),
        FuzzedReader.ofText(
            "stage-1-script",
            List.of(Initrd.class),
            text ->
                Initrd.read(
                    new Packed()
                        .link("init", "/s")
                        .file("s", text)
                        .file("x-zfs-import", text)
                        .plain()),
            InitrdTest.SCRIPT),
        FuzzedReader.ofText(
            "stage-1-lists",
            List.of(Initrd.class),
            text ->
                Initrd.read(
                    new Packed()
                        .file("etc/initrd-release", "ID=nixos\n")
                        .file("etc/modules-load.d/nixos.conf", text)
                        .file("etc/fstab", text)
                        .file("etc/crypttab", text)
                        .file("etc/systemd/system/zfs-import-rpool.service", text)
                        .plain()),
            "vault UUID=9 - luks,discard\n/dev/x /sysroot ext4 defaults 0 0\nvfio-pci\n"));
  }
}
