package dev.thaw.nixos.loader;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * GRUB: its menu is a script. It copies only where it can't read the store, and removes what it
 * does not need any more at the end.
 */
public record Grub() implements BootLoader {

  @Override
  public String label() {
    return "GRUB";
  }

  /** It keeps what was chosen in a file of its own, and that decides over the default, too. */
  @Override
  public Optional<BootMenu> read(Map<String, List<String>> texts) {
    String script = text(texts, "grub");
    String kept = text(texts, "grubenv");
    var menu = new GrubMenu(script, kept);
    String started = menu.byDefault().map(LoaderEntry::toplevel).orElse("");
    String unsaved =
        new GrubMenu(script, "")
            .byDefault()
            .map(LoaderEntry::toplevel)
            .filter(first -> !first.equals(started))
            .orElse("");
    return BootMenu.ofNixos(this, menu.entries(), menu.byDefault(), unsaved);
  }

  private static String text(Map<String, List<String>> texts, String name) {
    return texts.getOrDefault(name, List.of("")).getFirst();
  }

  @Override
  public Optional<String> menuText() {
    return Optional.of("/grub/grub.cfg");
  }

  @Override
  public Optional<String> defaultOption() {
    return Optional.of("boot.loader.grub.default");
  }

  @Override
  public Optional<KeptChoice> keptChoice() {
    return Optional.of(new KeptChoice("/grub/grubenv", "saved_entry"));
  }

  @Override
  public String folder() {
    return "/kernels";
  }

  @Override
  public boolean readsStore() {
    return true;
  }

  @Override
  public String programFolders() {
    return "boot|nixos-[^/]*";
  }
}
