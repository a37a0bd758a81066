package dev.thaw.nixos.loader;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * GRUB: its menu is a script. It copies only where it can't read the store, and removes what it
 * does not need any more at the end.
 */
public record Grub() implements BootLoader {

  /** What marks the line that {@link #withDefault} has put there. */
  private static final String OURS = "# set by Thaw; a rebuild writes this file anew";

  private static final Pattern COPY = Pattern.compile("^.*(/kernels/[^/]+)$");

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
    List<LoaderEntry> entries = menu.entries().stream().map(Grub::onBoot).toList();
    String unsaved =
        new GrubMenu(script, "")
            .byDefault()
            .map(LoaderEntry::toplevel)
            .filter(first -> !first.equals(started))
            .orElse("");
    return BootMenu.ofNixos(this, entries, menu.byDefault().map(Grub::onBoot), unsaved);
  }

  /** Names are seen from the root of the filesystem, where /boot may be a folder in a subvolume. */
  private static LoaderEntry onBoot(LoaderEntry entry) {
    return new LoaderEntry(
        entry.file(),
        entry.title(),
        entry.version(),
        entry.sortKey(),
        entry.machineId(),
        onBoot(entry.linux()),
        entry.initrds().stream().map(Grub::onBoot).toList(),
        entry.options(),
        entry.hashes());
  }

  private static String onBoot(String path) {
    return COPY.matcher(path).replaceFirst("$1");
  }

  private static String text(Map<String, List<String>> texts, String name) {
    return texts.getOrDefault(name, List.of("")).getFirst();
  }

  @Override
  public Optional<String> menuText() {
    return Optional.of("/grub/grub.cfg");
  }

  /** Set once more, just before the first entry: what is set last counts. */
  @Override
  public Optional<String> withDefault(String text, LoaderEntry entry) {
    return new GrubMenu(text, "")
        .place(one -> onBoot(one).equals(entry))
        .map(place ->
            Lines.before(
                Lines.without(text, line -> line.endsWith(OURS)),
                line -> line.matches("\\s*(?:menuentry|submenu)\\s.*"),
                "set default=\"" + place + "\" " + OURS));
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
