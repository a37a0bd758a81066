package dev.thaw.storage;

/**
 * How a dataset is encrypted.
 *
 * @param cipher {@code aes-256-gcm}
 * @param root the dataset whose key it is: unlock that one
 * @param keyLoaded whether the key is loaded, so that it can be mounted
 * @param keyFormat {@code passphrase}, {@code hex} or {@code raw}
 * @param keyLocation {@code prompt}, or the address of a key file: {@code file:///root/key}
 */
public record Encryption(
    String cipher, String root, boolean keyLoaded, String keyFormat, String keyLocation) {}
