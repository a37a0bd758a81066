package dev.thaw.rescue;

import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.Configuration.Found;
import dev.thaw.nixos.HostFiles;
import dev.thaw.rescue.SettingEdit.Edits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Configurations that are written as one text, for tests; and what is asked of each. */
final class Trees {

  /** What MODULE stands for. */
  private static final String MODULE =
      "{ boot.kernelModules = [ \"a\" \"b\" ]; boot.loader.timeout = 5; }";

  /** Edits of what a module sets, and of what none does. */
  static final List<Function<HostFiles, Edits>> EDITS =
      List.of(
          files -> SettingEdit.remove(files, "boot.kernelModules", "a"),
          files -> SettingEdit.remove(files, "boot.kernelModules", "nothing"),
          files -> SettingEdit.add(files, "boot.kernelModules", "c"),
          files -> SettingEdit.add(files, "boot.initrd.kernelModules", "c"),
          files -> SettingEdit.set(files, "boot.loader.timeout", "9"),
          files -> SettingEdit.set(files, "networking.hostName", "x"),
          files -> SettingEdit.set(files, "networking.domain", "x"),
          files -> SettingEdit.unset(files, "boot.loader.timeout"),
          files -> SettingEdit.unset(files, "boot.loader.grub.device"));

  private Trees() {}

  /** The files behind lines {@code == PATH}, and links, {@code == PATH -> PATH}. */
  static Configuration configuration(String tree) {
    var files = new ArrayList<ConfigFile>();
    var links = new HashMap<String, String>();
    for (String part : tree.split("(?m)^== ")) {
      if (part.isBlank()) {
        continue;
      }
      String name = part.lines().findFirst().orElseThrow().strip();
      String text = part.substring(part.indexOf('\n') + 1).replace("MODULE", MODULE);
      String[] link = name.split(" -> ");
      String path = link[0].startsWith("/") ? link[0] : "/etc/nixos/" + link[0];
      if (link.length > 1) {
        links.put(path, link[1]);
      } else {
        files.add(new ConfigFile(path, text.length(), text, true));
      }
    }
    return new Configuration(
        "/etc/nixos",
        files,
        Optional.empty(),
        List.of(),
        new Found(links, Map.of(), Set.of(), true));
  }
}
