package dev.thaw.practice.probes;

import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.Errno;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** {@code record.sh} and {@code write-file.sh}. */
final class RecordScripts {

  private static final int NOT_RECORDED = 125;

  private RecordScripts() {}

  /** Appends a line to the record, runs the program, and appends how it ended. */
  static int record(Invocation invocation) {
    List<String> words = invocation.arguments();
    String file = words.get(0) + "/record.jsonl";
    Invocation.Printed made = invocation.capture("mkdir", "-p", words.get(0));
    if (made.status() != 0) {
      return invocation.fail(NOT_RECORDED, "thaw-record: " + made.errText().strip());
    }
    try {
      append(invocation, file, words.get(2));
    } catch (Errno e) {
      return invocation.fail(NOT_RECORDED, "thaw-record: " + file + ": " + e.getMessage());
    }
    int reboots = invocation.state().reboots;
    int status = invocation.calling(words.subList(3, words.size())).run();
    if (invocation.state().reboots == reboots) {
      append(invocation, file, "{\"id\":\"" + words.get(1) + "\",\"status\":" + status + "}");
    }
    return status;
  }

  private static void append(Invocation invocation, String file, String line) {
    String before = invocation.namespace().text(file);
    invocation.namespace().write(file, new Content.Text(before + line + "\n"), 0600);
  }

  /** Prints the record, if there is one. */
  static int read(Invocation invocation) {
    String file = invocation.arguments().getFirst();
    return invocation.namespace().findLink(file).isEmpty()
        ? 0
        : invocation.calling(List.of("cat", "--", file)).run();
  }

  /** Writes a file in one step. */
  static int writeFile(Invocation invocation) {
    String file = invocation.arguments().get(0);
    String directory = MountNamespace.parent(file);
    if (!invocation.namespace().isDirectory(directory)) {
      return invocation.fail(1, "The directory " + directory + "/ is not there.");
    }
    Optional<Node> old = invocation.namespace().findLink(file);
    if (old.map(Node::isLink).orElse(false)) {
      return invocation.fail(1, file + " is a symbolic link; name the file that it points to.");
    }
    if (old.isPresent() && !old.get().isFile()) {
      return invocation.fail(1, file + " is there and is not a file.");
    }
    if (invocation.stdin().length != Long.parseLong(invocation.arguments().get(2))) {
      return invocation.fail(1, "Only a part of the file arrived.");
    }
    if (!sum(invocation.stdin()).equals(invocation.arguments().get(3))) {
      return invocation.fail(1, "What arrived is not what was sent.");
    }
    String shown = invocation.arguments().size() > 4 ? invocation.arguments().get(4) : "";
    if (!shown.isEmpty() && (old.isEmpty() || !sum(old.get().content().read()).equals(shown))) {
      return invocation.fail(
          1,
          file
              + " was changed meanwhile, and is left as it is. Look at it, and repeat the change.");
    }
    try {
      invocation
          .namespace()
          .write(
              file,
              Content.of(invocation.stdin()),
              Integer.parseInt(invocation.arguments().get(1), 8));
    } catch (Errno e) {
      return invocation.fail(1, "cat: write error: " + e.getMessage());
    }
    return 0;
  }

  /** {@code restore-file.sh}: puts a copy back in a file's place, if that is as it was written. */
  static int restoreFile(Invocation invocation) {
    String backup = invocation.arguments().get(0);
    String file = invocation.arguments().get(1);
    Optional<Node> old = invocation.namespace().findLink(backup);
    Optional<Node> now = invocation.namespace().findLink(file);
    if (old.isEmpty()) {
      return invocation.fail(1, "The old text is gone: " + backup + " is not there.");
    }
    if (now.isPresent()
        && !now.get().content().equals(old.get().content())
        && !sum(now.get().content().read()).equals(invocation.arguments().get(2))) {
      return invocation.fail(
          1,
          file
              + " was changed since, and taking the old text would lose that. The old text is in "
              + backup
              + ".");
    }
    return invocation.calling(List.of("cp", "-a", "--", backup, file)).run();
  }

  private static String sum(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
