package dev.thaw.practice.probes;

import dev.thaw.practice.nix.NixDatabase;
import dev.thaw.practice.programs.Invocation;
import dev.thaw.rescue.VerifyFormat;
import java.util.List;
import java.util.Optional;

/** {@code verify.sh}: compares what a system needs with nix's database. */
final class VerifyScript {

  private static final int AT_ONCE = 16;

  private VerifyScript() {}

  static int run(Invocation invocation) {
    String system = invocation.arguments().getFirst();
    NixDatabase database = NixDatabase.of(invocation.namespace());
    if (!database.isValid(system)) {
      invocation.line(VerifyFormat.FAILED + " error: path '" + system + "' is not valid");
      return 0;
    }
    List<String> paths = database.closure(system);
    invocation.line(VerifyFormat.PATHS + " " + paths.size());
    int count = 0;
    for (String path : paths) {
      Optional<Boolean> good = database.isAsMade(path);
      if (good.isEmpty()) {
        invocation.line(VerifyFormat.MISSING + " " + path);
      } else if (!good.get()) {
        invocation.line(VerifyFormat.MODIFIED + " " + path);
      }
      count++;
      if (count % AT_ONCE == 0 || count == paths.size()) {
        invocation.line(VerifyFormat.CHECKED + " " + count);
      }
    }
    return 0;
  }
}
