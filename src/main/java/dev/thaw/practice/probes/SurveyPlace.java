package dev.thaw.practice.probes;

import dev.thaw.machine.NulText;
import dev.thaw.nixos.SurveyFormat;
import dev.thaw.nixos.SurveyRows;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The part of {@code survey.sh} about a place that a boot loader reads. */
final class SurveyPlace {

  /** So deep are files looked for. */
  private static final int DEPTH = 6;

  /** The menus of other loaders, by what the script calls each. */
  private static final Map<String, List<String>> MENUS = menus();

  /** What of a unified image is printed. */
  private static final Pattern OF_IMAGE =
      Pattern.compile(
          "init=/nix/store/[^ \"\\p{Cntrl}]*/init|[A-Z_]*(?:ID|VERSION|NAME)=[^\\p{Cntrl}]{1,200}"
              + "|EFI.nixos.[A-Za-z0-9._+-]{1,200}");

  private static final int MOST_OF_IMAGE = 40;

  private SurveyPlace() {}

  private static Map<String, List<String>> menus() {
    var menus = new LinkedHashMap<String, List<String>>();
    menus.put("grub", List.of("/grub/grub.cfg"));
    menus.put("grubenv", List.of("/grub/grubenv"));
    menus.put("extlinux", List.of("/extlinux/extlinux.conf"));
    menus.put("limine", List.of("/limine/limine.conf", "/limine.conf"));
    return menus;
  }

  /**
   * Adds the sections on a place.
   *
   * @param key what their names begin with
   * @param namespace the files of the place, which is its root
   * @param blocks how many there are, how many are free, and how large one is
   */
  static void add(Answer answer, String key, MountNamespace namespace, String blocks) {
    answer.text(SurveyFormat.space(key), 0, blocks);
    var files = new NulText();
    below(namespace, "").forEach(path -> files.add(path.substring(1), namespace.node(path).size()));
    answer.bytes(SurveyFormat.bootFiles(key), 0, files.bytes());
    boolean conf = namespace.isFile("/loader/loader.conf");
    answer.text(
        SurveyFormat.conf(key), conf ? 0 : 1, conf ? namespace.text("/loader/loader.conf") : "");
    var entries = new NulText();
    boolean hasEntries = namespace.isDirectory("/loader/entries");
    if (hasEntries) {
      for (String name : namespace.list("/loader/entries")) {
        String path = "/loader/entries/" + name;
        if (name.endsWith(".conf") && namespace.findLink(path).filter(Node::isFile).isPresent()) {
          byte[] content = namespace.content(path).read();
          SurveyRows.Text.print(entries, name, content, SurveyFormat.ENTRY_LIMIT);
        }
      }
    }
    answer.bytes(SurveyFormat.entries(key), hasEntries ? 0 : 1, entries.bytes());
    boolean images = namespace.isDirectory("/EFI/Linux");
    answer.bytes(SurveyFormat.menus(key), images ? 0 : 1, menus(namespace, images));
  }

  private static byte[] menus(MountNamespace namespace, boolean images) {
    var menus = new NulText();
    MENUS.forEach((loader, paths) ->
        paths.stream()
            .filter(namespace::isFile)
            .forEach(path -> menus.add(loader, namespace.text(path).replace("\0", ""))));
    if (images) {
      for (String name : namespace.list("/EFI/Linux")) {
        String path = "/EFI/Linux/" + name;
        Optional<Node> node = namespace.findLink(path).filter(Node::isFile);
        if (name.endsWith(".efi") && node.isPresent()) {
          menus.add("uki", name + "\n" + said(node.get()));
        }
      }
    }
    return menus.bytes();
  }

  /** What an image says of itself, a line each. */
  private static String said(Node image) {
    String bytes = new String(image.content().read(), StandardCharsets.ISO_8859_1);
    return OF_IMAGE
        .matcher(bytes)
        .results()
        .limit(MOST_OF_IMAGE)
        .map(found -> found.group() + "\n")
        .collect(Collectors.joining());
  }

  /** The files below a folder, by their paths from there; those deeper down are left out. */
  static List<String> below(MountNamespace namespace, String folder) {
    return below(namespace, folder, 1).stream()
        .map(path -> path.substring(folder.length()))
        .toList();
  }

  private static List<String> below(MountNamespace namespace, String folder, int depth) {
    var files = new ArrayList<String>();
    for (String name : namespace.list(folder.isEmpty() ? "/" : folder)) {
      String path = folder + "/" + name;
      Optional<Node> node = namespace.findLink(path);
      if (node.filter(Node::isDirectory).isPresent() && depth < DEPTH) {
        files.addAll(below(namespace, path, depth + 1));
      } else if (node.filter(Node::isFile).isPresent()) {
        files.add(path);
      }
    }
    return files;
  }
}
