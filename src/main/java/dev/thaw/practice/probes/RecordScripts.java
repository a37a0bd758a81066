package dev.thaw.practice.probes;

import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.Errno;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import java.nio.charset.StandardCharsets;
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
  static int record(Invocation call) {
    List<String> words = call.arguments();
    String file = words.get(0) + "/record.jsonl";
    Invocation.Printed made = call.capture("mkdir", "-p", words.get(0));
    if (made.status() != 0) {
      return call.fail(NOT_RECORDED, "thaw-record: " + made.errText().strip());
    }
    try {
      append(call, file, words.get(2));
    } catch (Errno e) {
      return call.fail(NOT_RECORDED, "thaw-record: " + file + ": " + e.getMessage());
    }
    int reboots = call.computer().reboots;
    int status = call.calling(words.subList(3, words.size())).run();
    if (call.computer().reboots == reboots) {
      append(call, file, "{\"id\":\"" + words.get(1) + "\",\"status\":" + status + "}");
    }
    return status;
  }

  private static void append(Invocation call, String file, String line) {
    String before = call.view().text(file);
    call.view().write(file, new Content.Text(before + line + "\n"), 0600);
  }

  /** Prints the record, if there is one. */
  static int read(Invocation call) {
    String file = call.arguments().getFirst();
    return call.view().findLink(file).isEmpty()
        ? 0
        : call.calling(List.of("cat", "--", file)).run();
  }

  /** Writes a file in one step. */
  static int writeFile(Invocation call) {
    String file = call.arguments().get(0);
    String directory = MountNamespace.parent(file);
    if (!call.view().isDirectory(directory)) {
      return call.fail(1, "The directory " + directory + "/ is not there.");
    }
    Optional<Node> old = call.view().findLink(file);
    if (old.map(Node::isLink).orElse(false)) {
      return call.fail(1, file + " is a symbolic link; name the file that it points to.");
    }
    if (old.isPresent() && !old.get().isFile()) {
      return call.fail(1, file + " is there and is not a file.");
    }
    if (call.stdin().length != Long.parseLong(call.arguments().get(2))) {
      return call.fail(1, "Only a part of the file arrived.");
    }
    if (!sum(call.stdin()).equals(call.arguments().get(3))) {
      return call.fail(1, "What arrived is not what was sent.");
    }
    String shown = call.arguments().size() > 4 ? call.arguments().get(4) : "";
    if (!shown.isEmpty() && (old.isEmpty() || !sum(old.get().content().read()).equals(shown))) {
      return call.fail(
          1,
          file
              + " was changed meanwhile, and is left as it is. Look at it, and repeat the change.");
    }
    try {
      call.view()
          .write(file, Content.of(call.stdin()), Integer.parseInt(call.arguments().get(1), 8));
    } catch (Errno e) {
      return call.fail(1, "cat: write error: " + e.getMessage());
    }
    return 0;
  }

  /** {@code restore-file.sh}: puts a copy back in a file's place, if that is as it was written. */
  static int restoreFile(Invocation call) {
    String backup = call.arguments().get(0);
    String file = call.arguments().get(1);
    Optional<Node> old = call.view().findLink(backup);
    Optional<Node> now = call.view().findLink(file);
    if (old.isEmpty()) {
      return call.fail(1, "The old text is gone: " + backup + " is not there.");
    }
    if (now.isPresent()
        && !now.get().content().equals(old.get().content())
        && !sum(now.get().content().read()).equals(call.arguments().get(2))) {
      return call.fail(
          1,
          file
              + " was changed since, and taking the old text would lose that. The old text is in "
              + backup
              + ".");
    }
    return call.calling(List.of("cp", "-a", "--", backup, file)).run();
  }

  private static String sum(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Text as bytes, for what probes print. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
