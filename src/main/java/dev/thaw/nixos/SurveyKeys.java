package dev.thaw.nixos;

import dev.thaw.machine.NulText;
import java.util.Map;

/** The keys in the sections of {@code survey.sh} that hold keys and values, each ended by a NUL. */
public final class SurveyKeys {

  /** What is printed for a fact that holds. */
  public static final String YES = "yes";

  private SurveyKeys() {}

  /** A key. */
  public interface Key {
    /** As it is printed. */
    String text();
  }

  /** Facts about an installation, in the order printed. */
  public enum Installation implements Key {
    /** The device or dataset that its store was found on; where it is mounted, that folder. */
    SOURCE("source"),
    /** The type of that filesystem. */
    TYPE("type"),
    /** The subvolume of a btrfs. */
    SUBVOLUME("subvolume"),
    /** The UUID of that filesystem. */
    UUID("uuid"),
    /** Where it is mounted, what its store is on, as findmnt prints pairs. */
    FOUND("found"),
    /** Where it was put together. */
    AT("at"),
    /** Where it is mounted; empty when it was opened for looking only. */
    MOUNTED_AT("mountedAt"),
    /** Its current system. */
    TOPLEVEL("toplevel"),
    /** /etc/os-release. */
    OS_RELEASE("os-release"),
    /** The current system's host name. */
    HOSTNAME("hostname"),
    /** /etc/hostname. */
    ETC_HOSTNAME("etc.hostname"),
    /** The current system's version. */
    NIXOS_VERSION("nixos-version"),
    /** /etc/machine-id. */
    MACHINE_ID("machine-id"),
    /** The four bytes of its hostid, as they lie in the file. */
    HOSTID("hostid");

    private final String text;

    Installation(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }
  }

  /** Facts about a generation, in the order printed. */
  public enum Generation implements Key {
    /** The system that its link leads to. */
    TOPLEVEL("toplevel"),
    /** Its boot.json. */
    BOOT_JSON("boot.json"),
    /** Its kernel-params. */
    KERNEL_PARAMS("kernel-params"),
    /** Its nixos-version. */
    NIXOS_VERSION("nixos-version"),
    /** The kernels that it has modules for, a line each; the key is missing where the folder is. */
    MODULES("modules"),
    /** Where its kernel really lies. */
    KERNEL("kernel"),
    /** The size of that. */
    KERNEL_SIZE("kernel.size"),
    /** Where its initrd really lies. */
    INITRD("initrd"),
    /** The size of that. */
    INITRD_SIZE("initrd.size"),
    /** Where its init really lies. */
    INIT("init"),
    /** The size of that. */
    INIT_SIZE("init.size"),
    /** Whether init is a script: how it begins. */
    MAGIC("magic"),
    /** Whether it has prepare-root, as systems have whose stage 1 is systemd's. */
    PREPARE_ROOT("prepare-root"),
    /** Its specialisations, a line each. */
    SPECIALISATIONS("specialisations");

    private final String text;

    Generation(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }
  }

  /** Facts about a configuration, in the order printed. */
  public enum Configuration implements Key {
    /** What /etc/nixos leads to. */
    DIRECTORY("directory"),
    /** The git repository that it is in; with all that follows only when there is one. */
    GIT("git"),
    /** Whose that is. */
    OWNER("owner"),
    /** Its HEAD. */
    HEAD("head"),
    /** What the branch that HEAD names leads to. */
    COMMIT("commit"),
    /** Its packed-refs. */
    PACKED("packed"),
    /** A flake.nix that lies in another place; once for each. */
    ELSEWHERE("elsewhere");

    private final String text;

    Configuration(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }
  }

  /** How a filesystem is; only what is so is printed. */
  public enum State implements Key {
    /** It is mounted read-only where it should be written to. */
    READONLY("readonly"),
    /** It was left without being unmounted, or is marked as damaged. */
    DIRTY("dirty");

    private final String text;

    State(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }
  }

  /** Prints keys with their values, in the map's order. */
  public static byte[] print(Map<? extends Key, ?> values) {
    var text = new NulText();
    values.forEach((key, value) -> text.add(key.text(), value));
    return text.bytes();
  }
}
