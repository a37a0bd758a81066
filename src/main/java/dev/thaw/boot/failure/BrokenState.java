package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.remembered.StateFile;
import dev.thaw.boot.remembered.StateFile.State;
import java.util.List;

/** A file that activation or systemd reads in stage 2 is broken. */
final class BrokenState implements Failure {

  private static final String ID = "dbus-or-machine-id";

  @Override
  public List<String> ids() {
    return List.of("activation-fails", ID);
  }

  @Override
  public boolean isLookedAt(Evidence evidence) {
    return !evidence.remembered().rooms().isEmpty();
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return evidence.remembered().files().stream()
        .filter(file -> file.state() != State.WHOLE)
        .map(file -> file.path().equals(StateFile.MACHINE_ID) ? machineId(file) : map(file))
        .toList();
  }

  private Finding map(StateFile file) {
    return new Finding(
            id(),
            Stage.STAGE_2,
            BootImpact.GOES_ON,
            Certainty.LIKELY,
            "Activation can't read " + file.path() + ": it is empty or no JSON.",
            List.of("Its first byte is not the one of an object: head -c 1 " + file.path() + "."),
            "In it activation keeps which numbers the users and groups have. A power cut or a full"
                + " disk can leave it empty; then no user is made, and services that need one"
                + " fail. It is made anew where it is missing: numbers that NixOS chose itself may"
                + " then change.",
            new Mend.ByHand(
                "Put it aside: mountAll(), enter(\"mv "
                    + file.path()
                    + " "
                    + file.path()
                    + ".broken\"), leave(). explain(\"activation-fails\") tells more."))
        .naming(file.path());
  }

  private static Finding machineId(StateFile file) {
    boolean dangling = file.state() == State.DANGLING;
    return new Finding(
            ID,
            Stage.STAGE_2,
            BootImpact.GOES_ON,
            dangling ? Certainty.LIKELY : Certainty.POSSIBLE,
            file.path()
                + (dangling ? " is a link to what is not there." : " does not begin as it should."),
            List.of("ls -l " + file.path() + " shows it."),
            "systemd writes a new number into an empty file, and can't through a link that leads"
                + " nowhere: then the bus of the system does not start.",
            new Mend.ByHand(
                "Let systemd make a new one: mountAll(), enter(\""
                    + (dangling ? "touch " + file.path() : "truncate -s 0 " + file.path())
                    + "\"), leave(). explain(\"dbus-or-machine-id\") tells more."))
        .naming(file.path());
  }
}
