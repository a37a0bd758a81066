package dev.thaw.storage;

import dev.thaw.fuzz.FuzzedReader;
import dev.thaw.machine.MachineReaders;
import dev.thaw.machine.Probe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The readers of this room, for the fuzzer. */
public final class StorageReaders {

  private StorageReaders() {}

  /** All of them. */
  public static List<FuzzedReader> all() {
    return List.of(
        FuzzedReader.ofText(
            "zpool-import",
            List.of(ZpoolText.class, ImportablePool.class, Pools.class),
            in("import", Pools::read),
            ZpoolTextTest.TWO_POOLS,
            text("printed/readonly-importable.import"),
            text("printed/comment-swallows.import"),
            text("printed/same-guid-twice.import")),
        FuzzedReader.ofText(
            "zpool-list",
            List.of(ImportedPools.class),
            in("list", Pools::read),
            "my pool\t12\tONLINE\t1000\t400\t600\ton\toff\tactive\t/mnt\n"),
        FuzzedReader.ofText(
            "zfs-label",
            List.of(ZfsLabel.class),
            text -> ZfsLabel.parse(text).ifPresent(ZfsLabel::lastUse),
            PoolsTest.label("948392", 0, "8323329")),
        FuzzedReader.ofText(
            "zfs-get",
            List.of(ZfsGet.class, MountPoint.class, Datasets.class),
            text -> ZfsGet.parse(text, "1", "/mnt", new Numbers()),
            "p/a b\ttype\tfilesystem\t-\np/a b\tused\t18\t-\np/a b\tmountpoint\t/mnt/x\tlocal\n"),
        FuzzedReader.ofText(
            "lsblk",
            List.of(Lsblk.class, LsblkEscapes.class, Disks.class),
            in("lsblk", sections -> Disks.all(Disks.read(sections)).count()),
            text("printed/old-lsblk-escapes.lsblk"),
            "{\"blockdevices\":[{\"name\":\"sda\",\"size\":5,\"children\":[{\"name\":\"a\",\"size\":\"1\"}]}]}"),
        FuzzedReader.ofText(
            "blkid",
            List.of(Blkid.class),
            Blkid::parse,
            "DEVNAME=/dev/sda1\nLABEL=M-CM-)\\ x\nTYPE=vfat\n\nDEVNAME=/dev/sdb\nUUID=1\n"),
        FuzzedReader.ofText(
            "links", List.of(DiskLinks.class), DiskLinks::parse, "/dev/disk/by-id/x\t../../sda\n"),
        FuzzedReader.ofText(
            "vg", List.of(LvmReports.class), lvm("vg"), text("printed/thinpool.vg")),
        FuzzedReader.ofText(
            "lv", List.of(LvmReports.class), lvm("lv"), text("printed/thinpool.lv")),
        FuzzedReader.ofText(
            "pv", List.of(LvmReports.class), lvm("pv"), text("printed/twin-vg-names.pv")),
        FuzzedReader.ofText(
            "md",
            List.of(MdScan.class),
            text -> MdScan.parse(text, text, new Numbers()),
            text("printed/two-arrays-one-name.md-examine"),
            text("printed/imsm.md-examine"),
            "INACTIVE-ARRAY /dev/md127 name=\"a b\" UUID=1:2\n   devices=/dev/vda1\n"),
        FuzzedReader.ofText(
            "btrfs",
            List.of(BtrfsShow.class, Btrfs.class),
            text -> BtrfsShow.parse(text, new Numbers()),
            text("printed/number-too-big.btrfs"),
            "Label: 'a b'  uuid: 1\n"
                + "\tTotal devices 2 FS bytes used 5\n"
                + "\tdevid    1 size 2 used 9 path /dev/a b MISSING\n"),
        new FuzzedReader(
            "luks",
            List.of(LuksHeader.class, Containers.class),
            List.of(Answers.resource("luks1-header.bin"), Answers.resource("luks2-header.bin")),
            bytes -> LuksHeader.parse("/dev/sda", bytes)),
        answers("containers", "mapped", Containers::read, "dm-0\tCRYPT-LUKS2-1-x\tx\n"),
        new FuzzedReader(
            "pools-answer",
            List.of(Pools.class),
            List.of(Answers.resource("article-pools.out"), Answers.resource("imported-pools.out")),
            bytes -> Pools.read(MachineReaders.sections(bytes))),
        new FuzzedReader(
            "datasets-answer",
            List.of(Datasets.class),
            List.of(Answers.resource("article-datasets.out")),
            bytes -> Datasets.read(MachineReaders.sections(bytes))),
        new FuzzedReader(
            "disks-answer",
            List.of(Disks.class),
            List.of(Answers.resource("article-disks.out")),
            bytes -> Disks.read(MachineReaders.sections(bytes))));
  }

  private static FuzzedReader answers(
      String name, String section, Function<Probe.Sections, ?> read, String corpus) {
    return FuzzedReader.ofText(name, List.of(Containers.class), in(section, read), corpus);
  }

  private static Consumer<String> in(String section, Function<Probe.Sections, ?> read) {
    return text -> {
      var _ =
          read.apply(
              new Answers().with("module", "").with("import", "").with(section, text).sections());
    };
  }

  private static Consumer<String> lvm(String kind) {
    Map<String, String> valid =
        Map.of(
            "pv", text("printed/thinpool.pv"),
            "vg", text("printed/thinpool.vg"),
            "lv", text("printed/thinpool.lv"));
    return text ->
        LvmReports.parse(
            kind.equals("pv") ? text : valid.get("pv"),
            kind.equals("vg") ? text : valid.get("vg"),
            kind.equals("lv") ? text : valid.get("lv"),
            Set.of("LVM-1"),
            new Numbers());
  }

  private static String text(String name) {
    return new String(Answers.resource(name), StandardCharsets.UTF_8);
  }
}
