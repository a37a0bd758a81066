package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.loader.BootLoader;
import dev.thaw.nixos.loader.Grub;
import dev.thaw.nixos.loader.Limine;
import dev.thaw.nixos.loader.UnifiedImages;
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
    List<String> lines = Rollback.plan(TWO, 56, "/mnt").steps().stream().map(Step::line).toList();

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

  private static Generation generation(int number, boolean current, boolean listed) {
    return Installed.generation(
        number, current, current, listed, true, Installed.COPIED, Installed.COPIED);
  }

  @Test
  void aLoaderThatStartsTheNewestNumberGetsANewerGenerationOfTheOldSystem() {
    for (BootLoader loader : List.of(new Limine(), new UnifiedImages())) {
      Installation installation =
          Installed.startedBy(loader, generation(57, true, true), generation(56, false, true));

      Plan plan = Rollback.plan(installation, 56, "/mnt");

      assertThat(plan.steps()).hasSize(2);
      assertThat(plan.steps().getFirst().line())
          .endsWith(
              "nix-env --profile /nix/var/nix/profiles/system --set " + Installed.TOPLEVEL + "56");
      assertThat(plan.steps().getLast().undo()).hasSize(3);
      assertThat(plan.steps().getLast().undo().get(1).argv())
          .endsWith("--delete-generations", "58");
      assertThat(plan.remarks().getFirst()).contains("starts the newest number");
    }
    Installation grub =
        Installed.startedBy(new Grub(), generation(57, true, true), generation(56, false, true));
    assertThat(Rollback.plan(grub, 56, "/mnt").steps().getFirst().line())
        .endsWith("--switch-generation 56");
  }

  @Test
  void aGenerationThatTheMenusLimitLeavesOutGetsANewerNumber() {
    Installation installation =
        Installed.with(
            List.of(),
            generation(57, true, true),
            generation(56, false, true),
            generation(55, false, false));

    assertThat(Rollback.plan(installation, 55, "/mnt").steps().getFirst().line())
        .endsWith("--set " + Installed.TOPLEVEL + "55");
    assertThat(Rollback.plan(installation, 56, "/mnt").steps().getFirst().line())
        .endsWith("--switch-generation 56");
  }
}
