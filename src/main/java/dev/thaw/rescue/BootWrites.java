package dev.thaw.rescue;

import dev.thaw.nixos.BootFile;
import dev.thaw.nixos.BootSpace;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a boot loader's installer is going to copy: the kernel and the initrd of every generation of
 * its menu that are not there yet, for it writes the whole menu each time.
 *
 * @param installation what there is now
 * @param builds whether a new generation is built, of which only the size can be guessed
 */
record BootWrites(Installation installation, boolean builds) {

  /** So many bytes it takes at most: the new generation's kernel is another one, too. */
  long most(BootSpace space, List<Generation> staying, Collection<String> gone) {
    return missing(space, staying, gone)
        + (builds ? largest(space, true) + largest(space, false) : 0)
        + space.small();
  }

  /** So many it takes even if the kernel stays the same. */
  long least(BootSpace space, List<Generation> staying, Collection<String> gone) {
    long missing = missing(space, staying, gone) + space.smallest();
    if (!builds) {
      return missing;
    }
    // Where its own copies are missing: it was built already, and its menu was not written.
    boolean mayBeTheCurrent =
        installation
            .current()
            .filter(staying::contains)
            .filter(current ->
                Stream.of(current.kernel(), current.initrd())
                    .anyMatch(
                        file -> space.copy(file).filter(path -> !gone.contains(path)).isEmpty()))
            .isPresent();
    boolean kernelIsThere =
        installation
            .current()
            .flatMap(current -> space.copy(current.kernel()))
            .filter(path -> !gone.contains(path))
            .isPresent();
    return missing
        + (mayBeTheCurrent ? 0 : largest(space, false))
        + (mayBeTheCurrent || kernelIsThere ? 0 : largest(space, true));
  }

  /** What is free then: what the installer itself removes first counts where it does that. */
  long room(BootSpace space, List<Generation> staying, Collection<String> gone) {
    long room = space.free() + space.taken(gone);
    if (space.loader().tidiesFirst()) {
      List<Generation> listed = listed(space, staying);
      List<Generation> out = staying.stream().filter(g -> !listed.contains(g)).toList();
      room +=
          space.taken(space.of(out, listed).stream().filter(path -> !gone.contains(path)).toList());
    }
    return room;
  }

  private long missing(BootSpace space, List<Generation> staying, Collection<String> gone) {
    Map<String, Long> sizes = new HashMap<>();
    for (Generation generation : listed(space, staying)) {
      for (BootFile file : List.of(generation.kernel(), generation.initrd())) {
        if (space.copy(file).filter(path -> !gone.contains(path)).isEmpty()) {
          sizes.put(file.storePath(), space.whole(file.copySize()));
        }
      }
    }
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The generations that get into the menu: complete, and as many as the limit says. */
  private List<Generation> listed(BootSpace space, List<Generation> staying) {
    int limit = limit(space) - (builds ? 1 : 0);
    var listed = new ArrayList<Generation>();
    staying.stream()
        .map(Generation::profile)
        .distinct()
        .forEach(profile ->
            staying.stream()
                .filter(g -> g.profile().equals(profile) && g.closureExists())
                .sorted(Comparator.comparingInt(Generation::number).reversed())
                .limit(profile.equals("system") ? Math.max(0, limit) : Integer.MAX_VALUE)
                .forEach(listed::add));
    return listed;
  }

  /**
   * How many generations the menu may have: as the configuration says; else as many as it has now,
   * where the profile has older ones that it does not list.
   */
  private int limit(BootSpace space) {
    Pattern option = Pattern.compile(space.loader().limit() + "\\s*=\\s*(\\d{1,6})\\s*;");
    int said =
        installation.configuration().files().stream()
            .map(ConfigFile::text)
            .flatMap(text -> option.matcher(text).results())
            .mapToInt(match -> Integer.parseInt(match.group(1)))
            .max()
            .orElse(0);
    if (said > 0) {
      return said;
    }
    List<Generation> main =
        installation.generations().stream().filter(g -> g.isMain() && g.closureExists()).toList();
    var listed = main.stream().filter(Generation::inBootMenu).mapToInt(Generation::number).min();
    if (listed.isEmpty() || main.stream().noneMatch(g -> g.number() < listed.getAsInt())) {
      return Integer.MAX_VALUE;
    }
    return Math.max(1, (int) main.stream().filter(g -> g.number() >= listed.getAsInt()).count());
  }

  /** The largest kernel or initrd of today's: the current generation's, the default's. */
  private long largest(BootSpace space, boolean kernel) {
    return installation
        .likeNew(kernel ? Generation::kernel : Generation::initrd)
        .mapToLong(file -> space.whole(file.copySize()))
        .max()
        .orElse(0);
  }
}
