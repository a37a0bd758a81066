package dev.thaw.nixos;

import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.EditResult.Already;
import dev.thaw.nixos.EditResult.Edited;
import dev.thaw.nixos.EditResult.FileEdit;
import dev.thaw.nixos.EditResult.NotFound;
import dev.thaw.nixos.NixLexer.Malformed;
import dev.thaw.nixos.NixReader.Binding;
import dev.thaw.nixos.NixReader.Body;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Changes one setting in the text of a configuration and keeps everything else byte for byte:
 * comments, indentation, the ends of lines. Nothing is evaluated and nothing is written; the result
 * is the new text of the files.
 */
public final class NixEdit {

  private static final String HARDWARE = "/hardware-configuration.nix";

  private final Map<String, NixFile> files = new LinkedHashMap<>();
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final List<String> unreadable = new ArrayList<>();
  private final String directory;

  private NixEdit(String directory, List<ConfigFile> all) {
    this.directory = directory;
    for (ConfigFile file : all) {
      if (file.path().endsWith(".nix")) {
        read(file);
      }
    }
  }

  /** Changes the files of a configuration. */
  public static NixEdit of(Configuration configuration) {
    return new NixEdit(configuration.directory(), configuration.files());
  }

  private void read(ConfigFile file) {
    if (!file.complete()) {
      unreadable.add(file.path() + " is too long to be changed here.");
    } else if (file.text().indexOf('\ufffd') >= 0) {
      unreadable.add(file.path() + " is not UTF-8 text.");
    } else {
      try {
        files.put(file.path(), new NixFile(file.text()));
        texts.put(file.path(), file.text());
      } catch (Malformed e) {
        long line = file.text().substring(0, e.offset()).chars().filter(c -> c == '\n').count() + 1;
        unreadable.add(file.path() + ":" + line + " is no Nix: " + e.getMessage() + ".");
      }
    }
  }

  /**
   * Takes an element out of a list, wherever the option is set.
   *
   * @param option with dots: {@code boot.initrd.kernelModules}
   * @param element a string's characters or a name; for kernel modules, {@code -} and {@code _} are
   *     the same
   */
  public EditResult remove(String option, String element) {
    List<String> path = NixPath.parse(option);
    Predicate<String> meant = meant(path, element);
    var edits = new ArrayList<FileEdit>();
    for (String file : files.keySet()) {
      String after = without(texts.get(file), path, meant);
      if (!after.equals(texts.get(file))) {
        edits.add(new FileEdit(file, texts.get(file), after));
      }
    }
    return edits.isEmpty() ? notThere(option, path, element, meant) : new Edited(edits);
  }

  /** One element after the other, as each changes where the others are. */
  private static String without(String text, List<String> path, Predicate<String> meant) {
    String now = text;
    while (true) {
      NixFile file = reread(now);
      Optional<String> next =
          file.settings(path).stream()
              .map(binding -> file.without(binding, meant))
              .flatMap(Optional::stream)
              .findFirst();
      if (next.isEmpty()) {
        return now;
      }
      now = next.get();
    }
  }

  private static NixFile reread(String text) {
    try {
      return new NixFile(text);
    } catch (Malformed e) {
      throw new IllegalStateException("An edit broke the file it was made to.", e);
    }
  }

  private static Predicate<String> meant(List<String> path, String element) {
    if (path.getLast().toLowerCase(java.util.Locale.ROOT).endsWith("kernelmodules")) {
      String module = element.replace('-', '_');
      return found -> found.replace('-', '_').equals(module);
    }
    return found -> found.equals(element) || found.equals("pkgs." + element);
  }

