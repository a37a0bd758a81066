package dev.thaw.practice.probes;

import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.Errno;
import dev.thaw.practice.state.MountNamespace;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** {@code password.sh}: sets the password of an account, or brings its old one back. */
final class PasswordScript {

  private static final String SHADOW = "/etc/shadow";
  private static final int DAY = 86_400;

  private PasswordScript() {}

  static int run(Invocation invocation) {
    List<String> words = invocation.arguments();
    String root = words.get(1).replaceFirst("/$", "");
    MountNamespace namespace = invocation.namespace().chroot(root);
    if (!namespace.isFile(SHADOW)) {
      return invocation.fail(1, "The system at " + words.get(1) + " has no /etc/shadow.");
    }
    try {
      return words.get(0).equals("set")
          ? set(invocation, namespace, words.get(2), words.get(3))
          : restore(invocation, namespace, words.get(2), words.get(3));
    } catch (Errno e) {
      return invocation.fail(1, "/etc/shadow could not be written; it is as it was.");
    }
  }

  private static int set(
      Invocation invocation, MountNamespace namespace, String kept, String name) {
    String now = line(namespace, name).orElse("");
    String[] fields = (now.isEmpty() ? ":::::::::" : now).split(":", 4);
    String line =
        String.join(
            ":",
            name,
            "$6$practice$" + hash(invocation.stdin()),
            Long.toString(invocation.state().now() / DAY),
            fields.length > 3 ? fields[3] : "");
    invocation.namespace().mkdirs(MountNamespace.parent(kept));
    invocation.namespace().write(kept, new Content.Text(now + "\n" + line + "\n"), 0600);
    replace(namespace, name, line);
    return 0;
  }

  private static int restore(
      Invocation invocation, MountNamespace namespace, String kept, String name) {
    if (!invocation.namespace().isFile(kept)) {
      return invocation.fail(1, "The old password is gone: " + kept + " is not there.");
    }
    List<String> lines = invocation.namespace().text(kept).lines().toList();
    String now = line(namespace, name).orElse("");
    if (now.equals(lines.get(0))) {
      return 0;
    }
    if (!now.equals(lines.get(1))) {
      return invocation.fail(
          1, "The password of " + name + " was changed since, and is left as it is.");
    }
    if (lines.get(0).isEmpty()) {
      return invocation.fail(
          1, "The account " + name + " had no line in /etc/shadow before, and keeps its new one.");
    }
    replace(namespace, name, lines.get(0));
    return 0;
  }

  private static Optional<String> line(MountNamespace namespace, String name) {
    return namespace.text(SHADOW).lines().filter(one -> one.startsWith(name + ":")).findFirst();
  }

  private static void replace(MountNamespace namespace, String name, String line) {
    var lines = new ArrayList<String>();
    boolean done = false;
    for (String one : namespace.text(SHADOW).lines().toList()) {
      if (!one.startsWith(name + ":")) {
        lines.add(one);
      } else if (!done) {
        lines.add(line);
        done = true;
      }
    }
    if (!done) {
      lines.add(line);
    }
    namespace.write(SHADOW, new Content.Text(String.join("\n", lines) + "\n"), 0640);
  }

  /** What stands for a hash here: the machine is in memory, and nobody's passwords are. */
  private static String hash(byte[] password) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-512").digest(password);
      return Base64.getEncoder().withoutPadding().encodeToString(digest).replace('+', '.');
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
