package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.remembered.Firmware;
import dev.thaw.boot.remembered.Firmware.Variable;
import dev.thaw.boot.remembered.Firmware.VariableRoom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The firmware has no room left for another variable, so that no boot entry can be written. */
final class FullVariables implements Failure {

  /** A boot entry takes some hundred bytes; with less than this, in bytes, none fits. */
  private static final long ENTRY = 1024;

  /** So many of the kernel's crash reports are more than one crash leaves. */
  private static final int MANY = 40;

  @Override
  public List<String> ids() {
    return List.of("efi-variables-full");
  }

  @Override
  public boolean isLookedAt(Evidence evidence) {
    return evidence.remembered().firmware().isRead();
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    Firmware firmware = evidence.remembered().firmware();
    Optional<VariableRoom> room = firmware.room();
    List<Variable> dumps = firmware.dumps();
    boolean full = room.filter(one -> one.available() < ENTRY).isPresent();
    boolean said = isOnScreen(evidence.symptom());
    boolean crowded = room.isEmpty() && (dumps.size() >= MANY || said && !dumps.isEmpty());
    if (!firmware.isRead() || !full && !crowded) {
      return List.of();
    }
    var seen = new ArrayList<String>();
    room.map(one ->
            "Of %d KiB for variables, %d bytes can be written: df /sys/firmware/efi/efivars."
                .formatted(one.size() >> 10, one.available()))
        .ifPresent(seen::add);
    long size = dumps.stream().mapToLong(Variable::size).sum();
    seen.add(
        dumps.isEmpty()
            ? "There are %d variables, and no crash report among them."
                .formatted(firmware.variables().size())
            : "%d of the %d variables are the kernel's crash reports (dump-type0-…), %d KiB of them."
                .formatted(dumps.size(), firmware.variables().size(), (size >> 10) + 1));
    return List.of(
        new Finding(
            id(),
            Stage.FIRMWARE,
            BootImpact.GOES_ON,
            full ? Certainty.SURE : said ? Certainty.LIKELY : Certainty.POSSIBLE,
            full
                ? "The firmware has no room left for another variable."
                : "The firmware may have no room left for another variable.",
            seen,
            "Firmware keeps its settings in a small memory of its own. While it is full, no boot"
                + " entry can be written or changed; those that are there still start.",
            new Mend.ByHand(mend(dumps))));
  }

  private static String mend(List<Variable> dumps) {
    return dumps.isEmpty()
        ? "Look at what takes the room: sh(\"ls -lS /sys/firmware/efi/efivars\", looks=true);"
            + " explain(\"efi-variables-full\") tells what may go. Many machines tidy up when they"
            + " are started anew."
        : "Keep the crash reports elsewhere, then delete them: sh(\"mkdir -p /root/dumps && cp"
            + " /sys/firmware/efi/efivars/dump-type0-* /root/dumps/ && chattr -i"
            + " /sys/firmware/efi/efivars/dump-type0-* && rm"
            + " /sys/firmware/efi/efivars/dump-type0-*\"); reboot(), and then"
            + " rebuild(installBootloader=true).";
  }
}
