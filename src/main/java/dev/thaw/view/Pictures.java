package dev.thaw.view;

import dev.thaw.boot.BootChain;
import dev.thaw.boot.Diagnosis;
import dev.thaw.storage.BlockDevice;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values that can be drawn: a boot chain, the chains of a diagnosis, disks. */
public final class Pictures {

  private Pictures() {}

  /**
   * The value as a picture, if there is one of it: a whole SVG document that refers to nothing
   * outside of itself, and in which nothing from the machine is markup.
   *
   * @param value anything, or null
   */
  public static Optional<String> svg(@Nullable Object value) {
    return switch (value) {
      case null -> Optional.empty();
      case Optional<?> optional -> svg(optional.orElse(null));
      case BootChain chain -> Optional.of(BootSvg.of(chain, List.of()));
      case Diagnosis diagnosis ->
          first(diagnosis).map(chain -> BootSvg.of(chain, others(diagnosis, chain)));
      case BlockDevice disk -> Optional.of(DiskSvg.of(List.of(disk)));
      case List<?> items
          when !items.isEmpty() && items.stream().allMatch(BlockDevice.class::isInstance) ->
          Optional.of(DiskSvg.of(items.stream().map(BlockDevice.class::cast).toList()));
      default -> Optional.empty();
    };
  }

  /** Those of the same installation. */
  private static List<BootChain> others(Diagnosis diagnosis, BootChain first) {
    return diagnosis.chains().stream()
        .filter(chain -> chain != first && chain.host().equals(first.host()))
        .toList();
  }

  /** The chain that starts when nobody chooses, of the first installation that has one. */
  private static Optional<BootChain> first(Diagnosis diagnosis) {
    return diagnosis.chains().stream()
        .filter(BootChain::isDefault)
        .findFirst()
        .or(() -> diagnosis.chains().stream().findFirst());
  }
}
