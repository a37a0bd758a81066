package dev.thaw.practice.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.BootChain;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Forecast;
import dev.thaw.machine.Approver;
import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Interceptor;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.Machine;
import dev.thaw.machine.OutputListener;
import dev.thaw.practice.Practice;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** diagnose() judges all that the boot menu can start; bootChain() only what it was asked for. */
class ChainsTest {

  private final Practice practice = Practice.of("vfio");

  /** How many seconds the reading of initrds may take; as Thaw says when empty. */
  private String seconds = "";

  /** The initrds that were asked for in each look. */
  private final List<List<String>> asked = new ArrayList<>();

  private final Interceptor watching =
      (command, output, next) -> {
        var argv = new ArrayList<>(command.argv());
        if (argv.size() > 8 && argv.get(3).equals("thaw-boot")) {
          asked.add(argv.stream().filter(word -> word.endsWith("/initrd")).toList());
          if (!seconds.isEmpty()) {
            argv.set(8, seconds);
          }
          return next.run(command.withArgv(argv), output);
        }
        return next.run(command, output);
      };

  /** A machine of a name of its own: of the same one, what was read is not read again. */
  private record Unread(Machine machine, String name) implements Machine {
    Unread(Machine machine) {
      this(machine, UUID.randomUUID().toString());
    }

    @Override
    public CommandResult run(Command command, OutputListener output) {
      return machine.run(command, output);
    }

    @Override
    public void close() {
      machine.close();
    }
  }

  private final InterceptorChain chain;
  private final Rescue rescue;

  ChainsTest() {
    FakePerson person = FakePerson.yes();
    var approver = new Approver(person);
    chain = new InterceptorChain(new Unread(practice.machine), List.of(approver, watching));
    rescue = new Rescue(chain, approver, "/run/thaw", person, "/mnt");
  }

  /** Rebuilds without the module that hangs, then with another host's name. */
  private void rebuildTwice() {
    Rescue owner = practice.rescue(FakePerson.yes());
    owner.mountAll(1);
    owner.config().remove("boot.initrd.kernelModules", "vfio_pci");
    rebuild(owner);
    owner.config().set("networking.hostName", "\"atlas2\"");
    rebuild(owner);
    owner.leave();
  }

  private static void rebuild(Rescue owner) {
    owner.rebuild(RebuildWish.USUAL);
  }

  @Test
  void everyEntryOfTheMenuIsJudgedInAHandfulOfRoundTripsAndASharedInitrdReadOnce() {
    rebuildTwice();

    Diagnosis diagnosis = rescue.diagnose("");

    assertThat(chain.roundTrips()).isEqualTo(4);
    assertThat(diagnosis.chains()).extracting(BootChain::generation).containsExactly(59, 58, 57);
    assertThat(diagnosis.chains().get(0).forecast()).isEqualTo(new Forecast.Boots());
    assertThat(diagnosis.chains().get(1).forecast()).isEqualTo(new Forecast.Boots());
    assertThat(diagnosis.chains().get(2).forecast().sentence()).contains("vfio_pci may hang");
    assertThat(asked).singleElement().satisfies(initrds -> assertThat(initrds).hasSize(2));
  }

  @Test
  void whatThereWasNoTimeToReadIsSaidAndIsUnknown() {
    rebuildTwice();
    seconds = "0";

    Diagnosis diagnosis = rescue.diagnose("");

    assertThat(diagnosis.chains().get(0).forecast()).isEqualTo(new Forecast.Boots());
    assertThat(diagnosis.chains().get(2).forecast())
        .isEqualTo(new Forecast.CantTell("The initrd was not read."));
    assertThat(diagnosis.notes())
        .anyMatch(note -> note.contains("not all initrds were read: of 57 what is in them"));
  }

  @Test
  void aChainReadsItsOwnInitrdAlone() {
    rebuildTwice();

    assertThat(rescue.bootChain(57).generation()).isEqualTo(57);

    assertThat(asked).singleElement().satisfies(initrds -> assertThat(initrds).hasSize(1));
  }
}
