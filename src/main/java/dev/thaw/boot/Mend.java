package dev.thaw.boot;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What mends a failure: a helper that a person can call, or something to do by hand. */
public sealed interface Mend {

  /** What to type, or a sentence when there is no helper for it. */
  String call();

  /** Whether {@link #call} is something to type. */
  default boolean isCall() {
    return true;
  }

  /**
   * Take an element out of a list of the configuration, then rebuild.
   *
   * @param option with dots: {@code boot.initrd.kernelModules}
   * @param element as the configuration spells it
   */
  record RemoveElement(String option, String element) implements Mend {
    @Override
    public String call() {
      return "config().remove(" + quoted(option) + ", " + quoted(element) + ")";
    }
  }

  /**
   * Put an element into a list of the configuration, then rebuild.
   *
   * @param option with dots
   * @param element plainly: {@code nvme}
   */
  record AddElement(String option, String element) implements Mend {
    @Override
    public String call() {
      return "config().add(" + quoted(option) + ", " + quoted(element) + ")";
    }
  }

  /**
   * Give an option of the configuration another value, then rebuild.
   *
   * @param option with dots
   * @param expression in the Nix language
   */
  record SetOption(String option, String expression) implements Mend {
    @Override
    public String call() {
      return "config().set(" + quoted(option) + ", " + quoted(expression) + ")";
    }
  }

  /**
   * Take an option out of the configuration, so that it has its default again, then rebuild.
   *
   * @param option with dots
   */
  record UnsetOption(String option) implements Mend {
    @Override
    public String call() {
      return "config().unset(" + quoted(option) + ")";
    }
  }

  /** Do all of these, then rebuild: none of them alone is enough. */
  record Several(List<Mend> mends) implements Mend {

    /** Copies the list. */
    public Several {
      mends = List.copyOf(mends);
    }

    @Override
    public String call() {
      return String.join("; ", mends.stream().map(Mend::call).toList());
    }
  }

  /**
   * Build the configuration as it is, which writes the boot menu and its files anew.
   *
   * @param installBootloader whether the boot loader itself is put there anew, too
   */
  record Rebuild(boolean installBootloader) implements Mend {

    /** One that leaves the boot loader as it is. */
    public Rebuild() {
      this(false);
    }

    @Override
    public String call() {
      return installBootloader ? "rebuild(installBootloader=true)" : "rebuild()";
    }
  }

  /** Make this generation boot next. */
  record Rollback(int generation) implements Mend {
    @Override
    public String call() {
      return "rollback(" + generation + ")";
    }
  }

  /**
   * Take damaged files of the boot partition away, kept for undo; a rebuild writes them again.
   *
   * @param files paths on the installed system: {@code /boot/EFI/nixos/….efi}
   */
  record RemoveFiles(List<String> files) implements Mend {
    /** Copies the list. */
    public RemoveFiles {
      files = List.copyOf(files);
    }

    @Override
    public String call() {
      return "mend(diagnose()); rebuild()";
    }
  }

  /**
   * Take GRUB's record of what was once chosen away, kept for undo.
   *
   * @param file a path on the installed system: {@code /boot/grub/grubenv}
   */
  record ForgetChoice(String file) implements Mend {
    @Override
    public String call() {
      return "mend(diagnose())";
    }
  }

  /**
   * Clear a variable that the firmware keeps, and keep what it held for undo.
   *
   * @param file the file in which the live system shows it
   */
  record ClearVariable(String file) implements Mend {
    @Override
    public String call() {
      return "mend(diagnose())";
    }
  }

  /**
   * Check and repair the filesystem of a boot partition, while it is mounted nowhere.
   *
   * @param device its name now
   * @param type {@code vfat}, {@code ext4}
   */
  record Repair(String device, String type) implements Mend {
    @Override
    public String call() {
      return "mend(diagnose())";
    }
  }

  /**
   * Make a folder on the installed system, with those above it.
   *
   * @param path on the installed system: {@code /persist/var/lib}
   */
  record MakeFolder(String path) implements Mend {
    @Override
    public String call() {
      return "mend(diagnose()); leave()";
    }
  }

  /** Give an account of the installed system a password, which is asked for. */
  record SetPassword(String account) implements Mend {
    @Override
    public String call() {
      return "setPassword(" + quoted(account) + ")";
    }
  }

  /** Take over a pool that another system had, and let go of it as it has to be. */
  record Export(String pool) implements Mend {
    @Override
    public String call() {
      return "importPool(" + quoted(pool) + "); leave()";
    }
  }

  /**
   * Nothing is left to do: what starts now is without it.
   *
   * @param why why that is so; sentences
   */
  record Nothing(String why) implements Mend {
    @Override
    public String call() {
      return "leave(); reboot()";
    }
  }

  /**
   * One of several, which only a person can tell.
   *
   * @param what what is to be told: {@code “vfio” can be}
   * @param next what to do to tell it; a sentence
   * @param mends what mends each, by the name that it would be
   */
  record OneOf(String what, String next, Map<String, Mend> mends) implements Mend {

    /** Copies the mends, in their order. */
    public OneOf {
      mends = Collections.unmodifiableMap(new LinkedHashMap<>(mends));
    }

    /** A name that was typed, and that fits each of these. */
    public static OneOf typed(String typed, Map<String, Mend> mends) {
      return new OneOf(
          "“" + typed + "” can be",
          "Look at the screen again, then diagnose(symptom=\"…\") with the whole name, up to the"
              + " dots.",
          mends);
    }

    /** What it can be, a sentence. */
    public String sentence() {
      return what + " " + String.join(" or ", mends.keySet()) + ".";
    }

    @Override
    public String call() {
      return sentence() + " " + next;
    }

    @Override
    public boolean isCall() {
      return false;
    }
  }

  /** What no helper does; {@code text} is one or more sentences. */
  record ByHand(String text) implements Mend {
    @Override
    public String call() {
      return text;
    }

    @Override
    public boolean isCall() {
      return false;
    }
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
