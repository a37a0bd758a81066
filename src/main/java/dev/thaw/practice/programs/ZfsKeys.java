package dev.thaw.practice.programs;

import dev.thaw.practice.state.ZfsPool;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** {@code zfs load-key} and {@code zfs unload-key}: keys of natively encrypted datasets. */
final class ZfsKeys {

  private static final int FAILED = 255;

  private ZfsKeys() {}

  private static List<ZfsPool.Dataset> roots(Invocation invocation, Options options) {
    String below = options.rest().isEmpty() ? "" : options.rest().getFirst();
    return invocation.state().pools.stream()
        .filter(pool -> pool.imported)
        .flatMap(pool -> pool.datasets.stream())
        .filter(dataset -> dataset.keyOf.equals(dataset.name))
        .filter(dataset ->
            options.has("a") || dataset.name.equals(below) || dataset.name.startsWith(below + "/"))
        .toList();
  }

  /** {@code load-key [-r] [-L LOCATION] -a|DATASET}. */
  static int load(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "a r n L=");
    if (options.has("a", "r")) {
      List<ZfsPool.Dataset> shut =
          roots(invocation, options).stream().filter(dataset -> !dataset.keyLoaded).toList();
      long loaded =
          shut.stream().filter(dataset -> load(invocation, dataset, options) == 0).count();
      invocation.line(loaded + " / " + shut.size() + " key(s) successfully loaded");
      return loaded == shut.size() ? 0 : FAILED;
    }
    if (options.rest().isEmpty()) {
      return invocation.fail(2, "Missing dataset argument or -a");
    }
    String name = options.rest().getFirst();
    Optional<ZfsPool.Dataset> dataset = invocation.state().dataset(name);
    if (dataset.isEmpty()) {
      return invocation.fail(1, "cannot open '" + name + "': dataset does not exist");
    }
    return load(invocation, dataset.get(), options);
  }

  private static int load(Invocation invocation, ZfsPool.Dataset dataset, Options options) {
    if (dataset.keyOf.isEmpty()) {
      return failed(invocation, "load", "'" + dataset.name + "' is not encrypted.");
    }
    if (!dataset.keyOf.equals(dataset.name)) {
      return failed(
          invocation,
          "load",
          "Keys must be loaded for encryption root of '%s' (%s)."
              .formatted(dataset.name, dataset.keyOf));
    }
    if (dataset.keyLoaded) {
      return failed(invocation, "load", "Key already loaded for '" + dataset.name + "'.");
    }
    Optional<String> file =
        options
            .value("L")
            .filter(where -> where.startsWith("file://"))
            .map(where -> where.substring(7));
    if (file.isPresent() && !invocation.namespace().isFile(file.get())) {
      return failed(
          invocation, "load", "Failed to open key material file: No such file or directory");
    }
    byte[] key =
        file.isPresent() ? invocation.namespace().content(file.get()).read() : invocation.stdin();
    String given = new String(key, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    if (!given.equals(dataset.passphrase)) {
      return failed(invocation, "load", "Incorrect key provided for '" + dataset.name + "'.");
    }
    dataset.keyLoaded = !options.has("n");
    return 0;
  }

  private static int failed(Invocation invocation, String verb, String why) {
    return invocation.fail(FAILED, "Key " + verb + " error: " + why);
  }

  /** {@code unload-key [-r] -a|DATASET}. */
  static int unload(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "a r");
    List<ZfsPool.Dataset> meant =
        roots(invocation, options).stream()
            .filter(dataset -> options.has("a", "r") || options.rest().contains(dataset.name))
            .toList();
    for (ZfsPool.Dataset dataset : meant) {
      boolean busy =
          invocation.state().poolOf(dataset).datasets.stream()
              .filter(each -> each.keyOf.equals(dataset.name))
              .anyMatch(each -> !invocation.state().mountPoints(each.name).isEmpty());
      if (busy) {
        return failed(invocation, "unload", "'" + dataset.name + "' is busy.");
      }
      if (!dataset.keyLoaded && !options.has("a", "r")) {
        return failed(invocation, "unload", "Key already unloaded for '" + dataset.name + "'.");
      }
      dataset.keyLoaded = false;
    }
    return 0;
  }
}
