package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Probe;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.Configuration.ConfigFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A file of the mounted installed system.
 *
 * @param path its path there, as it was asked for
 * @param place where it really lies on the live system, links followed inside the installed one
 * @param content its bytes
 */
record InstalledFile(String path, String place, byte[] content) {

  private static final Probe PROBE =
      Probe.of(
          InstalledFile.class,
          "file",
          "read a file of the installed system",
          Duration.ofMinutes(2));

  /** Its content as text; {@link #bytes} makes the same bytes of it again. */
  String text() {
    return new String(content, charset());
  }

  /**
   * The bytes of a changed text, encoded as this file is.
   *
   * @throws Trouble.Refused if the file is no UTF-8 and can't hold one of the characters
   */
  byte[] bytes(String changed) {
    if (!charset().newEncoder().canEncode(changed)) {
      throw new Trouble.Rejected(
          Clean.line(path) + " is no UTF-8 text, and can't hold what is to be written.",
          "edit(\"" + Clean.line(path) + "\") opens it, to change it by hand.");
    }
    return changed.getBytes(charset());
  }

  /**
   * Refuses to have a file of the Nix store changed: a rescue can write there, but it would spoil
   * what was built, and the next build makes it anew.
   *
   * @param root where the installed system is mounted
   * @param elsewhere folders of the installed system that may hold the source
   * @throws Trouble.Refused if the file lies in the store
   */
  void mustNotBeInStore(String root, List<String> elsewhere) {
    if (place.startsWith(root + "/nix/store/")) {
      throw new Trouble.NotReady(
          Clean.line(path)
              + " lies in the Nix store, as "
              + Clean.line(place.substring(root.length()))
              + ": a build made it, and a change to it would have no effect. Its source lies"
              + " elsewhere.",
          elsewhere.isEmpty()
              ? "Look for the source, perhaps below /home, with enter(); then edit(\"/ITS/PATH\")."
              : "There is a flake in "
                  + Clean.line(String.join(", ", elsewhere))
                  + ": edit(\""
                  + Clean.line(elsewhere.getFirst())
                  + "/flake.nix\") opens it.");
    }
  }

  /** UTF-8; for what is none, one that keeps every byte as it is. */
  private Charset charset() {
    byte[] again = new String(content, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    return Arrays.equals(content, again) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
  }

  /**
   * Reads a file of the mounted configuration; in a rehearsal, what it would hold, of what the
   * survey read where nothing is really mounted.
   *
   * @throws Trouble.Refused if it can't be read
   */
  static InstalledFile read(Rescue rescue, Configuration surveyed, String path) {
    String root = rescue.root();
    DryRunState rehearsed = rescue.rehearsed();
    if (rehearsed.isEmpty()) {
      return read(rescue.machine(), root, path);
    }
    Optional<ConfigFile> text = surveyed.file(path).filter(InstalledFile::isWhole);
    if (text.isPresent()) {
      byte[] content = text.get().text().getBytes(StandardCharsets.UTF_8);
      return new InstalledFile(text.get().path(), root + text.get().path(), content);
    }
    if (!rescue.isReadable()) {
      throw new Trouble.NotReady(
          "A rehearsal can't read all of " + Clean.line(path) + ": nothing is really mounted.",
          "mountAll() in earnest, and rehearse the rest.");
    }
    InstalledFile now = read(rescue.machine(), root, path);
    DryRunState.Content then = rehearsed.content(now.place());
    byte[] content =
        then.written()
            .orElseGet(() ->
                read(rescue.machine(), root, then.place().substring(root.length())).content());
    return new InstalledFile(path, now.place(), content);
  }

  /** Whether the survey has each byte of it: what is no UTF-8 became another character. */
  private static boolean isWhole(ConfigFile file) {
    return file.complete() && file.text().indexOf('\ufffd') < 0;
  }

  /** Reads the file at {@code path} of the system at {@code root}. */
  static InstalledFile read(Machine machine, String root, String path) {
    Probe.Sections sections = PROBE.run(machine, root, path);
    Probe.Section content =
        sections
            .find(FilesFormat.CONTENT)
            .filter(Probe.Section::ok)
            .orElseThrow(() ->
                new Trouble.NotReady(
                    "Could not read "
                        + Clean.line(path)
                        + " of the installed system: "
                        + sections
                            .find(FilesFormat.CONTENT)
                            .map(s -> Clean.lastLines(s.errText(), 1))
                            .orElse("its links lead in a circle"),
                    "config() lists the files there are."));
    return new InstalledFile(path, sections.text(FilesFormat.PATH), content.out());
  }
}
