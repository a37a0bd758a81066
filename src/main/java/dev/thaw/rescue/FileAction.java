package dev.thaw.rescue;

import dev.thaw.machine.MachineFiles;
import dev.thaw.machine.Probe;
import dev.thaw.machine.Scripts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A file that is written, copied, moved or taken away; all paths are of the live system. */
public sealed interface FileAction extends Action {

  /** To a slow stick, files are copied at a few megabytes a second. */
  @Override
  default Duration limit() {
    return Duration.ofMinutes(10);
  }

  /**
   * A file's content replaced by what comes on standard input, if it still holds what was shown.
   *
   * @param length of the new content, in bytes
   * @param sha256 of the new content
   * @param shown the checksum of what the file holds
   */
  record WriteFile(String path, long length, String sha256, String shown) implements FileAction {
    @Override
    public List<String> argv() {
      return MachineFiles.replacing(path, length, sha256, shown);
    }

    @Override
    public List<String> paths() {
      return List.of(path);
    }

    @Override
    public Duration limit() {
      return MachineFiles.LIMIT;
    }
  }

  /**
   * A file's old content brought back, if it holds what was written.
   *
   * @param backup where a copy of the old content is
   * @param written the checksum of what was written
   */
  record RestoreFile(String backup, String path, String written) implements FileAction {
    @Override
    public List<String> argv() {
      return MachineFiles.restoring(backup, path, written);
    }

    @Override
    public List<String> paths() {
      return List.of(path);
    }
  }

  /**
   * A file copied.
   *
   * @param archive whether owner, mode and times are the copy's, too
   */
  record CopyFile(String from, String to, boolean archive) implements FileAction {
    @Override
    public List<String> argv() {
      return archive ? List.of("cp", "-a", "--", from, to) : List.of("cp", "--", from, to);
    }

    @Override
    public List<String> paths() {
      return List.of(from, to);
    }
  }

  /** A file given another name, unless there is one of that name. */
  record MoveFile(String from, String to) implements FileAction {
    @Override
    public List<String> argv() {
      return List.of("mv", "-n", "--", from, to);
    }

    @Override
    public List<String> paths() {
      return List.of(from, to);
    }
  }

  /** A file taken away. */
  record RemoveFile(String path) implements FileAction {
    @Override
    public List<String> argv() {
      return List.of("rm", "--", path);
    }

    @Override
    public List<String> paths() {
      return List.of(path);
    }
  }

  /** Files taken away, those of them that are there. */
  record RemoveLeftovers(List<String> paths) implements FileAction {
    @Override
    public List<String> argv() {
      return with(paths, "rm", "-f", "--");
    }
  }

  /** Folders made, with those above them, where they are not there. */
  record MakeFolders(List<String> paths) implements FileAction {
    @Override
    public List<String> argv() {
      return with(paths, "mkdir", "-p", "--");
    }
  }

  /** A folder taken away, if it is empty. */
  record RemoveFolder(String path) implements FileAction {
    @Override
    public List<String> argv() {
      return List.of("rmdir", "--", path);
    }

    @Override
    public List<String> paths() {
      return List.of(path);
    }
  }

  /** The kernel's protection taken off a file. */
  record Unprotect(String path) implements FileAction {
    @Override
    public List<String> argv() {
      return List.of("chattr", "-i", path);
    }

    @Override
    public List<String> paths() {
      return List.of(path);
    }
  }

  /**
   * An account's password set in {@code /etc/shadow} to what comes on standard input; see {@code
   * password.sh}.
   *
   * @param root where the installed system is mounted
   * @param kept where the account's old line and its new one are kept
   */
  record SetPassword(String root, String kept, String account) implements FileAction {
    @Override
    public List<String> argv() {
      return password("set", root, kept, account);
    }

    @Override
    public List<String> paths() {
      return List.of(root + "/etc/shadow");
    }
  }

  /** The account's old line brought back, if it has the new one; as above. */
  record RestorePassword(String root, String kept, String account) implements FileAction {
    @Override
    public List<String> argv() {
      return password("restore", root, kept, account);
    }

