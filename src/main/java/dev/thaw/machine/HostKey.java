package dev.thaw.machine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A host key as people compare it.
 *
 * @param type {@code ED25519}, {@code ECDSA}, {@code RSA}
 * @param fingerprint {@code SHA256:} and 43 characters
 */
record HostKey(String type, String fingerprint) {

  /** What prints the usual key's fingerprint at the machine itself. */
  static final String SHOW = "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub";

  /** The key of a line of known_hosts: names, type, base64; empty for anything else. */
  static Optional<HostKey> parse(String line) {
    String[] fields = line.strip().split("\\s+");
    if (fields.length < 3 || line.startsWith("#") || line.startsWith("@")) {
      return Optional.empty();
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(fields[2]));
      String type = fields[1].replaceAll("^(ssh|ecdsa-sha2)-|@openssh\\.com$", "");
      return Optional.of(
          new HostKey(
              type.startsWith("nistp") ? "ECDSA" : type.toUpperCase(Locale.ROOT),
              "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return type + " " + fingerprint;
  }
}
