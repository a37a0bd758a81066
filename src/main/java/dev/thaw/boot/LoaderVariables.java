package dev.thaw.boot;

import dev.thaw.boot.remembered.RememberedFormat;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Probe;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.BootSpec;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.loader.LoaderConf;
import dev.thaw.nixos.loader.LoaderEntry;
import dev.thaw.nixos.loader.SystemdBoot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The EFI variables by which systemd-boot is told what to start, whatever its loader.conf says. The
 * firmware keeps them.
 */
final class LoaderVariables {

  /** The folder in which Linux shows them; it is not there without UEFI. */
  static final String FOLDER = RememberedFormat.EFIVARS;

  private static final int ATTRIBUTES = 4;

  private LoaderVariables() {}

  /**
   * A check for each variable that is set, as {@code same.sh} read them; none when systemd-boot has
   * no entries here.
   */
  static List<BootCheck.Check> checks(
      Installation installation, Generation current, Probe.Sections sections) {
    List<LoaderEntry> entries =
        installation.bootPartitions().stream()
            .filter(BootPartition::isUsed)
            .flatMap(partition -> SystemdBoot.offered(partition.tree()).stream())
            .sorted(LoaderEntry.MENU_ORDER)
            .toList();
    var checks = new ArrayList<BootCheck.Check>();
    if (!entries.isEmpty()) {
      check("LoaderEntryOneShot", "set-oneshot", entries, current, sections).ifPresent(checks::add);
      check("LoaderEntryDefault", "set-default", entries, current, sections).ifPresent(checks::add);
    }
    return checks;
  }

  private static Optional<BootCheck.Check> check(
      String variable,
      String verb,
      List<LoaderEntry> entries,
      Generation current,
      Probe.Sections sections) {
    String value = sections.find(variable).map(s -> decode(s.out())).orElse("");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Optional<LoaderEntry> named = LoaderConf.named(value, entries);
    if (named.isEmpty()) {
      return Optional.of(
          new BootCheck.Check(
              BootCheck.Part.VARIABLE,
              "the EFI variable "
                  + variable
                  + " names no entry of this menu's files ("
                  + Clean.line(value)
                  + "): systemd-boot starts it first if it knows it all the same",
              true,
              "",
              ""));
    }
    return Optional.of(
        new BootCheck.Check(
            BootCheck.Part.VARIABLE,
            "the EFI variable " + variable + " leads to it too",
            starts(named.get(), current),
            "it names " + value,
            "It counts for more than loader.conf. mend(diagnose()) clears it, kept for undo(); by"
                + " hand, sh(\"bootctl "
                + verb
                + " ''\") does, unless the live system was started by another loader.",
            FOLDER + "/" + variable + "-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"));
  }

  /** Four bytes of attributes, then UTF-16LE up to a NUL. */
  private static String decode(byte[] bytes) {
    if (bytes.length <= ATTRIBUTES) {
      return "";
    }
    String text =
        new String(Arrays.copyOfRange(bytes, ATTRIBUTES, bytes.length), StandardCharsets.UTF_16LE);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  /** Whether the entry starts this generation or a variant of it. */
  private static boolean starts(LoaderEntry entry, Generation generation) {
    if (entry.generation().isPresent()) {
      return entry.generation().getAsInt() == generation.number();
    }
    return entry.toplevel().equals(generation.toplevel())
        || generation.bootSpec().stream()
            .flatMap(spec -> spec.specialisations().values().stream())
            .map(BootSpec::toplevel)
            .anyMatch(entry.toplevel()::equals);
  }
}
