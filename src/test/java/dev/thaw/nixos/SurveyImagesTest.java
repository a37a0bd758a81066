package dev.thaw.nixos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.NeedsRoot;
import dev.thaw.OneAtATime;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Probe;
import dev.thaw.machine.Scripts;
import dev.thaw.storage.ListWithNotes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The survey of disks that nobody mounted: real filesystems on loop devices. Needs root, and the
 * tools of ext4, xfs and btrfs.
 */
@NeedsRoot
@ExtendWith(OneAtATime.class)
class SurveyImagesTest {

  @TempDir Path folder;
  private Images images;
  // Other tests may show disks to the same kernel at the same time.
  private final String host = "thaw-" + UUID.randomUUID();
  private final String uuid = UUID.randomUUID().toString();

  @BeforeEach
  void start() {
    images = new Images(folder);
  }

  @AfterEach
  void end() throws IOException {
    images.close();
  }

  private ListWithNotes<Installation> look() {
    try (var machine = new LocalMachine(null)) {
      ListWithNotes<Installation> all = Survey.look(machine, "");
      return new ListWithNotes<>(
          all.stream().filter(found -> found.hostName().equals(host)).toList(), all.notes());
    }
  }

  /** The same with these in the environment: NAME=VALUE. */
  private ListWithNotes<Installation> lookWith(String... environment) {
    try (var machine = new LocalMachine(null)) {
      var chain =
          new InterceptorChain(
              machine,
              List.of((command, output, next) ->
                  next.run(
                      command.withArgv(
                          Stream.of(List.of("env"), List.of(environment), command.argv())
                              .flatMap(List::stream)
                              .toList()),
                      output)));
      return Survey.look(chain, "");
    }
  }

  private Installation only() {
    ListWithNotes<Installation> found = look();
    assertThat(found).as("notes: %s", found.notes()).hasSize(1);
    return found.getFirst();
  }

  private Path nix(String fstab) throws IOException {
    Path nix = Files.createDirectories(folder.resolve("tree/nix"));
    new NixTree(nix, host).generation(1, fstab).generation(2, fstab);
    return nix;
  }

