package dev.thaw.machine;

import java.util.List;

/** Files of a machine, for tests: read by cat, written by the script that edits are written by. */
public record TestFiles(Machine machine) {

  /** The bytes of a file. */
  public byte[] read(String path) {
    return machine.run(Command.looks("read " + path, "cat", "--", path)).orFail("").out();
  }

  /** Writes a file, a new one readable for all. */
  public void write(String path, byte[] content) {
    machine.run(writing(path, Stdin.of(content), "644")).orFail("");
  }

  /** The command that does it. */
  public static Command writing(String path, Stdin content, String mode) {
    List<String> argv =
        MachineFiles.writing(path, mode, content.length(), MachineFiles.checksum(content));
    return Command.changes("write " + path, argv).reading(content);
  }
}
