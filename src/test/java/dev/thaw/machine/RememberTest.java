package dev.thaw.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When an answer may be given again: judged from made-up folders /proc and /sys. */
class RememberTest {

  private static final String MOUNTS =
      """
      20 1 0:2 / / rw - overlay overlay rw,lowerdir=/l,upperdir=/u
      21 20 7:0 / /l ro - squashfs /dev/loop0 ro
      22 20 0:5 / /run rw,nosuid shared:3 - tmpfs tmpfs rw,size=9k
      """;

  @TempDir Path dir;

  @BeforeEach
  void aLiveImageWithOneDisk() throws IOException {
    mounts(MOUNTS);
    written(4711);
    write("proc/partitions", "major minor  #blocks  name\n\n 259 0 1000 nvme0n1\n");
    write("proc/mdstat", "Personalities :\n");
    write("sys/block/nvme0n1/size", "2000\n");
  }

  private void write(String file, String text) throws IOException {
    Path path = dir.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void mounts(String mountinfo) throws IOException {
    write("proc/self/mountinfo", mountinfo);
  }

  private void written(int sectors) throws IOException {
    write("proc/diskstats", " 259 0 nvme0n1 10 0 80 5 3 0 " + sectors + " 7 0 9 12 0 0 0 0 1 2\n");
  }

  /** What holds, or nothing when an answer may not be kept. */
  private String standing(String... arguments) throws Exception {
    var argv = new java.util.ArrayList<>(List.of("sh", "-c"));
    argv.add(
        Scripts.read(Probe.class, "remember.sh") + "standing \"$1\" \"$2\" >\"$3\" && cat \"$3\"");
    argv.addAll(List.of("t", dir + "/proc", dir + "/sys", dir.resolve("out").toString()));
    argv.addAll(List.of(arguments));
    var builder = new ProcessBuilder(argv).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().merge("PATH", dir + "/bin", (path, bin) -> bin + ":" + path);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor() == 0).isEqualTo(!out.isEmpty());
    return out;
  }

  @Test
  void isTheSameWhileNothingChanges() throws Exception {
    String before = standing();
    // Reading counts reads only, and a login mounts a folder in RAM.
    write("proc/diskstats", " 259 0 nvme0n1 99 1 999 55 3 0 4711 7 0 90 120 0 0 0 0 1 2\n");
    mounts(MOUNTS + "30 22 0:9 / /run/user/0 rw - tmpfs tmpfs rw\n");
    assertThat(standing()).isEqualTo(before).isNotEmpty();
  }

  @Test
  void isAnotherOnceSomethingWasWrittenOpenedOrPluggedIn() throws Exception {
    String before = standing();
    written(4712);
    assertThat(standing()).isNotEqualTo(before);
    written(4711);
    mounts(MOUNTS + "30 20 259:1 / /mnt ro - ext4 /dev/nvme0n1p1 ro\n");
    assertThat(standing()).isNotEqualTo(before);
    mounts(MOUNTS);
    write("proc/partitions", "major minor  #blocks  name\n\n 259 0 1000 nvme0n1\n 8 0 7 sda\n");
    assertThat(standing()).isNotEqualTo(before);
    write("proc/partitions", "major minor  #blocks  name\n\n 259 0 1000 nvme0n1\n");
    write("sys/block/dm-0/dm/name", "luks-1\n");
    assertThat(standing()).isNotEqualTo(before);
  }

  @Test
  void isAnotherOnceADiskWasReplacedByOneOfItsNameAndSize() throws Exception {
    write("sys/block/nvme0n1/diskseq", "9\n");
    // One that nothing is attached to; looking may use it for a moment.
    write("sys/block/loop0/diskseq", "3\n");
    String before = standing();
    write("sys/block/loop0/diskseq", "4\n");
    assertThat(standing()).isEqualTo(before);
    write("sys/block/nvme0n1/diskseq", "10\n");
    assertThat(standing()).isNotEqualTo(before);
    write("sys/block/nvme0n1/diskseq", "9\n");
    write("sys/block/loop0/loop/backing_file", "/image\n");
    assertThat(standing()).isNotEqualTo(before);
  }

  @Test
  void isAnotherOnceZfsCameToTheLiveSystem() throws Exception {
    String before = standing();
    write("sys/module/zfs/version", "2.3.4-1\n");
    assertThat(standing()).isNotEqualTo(before);
    Files.delete(dir.resolve("sys/module/zfs/version"));
    write("bin/zpool", "#!/bin/sh\n");
    assertThat(dir.resolve("bin/zpool").toFile().setExecutable(true)).isTrue();
    assertThat(standing()).isNotEqualTo(before);
  }

  @Test
  void isAnotherForAnotherQuestion() throws Exception {
    assertThat(standing("/mnt")).isNotEqualTo(standing("/mnt2"));
  }

  @Test
  void nothingIsKeptWhileAFilesystemIsWritableOrAPoolImported() throws Exception {
    mounts(MOUNTS + "30 20 259:1 / /mnt ro - ext4 /dev/nvme0n1p1 rw\n");
    assertThat(standing()).isEmpty();
    mounts(MOUNTS + "30 20 0:44 / /mnt ro - zfs tank/root ro\n");
    assertThat(standing()).isEmpty();
    mounts(MOUNTS);
    Files.createDirectories(dir.resolve("proc/spl/kstat/zfs/tank"));
    assertThat(standing()).isEmpty();
  }

  @Test
  void nothingIsKeptWhereRunIsNotInMemory() throws Exception {
    mounts(MOUNTS.replace(" /run ", " /elsewhere "));
    assertThat(standing()).isEmpty();
  }
}