  private NotFound notThere(
      String option, List<String> path, String element, Predicate<String> meant) {
    var similar = new ArrayList<String>();
    boolean set = false;
    for (var file : files.entrySet()) {
      for (Binding binding : file.getValue().bindings()) {
        String where = file.getKey() + ":" + file.getValue().line(binding);
        List<String> elements = file.getValue().elements(binding);
        if (!binding.local() && binding.path().equals(path)) {
          set = true;
          similar.add(
              where + " sets " + option + " to " + shorten(file.getValue().value(binding)) + ".");
        } else if (elements.stream().anyMatch(meant)) {
          similar.add(
              where
                  + ": "
                  + element
                  + " is in "
                  + binding.name()
                  + (binding.local() ? " (a let)." : "."));
        } else if (isLike(binding, path)) {
          similar.add(where + " sets " + binding.name() + ".");
        }
      }
    }
    similar.addAll(unreadable);
    return new NotFound(
        set
            ? element + " is not in " + option + "."
            : "No file of the configuration sets " + option + ".",
        similar);
  }

  private static boolean isLike(Binding binding, List<String> path) {
    List<String> other = binding.path();
    int shared = Math.min(2, path.size());
    return !binding.local()
        && other.size() >= shared
        && other
            .subList(other.size() - shared, other.size())
            .equals(path.subList(path.size() - shared, path.size()));
  }

  private static String shorten(String value) {
    String line = value.replaceAll("\\s+", " ");
    return line.length() <= 60 ? line : line.substring(0, 59) + "…";
  }

  /**
   * Puts an element at the end of a list; the option is set newly where no file sets it. A list
   * that only hardware-configuration.nix has is left to its generator: lists of several files add
   * up.
   */
  public EditResult add(String option, String element) {
    List<String> path = NixPath.parse(option);
    Predicate<String> meant = meant(path, element);
    for (var file : files.entrySet()) {
      for (Binding binding : file.getValue().settings(path)) {
        if (file.getValue().elements(binding).stream().anyMatch(meant)) {
          return new Already(element + " is in " + option + " already, in " + file.getKey() + ".");
        }
      }
    }
    for (var entry : files.entrySet()) {
      NixFile file = entry.getValue();
      for (Binding binding : file.settings(path)) {
        var list = file.lists(binding).stream().findFirst();
        if (list.isPresent() && !entry.getKey().endsWith(HARDWARE)) {
          boolean name = file.holdsNames(list.get()).orElse(isNames(path, element));
          return edited(entry.getKey(), file.with(list.get(), name ? element : quote(element)));
        }
      }
    }
    String value = "[ " + (isNames(path, element) ? element : quote(element)) + " ]";
    return insert(option, path, value);
  }

  private static boolean isNames(List<String> path, String element) {
    return path.getLast().toLowerCase(java.util.Locale.ROOT).endsWith("packages")
        || element.startsWith("pkgs.")
        || element.startsWith("./");
  }

