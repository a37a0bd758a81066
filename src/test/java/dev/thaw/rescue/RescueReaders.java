package dev.thaw.rescue;

import dev.thaw.fuzz.FuzzedReader;
import dev.thaw.machine.MachineReaders;
import dev.thaw.machine.Trouble;
import java.util.List;
import java.util.Map;

/** The readers of this room, for the fuzzer. */
public final class RescueReaders {

  private RescueReaders() {}

  /** All of them. */
  public static List<FuzzedReader> all() {
    return List.of(
        FuzzedReader.ofText(
            "record",
            List.of(ActionLog.class),
            ActionLog::parse,
            "{\"time\":\"2026-01-01T00:00:00Z\",\"argv\":[\"mount\"],\"id\":\"a\",\"action\":{\"kind\":\"Unmount\",\"of\":{\"point\":\"/mnt\"}},\"undo\":[[\"umount\",\"/mnt\"]]}\n"),
        FuzzedReader.ofText(
            "verified",
            List.of(Verifying.class),
            text -> {
              try {
                Verifying.read(text, "", 0, 57);
              } catch (Trouble expected) {
                // What is no answer is said to be none.
              }
            },
            "paths 3\nmodified /nix/store/a\nchecked 1\nunread /nix/store/b no such file\nlate 3\n"),
        FuzzedReader.ofText(
            "nix-log",
            List.of(NixEvent.class),
            text -> {
              text.lines().forEach(NixEvent::of);
              NixEvent.shortened(text);
            },
            "@nix {\"action\":\"start\",\"id\":1,\"level\":3,\"type\":105,\"text\":\"building\",\"fields\":[\"/nix/store/a.drv\"]}\n",
            "@nix {\"action\":\"result\",\"id\":1,\"type\":106,\"fields\":[101,5]}\n"
                + "@nix {\"action\":\"msg\",\"msg\":\"a\\u001b[31mb\"}\n"),
        new FuzzedReader(
            "state",
            List.of(State.class),
            List.of(
                MachineReaders.printed(
                    Map.of(
                        "mountinfo",
                        "36 35 98:0 /m /mnt\\040x rw,noatime master:1 - ext3 /dev/root rw\n",
                        "pools",
                        "tank\t/mnt\toff\tONLINE\n",
                        "mapped",
                        "CRYPT-LUKS2-1-x\tx\nLVM-a\tmy--vg-root\n",
                        "arrays",
                        "ARRAY /dev/md/0 metadata=1.2\n",
                        "bases",
                        "vg-root\tcrypt\n"))),
            bytes -> State.parse("/mnt", MachineReaders.sections(bytes))),
        FuzzedReader.ofText(
            "mountinfo",
            List.of(LiveMount.class),
            LiveMount::parse,
            "36 35 98:0 /m /mnt\\040x rw,noatime master:1 - ext3 /dev/root rw,errors=continue\n"),
        new FuzzedReader(
            "network",
            List.of(Network.class),
            List.of(
                MachineReaders.printed(
                    Map.of(
                        "route",
                        "default via 192.168.1.1 dev eth0\n",
                        "names/cache.nixos.org",
                        "1.2.3.4\n"))),
            bytes -> Network.parse(MachineReaders.sections(bytes))));
  }
}
