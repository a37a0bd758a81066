package dev.thaw.storage;

import java.util.List;
import java.util.Optional;

/**
 * A LUKS container: an encrypted device.
 *
 * @param device the device that it lies on: {@code /dev/nvme0n1p2}
 * @param version 1 or 2
 * @param uuid its own UUID, as in {@code /dev/disk/by-uuid}
 * @param label its label; LUKS1 has none
 * @param tokens ways other than a passphrase or key file that it can be opened by, in cryptsetup's
 *     words: {@code systemd-tpm2}, {@code systemd-fido2}
 * @param damaged whether only its second header is whole: cryptsetup writes the first one again
 *     from it before it opens the container
 * @param mapper the name that it is open under, in {@code /dev/mapper}; empty while it is locked
 */
public record LuksContainer(
    String device,
    int version,
    String uuid,
    String label,
    List<String> tokens,
    boolean damaged,
    Optional<String> mapper) {

  /** Keeps the list from changing. */
  public LuksContainer {
    tokens = List.copyOf(tokens);
  }

  /** Whether it is not open. */
  public boolean isLocked() {
    return mapper.isEmpty();
  }
}
