package dev.thaw.practice.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Names of things in the nix store. */
public final class StorePath {

  private static final String DIGITS = "0123456789abcdfghijklmnpqrsvwxyz";
  private static final int LENGTH = 32;

  private StorePath() {}

  /** The path of something called {@code name} that is made of {@code inputs}. */
  public static String of(String name, Object... inputs) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      for (Object input : inputs) {
        digest.update((byte) 0);
        digest.update(String.valueOf(input).getBytes(StandardCharsets.UTF_8));
      }
      byte[] hash = digest.digest();
      var text = new StringBuilder();
      for (int i = 0; i < LENGTH; i++) {
        text.append(DIGITS.charAt(hash[i] & 31));
      }
      return "/nix/store/" + text + "-" + name;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
