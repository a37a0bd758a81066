package dev.thaw.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A user of this computer who is there for one test.
 *
 * @param name not the name of a person's account: {@code thaw-test-…}
 */
record TestUser(String name) {

  static final String PASSWORD = "correct horse";

  /**
   * Makes the user.
   *
   * @param rule what sudo lets them do: {@code ALL=(ALL) NOPASSWD: ALL}
   */
  static TestUser make(String name, String rule) throws IOException, InterruptedException {
    assertThat(Path.of("/usr/bin/sudo"))
        .as("These tests need sudo: run ./verify, or install it.")
        .isExecutable();
    var user = new TestUser(name);
    user.remove();
    LoopbackSshd.run("useradd", "--no-create-home", "--home-dir", "/", "-s", "/bin/sh", name);
    LoopbackSshd.feed(name + ":" + PASSWORD + "\n", "chpasswd");
    Files.writeString(user.rules(), name + " " + rule + "\n");
    Files.setPosixFilePermissions(user.rules(), PosixFilePermissions.fromString("r--r-----"));
    return user;
  }

  private Path rules() {
    return Path.of("/etc/sudoers.d", name);
  }

  /** Removes the user; nothing happens if it is not there. */
  void remove() throws IOException, InterruptedException {
    Files.deleteIfExists(rules());
    LoopbackSshd.run("sh", "-c", "! id \"$1\" >/dev/null 2>&1 || userdel \"$1\"", "x", name);
  }
}
