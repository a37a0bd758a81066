package dev.thaw.boot;

import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.Installation;
import dev.thaw.rescue.Installed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Evidence of broken installations, for tests. */
public final class Broken {

  private Broken() {}

  /** A configuration of this one file. */
  public static Configuration configuration(String text) {
    var file = new ConfigFile("/etc/nixos/configuration.nix", text.length(), text, true);
    return new Configuration("/etc/nixos", List.of(file), Optional.empty(), List.of());
  }

  /** An installation with this configuration, whose generation 57 boots. */
  public static Installation installation(String text) {
    return Installed.with(
        List.of(), configuration(text), Installed.generation(57, true, true, true));
  }

  /** What is known of it with this on the screen. */
  public static Evidence evidence(String text, String screen) {
    return Evidence.of(installation(text), Symptom.of(screen));
  }

  /**
   * The same of a configuration of several files, each after its path, as the host {@code name}.
   */
  public static Evidence evidence(String name, String screen, String... files) {
    var all = new ArrayList<ConfigFile>();
    for (int i = 0; i < files.length; i += 2) {
      all.add(new ConfigFile("/etc/nixos/" + files[i], files[i + 1].length(), files[i + 1], true));
    }
    Installation plain =
        Installed.with(
            List.of(),
            new Configuration("/etc/nixos", all, Optional.empty(), List.of()),
            Installed.generation(57, true, true, true));
    return Evidence.of(Installed.named(plain, name), Symptom.of(screen));
  }
}