    @Override
    public List<String> paths() {
      return List.of(root + "/etc/shadow");
    }
  }

  private static List<String> password(String what, String root, String kept, String account) {
    String script =
        Scripts.read(Probe.class, "prelude.sh") + Scripts.read(FileAction.class, "password.sh");
    return List.of("sh", "-c", script, "thaw-password", what, root, kept, account);
  }

  /** How much is done to have a file kept that makes room, or to put one back. */
  enum Care {
    /** Taken away without being kept. */
    DROP,
    /** Kept where there is room for it. */
    TRY,
    /** Kept, or nothing is done. */
    KEEP,
    /** Put back if nothing else is in its place. */
    MILD,
    /** Put back in place of what is there. */
    WHOLE;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Files of a boot partition taken away, to make room; see {@code make-room.sh}.
   *
   * @param root where the installed system is mounted
   * @param mountPoint of the partition, on the installed system
   * @param kept where they are kept, on the installed system
   * @param files below the mount point
   */
  record MakeRoom(Care care, String root, String mountPoint, String kept, List<String> files)
      implements FileAction {
    private static final String SCRIPT =
        Scripts.read(Probe.class, "prelude.sh") + Scripts.read(MakeRoom.class, "make-room.sh");

    @Override
    public List<String> argv() {
      return with(files, "sh", "-c", SCRIPT, "thaw-make-room", care.word(), root, mountPoint, kept);
    }

    @Override
    public List<String> paths() {
      return List.of(root + mountPoint);
    }
  }

  /**
   * Those files put back; see {@code put-back.sh}.
   *
   * @param folder the loader's own, below the mount point
   * @param names the files that were there of the loader's and its entries'
   */
  record PutBack(
      Care care,
      String root,
      String mountPoint,
      String kept,
      String folder,
      List<String> names,
      List<String> files)
      implements FileAction {
    private static final String SCRIPT =
        Scripts.read(Probe.class, "prelude.sh") + Scripts.read(PutBack.class, "put-back.sh");

    @Override
    public List<String> argv() {
      List<String> before =
          List.of("sh", "-c", SCRIPT, "thaw-put-back", care.word(), root, mountPoint, kept, folder);
      return Stream.of(before, List.of(Integer.toString(names.size())), names, files)
          .flatMap(List::stream)
          .toList();
    }

    @Override
    public List<String> paths() {
      return List.of(root + mountPoint);
    }
  }

  /**
   * Files brought back by git to what they were in a commit, staged as well: a flake does not see a
   * file that git does not know.
   *
   * @param repository of the installed system
   * @param folder of the installed system
   */
  record RestoreCommit(String root, String repository, String commit, String folder)
      implements FileAction {
    @Override
    public List<String> argv() {
      return git(
          root,
          repository,
          List.of("restore", "--source", commit, "--staged", "--worktree", "--", folder));
    }

    @Override
    public List<String> paths() {
      return List.of(root + folder);
    }
  }

  /** What is not committed kept aside by git; of the installed system as above. */
  record Stash(String root, String repository, String folder) implements FileAction {
    @Override
    public List<String> argv() {
      return git(root, repository, List.of("stash", "push", "--include-untracked", "--", folder));
    }

    @Override
    public List<String> paths() {
      return List.of(root + folder);
    }
  }

  /** What git kept aside last brought back. */
  record PopStash(String root, String repository) implements FileAction {
    @Override
    public List<String> argv() {
      return git(root, repository, List.of("stash", "pop", "--index"));
    }

    @Override
    public List<String> paths() {
      return List.of(root + repository);
    }
  }

  private static List<String> git(String root, String repository, List<String> arguments) {
    return Inside.acting(root, Inside.PROFILE, List.of(), Git.argv(repository, arguments));
  }

  private static List<String> with(List<String> files, String... program) {
    var argv = new ArrayList<>(List.of(program));
    argv.addAll(files);
    return argv;
  }
}