  private Path write(String path, String text) throws IOException {
    Path file = folder.resolve("tree" + path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void anExt4ThatCrashedIsReadAndNotOneByteOfItChanges() throws IOException {
    nix("UUID=" + uuid + " / ext4 x-initrd.mount 0 1\n");
    write("/etc/nixos/configuration.nix", "{ }");
    Path image =
        images.make(
            "e.img", 64, "mkfs.ext4", "-q", "-U", uuid, "-d", folder.resolve("tree").toString());
    // An orphan: what a plain read-only mount would clear, even with noload.
    Images.run("debugfs", "-w", "-R", "set_super_value last_orphan 12", image.toString());
    String before = Images.sum(image);
    String device = images.attach(image);

    Installation found = only();

    assertThat(found.store()).isEqualTo(new FilesystemLocation(device, "ext4", uuid, ""));
    assertThat(found.root()).isEqualTo(new FilesystemLocation(device, "ext4", uuid, ""));
    assertThat(found.generations()).hasSize(2);
    assertThat(found.configuration().file("configuration.nix")).isPresent();
    assertThat(found.mountedAt()).isEmpty();
    Images.run("sync");
    assertThat(Images.sum(image)).isEqualTo(before);
  }

  @Test
  void anXfsThatCrashedIsReadWithoutReplayingItsLog() throws IOException {
    nix("UUID=" + uuid + " / xfs x-initrd.mount 0 1\n");
    Path image = images.make("x.img", 320, "mkfs.xfs", "-q", "-m", "uuid=" + uuid);
    Path crashed = folder.resolve("crashed.img");
    // Copied while it is mounted: its log is dirty.
    images.fill(
        image,
        folder,
        "cp -a \"$2/tree/.\" \"$1/\"; sync; touch \"$1/late\"; fsfreeze -f \"$1\"; "
            + "cp \"$3\" \"$2/crashed.img\"; fsfreeze -u \"$1\"");
    Files.delete(image);
    String before = Images.sum(crashed);
    images.attach(crashed);

    assertThat(only().generations()).hasSize(2);
    Images.run("sync");
    assertThat(Images.sum(crashed)).isEqualTo(before);
  }

  @Test
  void aRootThatIsEmptiedAtEachBootIsPutTogetherFromItsSubvolumes() throws IOException {
    String disk = "/dev/disk/by-uuid/" + uuid;
    Path nix =
        nix(
            """
            %1$s / btrfs x-initrd.mount,subvol=@root 0 0
            %1$s /nix btrfs x-initrd.mount,subvol=@my\\040nix 0 0
            %1$s /persist btrfs subvol=/persist 0 0
            /persist/etc/nixos /etc/nixos none bind 0 0
            tmpfs /tmp tmpfs size=5g 0 0
            /dev/mapper/gone /gone ext4 nofail 0 2
            """
                .formatted(disk));
    Path image = images.make("b.img", 256, "mkfs.btrfs", "-q", "-U", uuid);
    images.fill(
        image,
        nix,
        """
        for s in @root '@my nix' persist; do btrfs -q subvolume create "$1/$s"; done
        cp -a "$2/." "$1/@my nix/"
        mkdir -p "$1/persist/etc/nixos" "$1/@root/var"
        echo '{ erased = true; }' >"$1/persist/etc/nixos/configuration.nix"
        btrfs -q subvolume snapshot -r "$1/@my nix" "$1/read-only"
        btrfs -q subvolume snapshot "$1/@my nix" "$1/writable"
        """);
    String before = Images.sum(image);
    String device = images.attach(image);

    ListWithNotes<Installation> found = look();

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().store())
        .isEqualTo(new FilesystemLocation(device, "btrfs", uuid, "@my nix"));
    assertThat(found.getFirst().root().subvolume()).isEqualTo("@root");
    assertThat(found.getFirst().configuration().files().getFirst().text())
        .isEqualTo("{ erased = true; }\n");
    assertThat(found.getFirst().mounts())
        .extracting(m -> m.entry().file() + " " + m.state() + " " + m.device())
        .containsExactly(
            "/ FOUND " + device,
            "/nix FOUND " + device,
            "/persist FOUND " + device,
            "/etc/nixos FOUND /persist/etc/nixos",
            "/tmp NO_DEVICE ",
            "/gone MISSING ");
    assertThat(found.notes())
        .contains(
            device
                + " (subvolume writable) holds a copy of a system whose own store is elsewhere:"
                + " a snapshot, or a clone of the disk.");
    Images.run("sync");
    assertThat(Images.sum(image)).isEqualTo(before);
  }

  @Test
  void aStoreOnADiskOfItsOwnFindsItsRoot() throws IOException {
    Path nix =
        nix(
            "UUID=%s / xfs x-initrd.mount 0 1\n/dev/disk/by-label/%s /nix ext4 x-initrd.mount 0 1\n"
                .formatted(uuid, host.substring(0, 16)));
    Path root = images.make("r.img", 320, "mkfs.xfs", "-q", "-m", "uuid=" + uuid);
    images.fill(
        root,
        nix,
        "mkdir -p \"$1/etc\" \"$1/nix\" \"$1/boot\"; touch \"$1/etc/NIXOS\"; echo x"
            + " >\"$1/boot/stray\"");
    Path store =
        images.make(
            "s.img", 64, "mkfs.ext4", "-q", "-L", host.substring(0, 16), "-d", nix.toString());
    String rootDevice = images.attach(root);
    String storeDevice = images.attach(store);

    Installation found = only();

    assertThat(found.store().source()).isEqualTo(storeDevice);
    assertThat(found.root().source()).isEqualTo(rootDevice);
    assertThat(found.bareBoot().files()).containsEntry("/stray", 2L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UUID=0c0ffee0-0000-4000-8000-00000000dead",
        "/dev/disk/by-uuid/0c0ffee0-0000-4000-8000-00000000dead",
        "/dev/disk/by-label/gone-thaw",
        "PARTUUID=0c0ffee0-dead",
        "/dev/disk/by-partlabel/gone-thaw",
        "/dev/disk/by-id/ata-gone-thaw",
        "/dev/mapper/gone-thaw",
        "/dev/gone/thaw",
        "/dev/sdzz9"
      })
  void aRootWhoseNameIsGoneIsWhatTheStoreWasFoundOn(String name) throws IOException {
    nix(name + " / ext4 x-initrd.mount 0 1\n");
    write("/etc/nixos/configuration.nix", "{ }");
    String device =
        images.attach(
            images.make(
                "e.img",
                64,
                "mkfs.ext4",
                "-q",
                "-U",
                uuid,
                "-d",
                folder.resolve("tree").toString()));

    Installation found = only();

    assertThat(found.mounts())
        .singleElement()
        .matches(mount -> mount.state() == Mount.State.ELSEWHERE)
        .matches(mount -> mount.device().equals(device));
    assertThat(found.root()).isEqualTo(new FilesystemLocation(device, "ext4", uuid, ""));
    assertThat(found.configuration().file("configuration.nix")).isPresent();
    assertThat(found.mountedAt()).isEmpty();
  }

  @Test
  void aKernelsNameThatIsAnotherDisksByNowIsNotBelieved() throws IOException {
    String other = images.attach(images.make("o.img", 32, "mkfs.ext4", "-q"));
    nix(other + " / ext4 x-initrd.mount 0 1\n");
    String device =
        images.attach(
            images.make("e.img", 64, "mkfs.ext4", "-q", "-d", folder.resolve("tree").toString()));

    assertThat(only().mounts())
        .extracting(mount -> mount.state() + " " + mount.device())
        .containsExactly("ELSEWHERE " + device);
  }

  @Test
  void aStoreBoundToItsPlaceLeadsToWhatItsFolderIsOn() throws IOException {
    nix(
        """
        tmpfs / tmpfs size=1g 0 0
        UUID=0c0ffee0-0000-4000-8000-00000000dead /persist ext4 x-initrd.mount 0 1
        /persist/nix /nix none bind,x-initrd.mount 0 0
        """);
    String device =
        images.attach(
            images.make("e.img", 64, "mkfs.ext4", "-q", "-d", folder.resolve("tree").toString()));

    assertThat(only().mounts().get(1))
        .matches(mount -> mount.state() == Mount.State.ELSEWHERE)
        .matches(mount -> mount.device().equals(device));
  }

  @Test
  void theRestIsFoundByWhatIsOnIt() throws IOException {
    Path nix =
        nix(
            """
            UUID=0c0ffee0-0000-4000-8000-000000000001 / ext4 x-initrd.mount 0 1
            UUID=%s /nix ext4 x-initrd.mount 0 1
            UUID=0c0ffee0-0000-4000-8000-000000000002 /home ext4 defaults 0 2
            UUID=0c0ffee0-0000-4000-8000-000000000003 /boot ext4 defaults 0 2
            UUID=0c0ffee0-0000-4000-8000-000000000004 /data ext4 defaults 0 2
            """
                .formatted(uuid));
    String store = disk("s.img", nix, "-U", uuid);
    String root =
        disk(
            "r.img",
            files(
                "root",
                "/etc/NIXOS",
                "",
                "/etc/passwd",
                "root:x:0:0::/root:/bin/sh\nthaw:x:1:1::/home/" + host + ":/bin/sh\n",
                "/home/.keep",
                "",
                "/boot/.keep",
                "",
                "/nix/.keep",
                "",
                "/data/.keep",
                ""));
    String home = disk("h.img", files("home", "/" + host + "/letter", "x"));
    String boot =
        disk(
            "b.img",
            files(
                "boot",
                "/grub/grub.cfg",
                "menuentry \"NixOS\" {\nlinux /kernels/x init="
                    + NixTree.toplevel(2, host)
                    + "/init\n}\n"));
    disk("d.img", files("data", "/somebody/letter", "x"));

    assertThat(only().mounts())
        .extracting(m -> m.entry().file() + " " + m.state() + " " + m.device())
        .containsExactly(
            "/ ELSEWHERE " + root,
            "/nix FOUND " + store,
            "/home ELSEWHERE " + home,
            "/boot ELSEWHERE " + boot,
            "/data MISSING ");
    assertThat(only().generation(2).orElseThrow().isDefault()).isTrue();
  }

  @Test
  void whatTwoDisksFitIsNotGuessed() throws IOException {
    Path nix =
        nix(
            "UUID=0c0ffee0-0000-4000-8000-000000000001 / ext4 x-initrd.mount 0 1\nUUID=%s /nix ext4 x-initrd.mount 0 1\n"
                .formatted(uuid));
    disk("s.img", nix, "-U", uuid);
    disk("r1.img", files("one", "/etc/NIXOS", ""));
    disk("r2.img", files("two", "/etc/NIXOS", ""));

    assertThat(only().mounts().getFirst().state()).isEqualTo(Mount.State.MISSING);
  }

  private String disk(String name, Path from, String... options) throws IOException {
    var mkfs = new ArrayList<>(List.of("mkfs.ext4", "-q", "-d", from.toString()));
    mkfs.addAll(List.of(options));
    return images.attach(images.make(name, 64, mkfs.toArray(String[]::new)));
  }

  /** A folder with these files: path, text, path, text. */
  private Path files(String name, String... pathsAndTexts) throws IOException {
    Path base = folder.resolve("files-" + name);
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      Path file = base.resolve(pathsAndTexts[i].substring(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, pathsAndTexts[i + 1]);
    }
    return base;
  }

  @Test
  void aStoreWhoseRootIsGoneIsStillFound() throws IOException {
    Path nix = nix("UUID=" + uuid + " / ext4 defaults 0 1\nLABEL=gone /nix ext4 defaults 0 1\n");
    images.attach(images.make("s.img", 64, "mkfs.ext4", "-q", "-d", nix.toString()));

    Installation found = only();

    assertThat(found.root()).isEqualTo(FilesystemLocation.UNKNOWN);
    assertThat(found.generations()).hasSize(2).allMatch(Generation::closureExists);
    assertThat(found.mounts().getFirst().why()).isEqualTo("no device is UUID=" + uuid);
  }

  @Test
  void theFolderForTemporaryFilesMayBeBehindALink() throws IOException {
    nix("UUID=" + uuid + " / ext4 x-initrd.mount 0 1\n");
    write("/etc/nixos/configuration.nix", "{ }");
    images.attach(
        images.make(
            "e.img", 64, "mkfs.ext4", "-q", "-U", uuid, "-d", folder.resolve("tree").toString()));
    Files.createDirectories(folder.resolve("tmp"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("tmp"));

    assertThat(lookWith("TMPDIR=" + folder.resolve("link")))
        .filteredOn(found -> found.hostName().equals(host))
        .singleElement()
        .matches(found -> found.configuration().file("configuration.nix").isPresent());
  }

  @Test
  void whatTookTooLongIsSaid() throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : List.of("zpool", "zfs", "timeout")) {
      Files.writeString(
          tools.resolve(tool),
          "#!/bin/sh\n"
              + "case $* in *'zpool import') exit 124 ;; *zfs*) exit 1 ;; *) shift 3; \"$@\" ;;"
              + " esac\n");
      assertThat(tools.resolve(tool).toFile().setExecutable(true)).isTrue();
    }

    assertThat(lookWith("PATH=" + tools + ":" + System.getenv("PATH")).notes())
        .contains("zpool was ended after 60 seconds: what it would have found is missing.");
  }

