package dev.thaw.nixos.loader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Unified images, and stubs that name files beside them (lanzaboote): each entry is a program, and
 * systemd-boot's menu offers them among its own entries.
 */
public record UnifiedImages() implements BootLoader {

  private static final String IMAGES = "/efi/linux/";

  @Override
  public String label() {
    return "unified images";
  }

  /** Each has its name on the first line, then what was found in it. */
  @Override
  public Optional<BootMenu> read(Map<String, List<String>> texts) {
    List<LoaderEntry> images =
        texts.getOrDefault("uki", List.of()).stream()
            .map(text -> image(text, hashes(text, texts.getOrDefault("stub", List.of()))))
            .filter(image -> !image.toplevel().isEmpty())
            .sorted(LoaderEntry.MENU_ORDER)
            .toList();
    return BootMenu.ofNixos(this, images, images.stream().findFirst(), "");
  }

  /** The init that it starts, its os-release, and the kernel and initrd that a stub names. */
  private static LoaderEntry image(String text, Map<String, String> hashes) {
    var release = new HashMap<String, String>();
    var options = new ArrayList<String>();
    var beside = new ArrayList<String>();
    List<String> lines = text.lines().toList();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      int equals = line.indexOf('=');
      if (!LoaderEntry.system(line).isEmpty()) {
        options.add(line);
      } else if (line.startsWith("EFI")) {
        beside.add("/" + line.replace('\\', '/'));
      } else if (equals > 0) {
        release.putIfAbsent(
            line.substring(0, equals), line.substring(equals + 1).replaceAll("^[\"']|[\"']$", ""));
      }
    }
    String kernel = beside.stream().filter(file -> isOf("kernel", file)).findFirst().orElse("");
    List<String> initrds = beside.stream().filter(file -> isOf("initrd", file)).distinct().toList();
    var expected = new HashMap<String, String>();
    if (!kernel.isEmpty() && hashes.containsKey("linuxh")) {
      expected.put(kernel, "sha256 " + hashes.get("linuxh"));
    }
    if (initrds.size() == 1 && hashes.containsKey("initrdh")) {
      expected.put(initrds.getFirst(), "sha256 " + hashes.get("initrdh"));
    }
    return new LoaderEntry(
        lines.isEmpty() ? "" : lines.getFirst(),
        release.getOrDefault("PRETTY_NAME", ""),
        first(release, "IMAGE_VERSION", "VERSION", "VERSION_ID", "BUILD_ID"),
        first(release, "IMAGE_ID", "ID"),
        "",
        kernel,
        initrds,
        options,
        expected);
  }

  /** What the stub of that name has in sections of its own, by the sections' names. */
  private static Map<String, String> hashes(String image, List<String> stubs) {
    String name = image.lines().findFirst().orElse("") + "\n";
    return stubs.stream()
        .filter(stub -> stub.startsWith(name))
        .flatMap(stub -> stub.lines().skip(1))
        .filter(line -> line.matches("[a-z]+=[0-9a-f]{64}"))
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.indexOf('=')),
                line -> line.substring(line.indexOf('=') + 1),
                (one, other) -> one));
  }

  /** As lanzaboote calls its copies: after what they are, their version, their hash. */
  private static boolean isOf(String what, String file) {
    return file.toLowerCase(Locale.ROOT).startsWith("/efi/nixos/" + what + "-");
  }

  private static String first(Map<String, String> release, String... keys) {
    return Stream.of(keys).map(release::get).filter(Objects::nonNull).findFirst().orElse("");
  }

  @Override
  public boolean isMenu(String path) {
    return path.toLowerCase(Locale.ROOT).startsWith(IMAGES);
  }

  @Override
  public boolean isEntry(String path) {
    return path.toLowerCase(Locale.ROOT).startsWith(IMAGES + "nixos-");
  }

  /** The firmware starts systemd-boot, and that one of them. */
  @Override
  public Optional<LoaderEntry> byDefault(BootTree tree) {
    return new SystemdBoot().byDefault(tree).or(() -> BootLoader.super.byDefault(tree));
  }

  @Override
  public Optional<String> defaultFile() {
    return new SystemdBoot().defaultFile();
  }

  @Override
  public Optional<String> withDefault(String text, LoaderEntry entry) {
    return new SystemdBoot().withDefault(text, entry);
  }

  /** They are sorted by their number. */
  @Override
  public boolean startsNewest() {
    return true;
  }

  @Override
  public String folder() {
    return "/EFI/nixos";
  }

  @Override
  public boolean hidesFiles() {
    return true;
  }

  @Override
  public String programFolders() {
    return new SystemdBoot().programFolders();
  }
}
