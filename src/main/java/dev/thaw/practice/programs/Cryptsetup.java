package dev.thaw.practice.programs;

import dev.thaw.practice.state.Container;
import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Filesystems;
import dev.thaw.practice.state.Layers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** {@code cryptsetup}: opens and closes LUKS containers. */
public final class Cryptsetup implements Program {

  private static final int WRONG_PASSPHRASE = 2;
  private static final int WRONG_DEVICE = 4;

  @Override
  public int run(Invocation invocation) {
    Options options =
        Options.of(
            invocation.arguments(), "type= key-file= d= q batch-mode readonly allow-discards");
    List<String> words = options.rest();
    String verb = words.isEmpty() ? "" : words.getFirst();
    return switch (verb) {
      case "open", "luksOpen" -> open(invocation, words, options);
      case "close", "luksClose" -> close(invocation, words.getLast());
      case "status" -> status(invocation, words.getLast());
      case "isLuks" -> luks(invocation, words.getLast()).isPresent() ? 0 : 1;
      case "luksUUID" -> {
        Optional<Container> container = luks(invocation, words.getLast());
        container.ifPresent(c -> invocation.line(c.uuid));
        yield container.isPresent() ? 0 : notLuks(invocation, words.getLast());
      }
      default ->
          invocation.fail(
              1,
              "cryptsetup: the practice machine's cryptsetup knows only: open, close, status,"
                  + " isLuks, luksUUID");
    };
  }

  private static Optional<Container> luks(Invocation invocation, String path) {
    return invocation.state().device(path).flatMap(invocation.state()::container);
  }

  private static int notLuks(Invocation invocation, String path) {
    return invocation.fail(1, "Device " + path + " is not a valid LUKS device.");
  }

  private static int open(Invocation invocation, List<String> words, Options options) {
    if (words.size() < 3) {
      return invocation.fail(1, "cryptsetup: open: requires DEVICE and NAME");
    }
    String path = words.get(1);
    String name = words.get(2);
    Optional<Device> device = invocation.state().device(path);
    if (device.isEmpty()) {
      return invocation.fail(WRONG_DEVICE, "Device " + path + " does not exist or access denied.");
    }
    Optional<Container> found = luks(invocation, path);
    if (found.isEmpty()) {
      return notLuks(invocation, path);
    }
    if (mapped(invocation, name).isPresent()) {
      return invocation.fail(5, "Device " + name + " already exists.");
    }
    if (!invocation.state().children(device.get()).isEmpty()) {
      return invocation.fail(
          5, "Cannot use device " + path + " which is in use (already mapped or mounted).");
    }
    Optional<String> keyFile = options.value("key-file", "d").filter(file -> !file.equals("-"));
    byte[] key =
        keyFile.isPresent()
            ? invocation.namespace().content(invocation.absolute(keyFile.get())).read()
            : invocation.stdin();
    if (!new String(key, StandardCharsets.UTF_8).equals(found.get().passphrase)) {
      return invocation.fail(WRONG_PASSPHRASE, "No key available with this passphrase.");
    }
    Layers.open(invocation.state(), device.get(), found.get(), name);
    return 0;
  }

  private static Optional<Device> mapped(Invocation invocation, String name) {
    return invocation.state().devices.stream().filter(d -> d.mapped.equals(name)).findFirst();
  }

  private static int close(Invocation invocation, String name) {
    Optional<Device> device = mapped(invocation, name);
    if (device.isEmpty()) {
      return invocation.fail(WRONG_DEVICE, "Device " + name + " is not active.");
    }
    if (!invocation.state().mountPoints(Filesystems.id(device.get())).isEmpty()
        || !invocation.state().children(device.get()).isEmpty()) {
      return invocation.fail(5, "Device " + name + " is still in use.");
    }
    invocation.state().devices.remove(device.get());
    return 0;
  }

  private static int status(Invocation invocation, String name) {
    Optional<Device> device = mapped(invocation, name);
    if (device.isEmpty()) {
      invocation.line("/dev/mapper/" + name + " is inactive.");
      return WRONG_DEVICE;
    }
    invocation.line("/dev/mapper/" + name + " is active.");
    invocation.line("  type:    LUKS2");
    invocation.line("  device:  /dev/" + device.get().parent);
    invocation.line("  mode:    read/write");
    return 0;
  }
}
