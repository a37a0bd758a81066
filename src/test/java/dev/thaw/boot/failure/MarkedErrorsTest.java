package dev.thaw.boot.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Forecast;
import dev.thaw.boot.Mend;
import dev.thaw.boot.TestSystem;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Stage1;
import dev.thaw.storage.ErrorMark;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A filesystem whose superblock says that it has errors. */
class MarkedErrorsTest {

  private static final String ID = "filesystem-errors";
  private final TestSystem system = new TestSystem();

  private Finding only() {
    assertThat(system.findings(ID)).hasSize(1);
    return system.findings(ID).getFirst();
  }

  private void checked(int pass, String... options) {
    FstabEntry root = system.early.getFirst();
    system.early.set(
        0,
        new FstabEntry(
            root.line(), root.spec(), root.file(), root.type(), List.of(options), 0, pass));
  }

  @Test
  void onlyTheCheckItselfCanTellWhetherTheBootGoesOn() {
    checked(1, "defaults");
    system.marks.add(new ErrorMark("sda2", 3));

    assertThat(only().certainty()).isEqualTo(Certainty.POSSIBLE);
    assertThat(only().subject()).isEqualTo("/dev/sda2");
    assertThat(only().evidence()).anyMatch(seen -> seen.contains("3 errors"));
    assertThat(only().mend()).isInstanceOf(Mend.ByHand.class);
    assertThat(system.chain().forecast()).isInstanceOf(Forecast.CantTell.class);
  }

  @Test
  void theScreenOfTheFailedCheckMakesItLikely() {
    checked(1, "defaults");
    system.marks.add(new ErrorMark("sda2", 0));
    system.screen =
        "/dev/disk/by-uuid/"
            + TestSystem.ROOT
            + " has unrepaired errors, please fix them manually.";
    assertThat(only().certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(system.chain().forecast()).isInstanceOf(Forecast.Fails.class);
  }

  @Test
  void anotherFilesystemOrOneThatNobodyChecksSaysNothing() {
    checked(1, "defaults");
    system.marks.add(new ErrorMark("sda1", 3));
    assertThat(system.findings(ID)).isEmpty();

    system.marks.set(0, new ErrorMark("sda2", 3));
    system.stage1 = Stage1.SYSTEMD;
    assertThat(system.findings(ID)).hasSize(1);
    checked(0, "defaults");
    assertThat(system.findings(ID)).isEmpty();
    system.stage1 = Stage1.SCRIPTED;
    assertThat(system.findings(ID)).as("the script checks it all the same").hasSize(1);
    checked(1, "nofail");
    assertThat(system.findings(ID)).isEmpty();
  }
}