  @Test
  void nothingStaysMountedOrAttached() throws IOException {
    nix("UUID=" + uuid + " / ext4 x-initrd.mount 0 1\n");
    images.attach(
        images.make(
            "e.img", 64, "mkfs.ext4", "-q", "-U", uuid, "-d", folder.resolve("tree").toString()));

    only();

    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(" /tmp/thaw.");
    assertThat(Images.run("losetup", "-a")).doesNotContain("(/dev/loop");
  }

  @Test
  void endedInTheMiddleItLeavesNothingBehind() throws Exception {
    nix("UUID=" + uuid + " / ext4 x-initrd.mount 0 1\n");
    images.attach(
        images.make(
            "e.img", 64, "mkfs.ext4", "-q", "-U", uuid, "-d", folder.resolve("tree").toString()));
    for (int moment : new int[] {50, 150, 400}) {
      Process process = start(System.getenv("PATH"));
      Thread.sleep(moment);
      // The whole group, as the lifeline does; on a fast machine it may have ended by then.
      new ProcessBuilder("kill", "-TERM", "--", "-" + process.pid()).start().waitFor();
      process.waitFor();
      assertThat(folder.resolve("tmp")).as("after %d ms", moment).isEmptyDirectory();
    }
  }

  @Test
  void endedBetweenItsFirstMountAndTheNextStepItLeavesNothingBehind() throws Exception {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Path mount = tools.resolve("mount");
    Files.writeString(mount, "#!/bin/sh\nPATH=${PATH#*:}\nmount \"$@\"\nkill -TERM 0\n");
    assertThat(mount.toFile().setExecutable(true)).isTrue();

    start(tools + ":" + System.getenv("PATH")).waitFor();

    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }

  /** Starts the survey in a process group of its own, with its temporary files in "tmp". */
  private Process start(String path) throws IOException {
    var script = new StringBuilder(Scripts.read(Probe.class, "prelude.sh"));
    for (String part : List.of("open.sh", "assemble.sh", "accounts.sh", "survey.sh")) {
      script.append(Scripts.read(Survey.class, part));
    }
    var builder = new ProcessBuilder("setsid", "sh", "-c", script.toString(), "thaw-survey", "");
    builder.environment().put("PATH", path);
    builder.environment().put("TMPDIR", Files.createDirectories(folder.resolve("tmp")).toString());
    return builder
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