  private static String quote(String element) {
    return "\"" + element.replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "\\${") + "\"";
  }

  /**
   * Gives an option a value; it is set newly where no file sets it.
   *
   * @param expression Nix text: {@code true}, {@code "a string"}, {@code [ 1 2 ]}
   */
  public EditResult set(String option, String expression) {
    List<String> path = NixPath.parse(option);
    if (!isExpression(expression)) {
      return new NotFound("This is no Nix expression: " + shorten(expression), List.of());
    }
    var places = places(path);
    if (places.isEmpty()) {
      return insert(option, path, expression);
    }
    if (places.size() > 1) {
      return new NotFound(
          option + " is set in several places; edit them by hand.",
          places.stream().map(Place::where).toList());
    }
    Place place = places.getFirst();
    if (place.isInherited()) {
      return new NotFound(option + " is inherited; edit it by hand.", List.of(place.where()));
    }
    String after = place.nix().with(place.binding(), expression);
    return after.equals(texts.get(place.file()))
        ? new Already(option + " is " + expression + " already, in " + place.file() + ".")
        : edited(place.file(), after);
  }

  /** Whether it is one whole expression, which leaves nothing open and ends nothing around it. */
  private static boolean isExpression(String text) {
    try {
      var reader = new NixReader("{ x = " + text + "; }");
      Binding x = reader.bindings().getFirst();
      return x.from() < x.to() && x.to() == reader.tokens().size() - 2;
    } catch (Malformed e) {
      return false;
    }
  }

  /** Takes an option out of every file that sets it, with all its value. */
  public EditResult unset(String option) {
    return each(option, (file, binding) -> Optional.of(file.without(binding)));
  }

  /** Makes a comment of an option wherever it is set: easier to take back by hand. */
  public EditResult commentOut(String option) {
    return each(option, NixFile::commentedOut);
  }

  private interface Edit {
    Optional<String> apply(NixFile file, Binding binding);
  }

  private EditResult each(String option, Edit edit) {
    List<String> path = NixPath.parse(option);
    List<Place> places = places(path);
    if (places.isEmpty()) {
      return notThere(option, path, option, value -> false);
    }
    var stuck = places.stream().filter(p -> p.isInherited()).map(Place::where).toList();
    if (!stuck.isEmpty()) {
      return new NotFound(option + " is inherited; edit it by hand.", stuck);
    }
    var edits = new ArrayList<FileEdit>();
    for (String file : places.stream().map(Place::file).distinct().toList()) {
      String now = texts.get(file);
      while (true) {
        NixFile nix = reread(now);
        Optional<Binding> binding = nix.settings(path).stream().findFirst();
        if (binding.isEmpty()) {
          break;
        }
        Optional<String> next = edit.apply(nix, binding.get());
        if (next.isEmpty()) {
          return new NotFound(
              option + " shares its line with something else; edit it by hand.",
              List.of(file + ":" + nix.line(binding.get()) + "."));
        }
        now = next.get();
      }
      edits.add(new FileEdit(file, texts.get(file), now));
    }
    return new Edited(edits);
  }

  /** Where an option is set. */
  private record Place(String file, NixFile nix, Binding binding) {

    String where() {
      return file + ":" + nix.line(binding) + ".";
    }

    boolean isInherited() {
      return binding.from() == binding.to();
    }
  }

  private List<Place> places(List<String> path) {
    var places = new ArrayList<Place>();
    files.forEach((file, nix) ->
        nix.settings(path).forEach(binding -> places.add(new Place(file, nix, binding))));
    return places;
  }

  /** Sets an option newly: in configuration.nix, or the only file that can be meant. */
  private EditResult insert(String option, List<String> path, String value) {
    List<String> below =
        files.entrySet().stream()
            .filter(f -> f.getValue().settings().stream().anyMatch(b -> isBelow(b, path)))
            .map(Map.Entry::getKey)
            .toList();
    if (!below.isEmpty() && !value.startsWith("[")) {
      return new NotFound("There are settings below " + option + "; edit them by hand.", below);
    }
    List<String> modules =
        files.keySet().stream()
            .filter(file -> !file.endsWith("/flake.nix") && !file.endsWith(HARDWARE))
            .filter(file -> !files.get(file).bodies().isEmpty())
            .toList();
    String usual = directory + "/configuration.nix";
    if (!modules.contains(usual) && modules.size() != 1) {
      return new NotFound(
          "No file of the configuration sets " + option + ", and it is not clear which one should.",
          modules);
    }
    String target = modules.contains(usual) ? usual : modules.getFirst();
    NixFile nix = files.get(target);
    Optional<Body> body =
        nix.bodies().stream()
            .filter(b -> b.path().size() < path.size())
            .filter(b -> b.path().equals(path.subList(0, b.path().size())))
            .max(Comparator.comparingInt(b -> b.path().size()));
    if (body.isEmpty()) {
      return new NotFound(target + " has no set to put " + option + " into.", List.of());
    }
    String name = NixPath.print(path.subList(body.get().path().size(), path.size()));
    return edited(target, nix.with(body.get(), name, value));
  }

  private static boolean isBelow(Binding binding, List<String> path) {
    return binding.path().size() > path.size()
        && binding.path().subList(0, path.size()).equals(path);
  }

  private Edited edited(String file, String after) {
    reread(after);
    return new Edited(List.of(new FileEdit(file, texts.get(file), after)));
  }
}
