package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Command;
import dev.thaw.nixos.Installation;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollbackTest {

  private static final Installation TWO =
      Installed.with(
          List.of(),
          Installed.generation(57, true, true, true),
          Installed.generation(56, false, false, true),
          Installed.generation(55, false, false, false));

  @Test
  void pointsTheProfileBackThenWritesTheBootMenuWithThatGenerationsOwnTool() {
    List<String> lines =
        Rollback.plan(TWO, 56, "/mnt").steps().stream().map(Command::line).toList();

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .endsWith("nix-env --profile /nix/var/nix/profiles/system --switch-generation 56");
    assertThat(lines.get(1)).endsWith(Installed.TOPLEVEL + "56/bin/switch-to-configuration boot");
  }

  @Test
  void doesNothingForTheGenerationThatBootsAlready() {
    assertThat(Rollback.plan(TWO, 57, "/mnt").isEmpty()).isTrue();
  }

  @Test
  void onlyWritesTheBootMenuWhenTheProfileAlreadyLeadsThere() {
    Installation half = Installed.with(List.of(), Installed.generation(57, true, false, true));

    assertThat(Rollback.plan(half, 57, "/mnt").steps())
        .singleElement()
        .satisfies(step -> assertThat(step.line()).endsWith("switch-to-configuration boot"));
  }

  @Test
  void refusesAGenerationWhoseFilesAreGoneAndSaysWhichAreComplete() {
    assertThatThrownBy(() -> Rollback.plan(TWO, 55, "/mnt"))
        .hasMessageContaining("Generation 55 is not complete")
        .extracting("next")
        .asString()
        .contains("57, 56");
  }

  @Test
  void refusesAGenerationThatThereIsNot() {
    assertThatThrownBy(() -> Rollback.plan(TWO, 12, "/mnt"))
        .hasMessageContaining("There is no generation 12");
  }
}
