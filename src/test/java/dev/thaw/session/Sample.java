package dev.thaw.session;

import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.rescue.Installed;
import dev.thaw.rescue.LiveMount;
import dev.thaw.rescue.State;
import dev.thaw.storage.Pool;
import dev.thaw.storage.PoolBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What looks at a machine may have found. */
final class Sample {

  private Sample() {}

  static List<Pool> pools(String... names) {
    return Stream.of(names).map(Sample::pool).toList();
  }

  private static Pool pool(String name) {
    return PoolBuilder.pool(name, "1").build();
  }

  static List<Generation> generations(int... numbers) {
    return IntStream.of(numbers)
        .mapToObj(n -> Installed.generation(n, false, false, true))
        .toList();
  }

  static List<Installation> installations(String... files) {
    List<ConfigFile> found =
        Stream.of(files)
            .map(file ->
                new ConfigFile(
                    "/etc/nixos/" + file,
                    9,
                    "{\n  boot.initrd.kernelModules = [ ];\n  # a.b = 1;\n"
                        + "  fileSystems.\"/boot\" = { device = \"x\"; };\n}\n",
                    true))
            .toList();
    var configuration = new Configuration("/etc/nixos", found, Optional.empty(), List.of());
    return List.of(
        Installed.with(List.of(), configuration, Installed.generation(41, true, true, false)));
  }

  /** A machine with something mounted at these places. */
  static State state(String... points) {
    List<LiveMount> mounts =
        Stream.of(points)
            .map(point -> new LiveMount(point, "tank/root", "zfs", List.of("rw")))
            .toList();
    return new State(
        "/mnt", mounts, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }
}
