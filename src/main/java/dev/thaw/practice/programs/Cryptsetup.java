package dev.thaw.practice.programs;

import dev.thaw.practice.state.Container;
import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Filesystems;
import dev.thaw.practice.state.MachineState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** {@code cryptsetup}: opens and closes LUKS containers. */
public final class Cryptsetup implements Program {

  private static final int WRONG_PASSPHRASE = 2;
  private static final int WRONG_DEVICE = 4;

  @Override
  public int run(Invocation call) {
    Options options =
        Options.of(call.arguments(), "type= key-file= d= q batch-mode readonly allow-discards");
    List<String> words = options.rest();
    String verb = words.isEmpty() ? "" : words.getFirst();
    return switch (verb) {
      case "open", "luksOpen" -> open(call, words, options);
      case "close", "luksClose" -> close(call, words.getLast());
      case "status" -> status(call, words.getLast());
      case "isLuks" -> luks(call, words.getLast()).isPresent() ? 0 : 1;
      case "luksUUID" -> {
        Optional<Container> container = luks(call, words.getLast());
        container.ifPresent(c -> call.line(c.uuid));
        yield container.isPresent() ? 0 : notLuks(call, words.getLast());
      }
      default ->
          call.fail(
              1,
              "cryptsetup: the practice machine's cryptsetup knows only: open, close, status,"
                  + " isLuks, luksUUID");
    };
  }

  private static Optional<Container> luks(Invocation call, String path) {
    return call.computer().device(path).flatMap(call.computer()::container);
  }

  private static int notLuks(Invocation call, String path) {
    return call.fail(1, "Device " + path + " is not a valid LUKS device.");
  }

  private static int open(Invocation call, List<String> words, Options options) {
    if (words.size() < 3) {
      return call.fail(1, "cryptsetup: open: requires DEVICE and NAME");
    }
    String path = words.get(1);
    String name = words.get(2);
    Optional<Device> device = call.computer().device(path);
    if (device.isEmpty()) {
      return call.fail(WRONG_DEVICE, "Device " + path + " does not exist or access denied.");
    }
    Optional<Container> found = luks(call, path);
    if (found.isEmpty()) {
      return notLuks(call, path);
    }
    if (mapped(call, name).isPresent()) {
      return call.fail(5, "Device " + name + " already exists.");
    }
    if (!call.computer().children(device.get()).isEmpty()) {
      return call.fail(
          5, "Cannot use device " + path + " which is in use (already mapped or mounted).");
    }
    Optional<String> keyFile = options.value("key-file", "d").filter(file -> !file.equals("-"));
    byte[] key =
        keyFile.isPresent()
            ? call.view().content(call.absolute(keyFile.get())).read()
            : call.stdin();
    if (!new String(key, StandardCharsets.UTF_8).equals(found.get().passphrase)) {
      return call.fail(WRONG_PASSPHRASE, "No key available with this passphrase.");
    }
    open(call.computer(), device.get(), found.get(), name);
    return 0;
  }

  /** Makes the device that an open container is. */
  public static void open(MachineState computer, Device device, Container container, String name) {
    int number = 0;
    while (computer.named("dm-" + number).isPresent()) {
      number++;
    }
    var opened = new Device();
    opened.name = "dm-" + number;
    opened.parent = device.name;
    opened.type = "crypt";
    opened.number = "253:" + number;
    opened.size = device.size - 16_777_216;
    opened.mapped = name;
    opened.holds = container.holds;
    opened.uuid = container.innerUuid;
    opened.label = container.innerLabel;
    computer.devices.add(opened);
  }

  private static Optional<Device> mapped(Invocation call, String name) {
    return call.computer().devices.stream().filter(d -> d.mapped.equals(name)).findFirst();
  }

  private static int close(Invocation call, String name) {
    Optional<Device> device = mapped(call, name);
    if (device.isEmpty()) {
      return call.fail(WRONG_DEVICE, "Device " + name + " is not active.");
    }
    if (!call.computer().mountPoints(Filesystems.id(device.get())).isEmpty()) {
      return call.fail(5, "Device " + name + " is still in use.");
    }
    call.computer().devices.remove(device.get());
    return 0;
  }

  private static int status(Invocation call, String name) {
    Optional<Device> device = mapped(call, name);
    if (device.isEmpty()) {
      call.line("/dev/mapper/" + name + " is inactive.");
      return WRONG_DEVICE;
    }
    call.line("/dev/mapper/" + name + " is active.");
    call.line("  type:    LUKS2");
    call.line("  device:  /dev/" + device.get().parent);
    call.line("  mode:    read/write");
    return 0;
  }
}
