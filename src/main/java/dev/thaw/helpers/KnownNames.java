package dev.thaw.helpers;

import dev.thaw.boot.FailurePage;
import dev.thaw.machine.Clean;
import dev.thaw.nixos.Account;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.edit.NixEdit;
import dev.thaw.rescue.Config;
import dev.thaw.rescue.Folder;
import dev.thaw.rescue.LiveMount;
import dev.thaw.rescue.NameKind;
import dev.thaw.rescue.State;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.Dataset;
import dev.thaw.storage.Pool;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known by now of the machine: the names that a person may want to type. It is learnt from
 * the values that cells give, and asks the machine nothing by itself.
 */
public final class KnownNames {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);

  /**
   * A name.
   *
   * @param text as it is written, without quotes; may hold any characters
   * @param about a few words on it, cleaned; may be empty
   */
  public record Name(String text, String about) {}

  /** Of which system a path is meant. */
  public enum Place {
    /** The live system. */
    LIVE,
    /** The installed system, once it is mounted. */
    INSIDE
  }

  private final Map<NameKind, Map<String, String>> names = new EnumMap<>(NameKind.class);
  private final boolean practice;
  private Optional<State> state = Optional.empty();
  private final Map<Place, Map<String, List<String>>> files = new EnumMap<>(Place.class);
  private volatile Consumer<NameKind> missed = _ -> {};
  private volatile BiConsumer<String, String> missedFolder = (_, _) -> {};

  /**
   * Nothing yet.
   *
   * @param practice whether it is a practice machine
   */
  public KnownNames(boolean practice) {
    this.practice = practice;
  }

  /**
   * Does that when names are asked for of which none is known: it may teach some, at once.
   *
   * @param folder is given the root and the path of a {@link Folder}
   */
  public void whenMissed(Consumer<NameKind> missed, BiConsumer<String, String> folder) {
    this.missed = missed;
    missedFolder = folder;
  }

  /**
   * What lies in a folder, as far as it is known; those of folders end in a slash. It is forgotten
   * whenever what holds on the machine is learnt anew.
   *
   * @param folder its path, with a slash behind
   */
  public List<String> files(Place place, String folder) {
    Optional<String> root = root(place);
    if (root.isEmpty()) {
      return List.of();
    }
    if (folder(place, folder).isEmpty()) {
      missedFolder.accept(root.get(), folder);
    }
    return folder(place, folder).orElse(List.of());
  }

  private synchronized Optional<List<String>> folder(Place place, String folder) {
    return Optional.ofNullable(files.getOrDefault(place, Map.of()).get(folder));
  }

  private synchronized Optional<String> root(Place place) {
    return place == Place.LIVE ? Optional.of("") : state.filter(State::isMounted).map(State::root);
  }

  /** The names of that kind, as far as they are known. */
  public List<Name> of(NameKind noun) {
    if (noun == NameKind.FAILURE) {
      return failures();
    }
    if (known(noun).isEmpty()) {
      missed.accept(noun);
    }
    return known(noun);
  }

  /** The same on every machine. */
  private static List<Name> failures() {
    var failures = new ArrayList<Name>();
    failures.add(new Name(Explanation.FAILURES, "All of them"));
    FailurePage.titles().forEach((id, title) -> failures.add(new Name(id, title)));
    return failures;
  }

  private synchronized List<Name> known(NameKind noun) {
    return names.getOrDefault(noun, Map.of()).entrySet().stream()
        .map(entry -> new Name(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Why a helper can't do anything now, and what comes first; empty when it can. */
  public synchronized Optional<String> missing(HelperInfo helper) {
    return helper.needs().missing(state, practice);
  }

  /** Learns from what a helper gave; anything else teaches nothing. */
  public synchronized void learn(@Nullable Object value) {
    if (value instanceof Collection<?> many) {
      many.stream().findFirst().ifPresent(first -> nouns(first).forEach(names::remove));
      int number = 0;
      for (Object one : many) {
        number++;
        learn(one, number);
      }
    } else if (value != null) {
      learn(value, 1);
    }
  }

  /** What a list of such values tells anew. */
  private static Set<NameKind> nouns(Object value) {
    return switch (value) {
      case Pool _ -> EnumSet.of(NameKind.POOL);
      case Dataset _ -> EnumSet.of(NameKind.DATASET);
      case Generation _ -> EnumSet.of(NameKind.GENERATION);
      case Account _ -> EnumSet.of(NameKind.ACCOUNT);
      case Installation _ ->
          EnumSet.of(
              NameKind.INSTALLATION, NameKind.GENERATION, NameKind.CONFIG_FILE, NameKind.ACCOUNT);
      default -> EnumSet.noneOf(NameKind.class);
    };
  }

  private void learn(Object value, int number) {
    switch (value) {
      case State now -> state(now);
      case Folder folder ->
          files
              .computeIfAbsent(
                  folder.root().isEmpty() ? Place.LIVE : Place.INSIDE, _ -> new HashMap<>())
              .put(folder.path(), folder.names());
      case Pool pool ->
          add(NameKind.POOL, pool.name(), pool.state() + (pool.imported() ? ", imported" : ""));
      case Dataset dataset -> dataset(dataset);
      case Generation generation -> generation(generation);
      case Account account -> account(account);
      case Installation installation -> installation(installation, number);
      case BlockDevice disk -> disk(disk);
      case Config config -> config.files().forEach(file -> file(config.directory(), file));
      default -> {}
    }
  }

  private void add(NameKind noun, String text, String about) {
    if (!text.isEmpty()) {
      names.computeIfAbsent(noun, _ -> new LinkedHashMap<>()).put(text, Clean.line(about));
    }
  }

  private void state(State now) {
    state = Optional.of(now);
    files.clear();
    names.remove(NameKind.MOUNT_POINT);
    for (LiveMount mount : now.mountedInside()) {
      add(
          NameKind.MOUNT_POINT,
          mount.point(),
          mount.source() + (mount.readOnly() ? ", read-only" : ""));
    }
  }

  private void dataset(Dataset dataset) {
    add(NameKind.DATASET, dataset.name(), dataset.isVolume() ? "a volume" : "");
    if (dataset.isLocked()) {
      add(NameKind.LOCKED, dataset.name(), "an encrypted dataset");
    }
  }

  private void generation(Generation generation) {
    var about = new ArrayList<String>();
    about.add(DAY.format(generation.date()));
    if (!generation.kernelVersion().isEmpty()) {
      about.add("kernel " + generation.kernelVersion());
    }
    if (generation.isDefault()) {
      about.add("boots by default");
    }
    if (!generation.closureExists()) {
      about.add("not whole");
    }
    add(NameKind.GENERATION, String.valueOf(generation.number()), String.join(", ", about));
  }

  private void installation(Installation installation, int number) {
    String name = installation.hostName();
    add(NameKind.INSTALLATION, String.valueOf(number), name + " " + installation.nixosVersion());
    installation.generations().forEach(this::generation);
    installation.accounts().people().forEach(this::account);
    installation.configuration().hosts().names().forEach(host -> add(NameKind.HOST, host, ""));
    for (ConfigFile file : installation.configuration().files()) {
      file(installation.configuration().directory(), file);
    }
  }

  private void account(Account account) {
    add(NameKind.ACCOUNT, account.name(), account.canLogIn() ? "can log in" : "");
  }

  private void file(String directory, ConfigFile file) {
    String path = file.path();
    boolean below = path.startsWith(directory + "/");
    add(NameKind.CONFIG_FILE, below ? path.substring(directory.length() + 1) : path, "");
    if (path.endsWith(".nix")) {
      NixEdit.options(file.text())
          .forEach(option -> add(NameKind.SETTING, option, "set in " + path));
    }
  }

  private void disk(BlockDevice disk) {
    if (disk.isLocked()) {
      add(NameKind.LOCKED, disk.path(), "a LUKS container");
    }
    disk.children().forEach(this::disk);
  }
}
