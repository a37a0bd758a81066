package dev.thaw.nixos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes filesystems in files and shows them to the kernel as disks, writable ones. Needs root. */
public final class Images implements AutoCloseable {

  private final Path folder;
  private final List<String> devices = new ArrayList<>();

  /** Makes them in this folder. */
  public Images(Path folder) {
    this.folder = folder;
  }

  /** A filesystem made by {@code mkfs …}, the file's name last. */
  public Path make(String name, long mebibytes, String... mkfs) throws IOException {
    Path image = folder.resolve(name);
    run("truncate", "-s", mebibytes + "M", image.toString());
    var argv = new ArrayList<>(List.of(mkfs));
    argv.add(image.toString());
    run(argv.toArray(String[]::new));
    return image;
  }

  /** Runs a script in which $1 is where the image is mounted, and $2 is a folder. */
  void fill(Path image, Path from, String script) throws IOException {
    Path mount = Files.createDirectories(folder.resolve("mount"));
    run(
        "unshare",
        "-m",
        "--propagation",
        "private",
        "sh",
        "-euc",
        "mount -o loop \"$3\" \"$1\"; " + script + "\numount \"$1\"",
        "fill",
        mount.toString(),
        from.toString(),
        image.toString());
  }

  /** Shows an image as a disk, and gives the disk's name. */
  public String attach(Path image) throws IOException {
    String device = run("losetup", "-f", "--show", image.toString()).strip();
    devices.add(device);
    return device;
  }

  /** The contents' checksum. */
  public static String sum(Path image) throws IOException {
    return run("sha256sum", image.toString());
  }

  /** Runs a program; a failure is the test's failure, with what it printed. */
  public static String run(String... argv) throws IOException {
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes());
    try {
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", argv) + " printed: " + printed);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return printed;
  }

  @Override
  public void close() throws IOException {
    for (String device : devices) {
      run("losetup", "-d", device);
    }
  }
}
