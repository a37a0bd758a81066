package dev.thaw.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.NeedsRoot;
import dev.thaw.boot.diagnosis.Diagnosing;
import dev.thaw.boot.initrd.Packed;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Probe;
import dev.thaw.nixos.Images;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.NixTree;
import dev.thaw.nixos.Survey;
import dev.thaw.storage.ListWithNotes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The evidence read off this computer: from a folder and from a disk. Needs root. */
@NeedsRoot
class EvidenceCollectorTest {

  private static final Symptom SCREEN = Symptom.of("loading module vfio_pci...");

  @TempDir Path folder;
  private final String host = "evidence";
  private final String uuid = UUID.randomUUID().toString();
  private Path root;
  private final InterceptorChain machine = new InterceptorChain(new LocalMachine(null), List.of());

  @BeforeEach
  void install() throws IOException {
    root = Files.createDirectories(folder.resolve("mnt"));
    new NixTree(root.resolve("nix"), host)
        .generation(57, "UUID=" + uuid + " / ext4 x-initrd.mount 0 1\n");
    Files.createDirectories(root.resolve("etc/nixos"));
    Files.writeString(
        root.resolve("etc/nixos/configuration.nix"),
        "{ boot.initrd.kernelModules = [ \"vfio-pci\" ]; }\n");
    Installation found = Survey.look(machine, root.toString()).getFirst();
    String initrd = found.current().orElseThrow().initrd().storePath();
    Files.write(
        root.resolve(initrd.substring(1)),
        new Packed()
            .link("init", "/nix/store/sss-stage-1-init.sh")
            .file(
                "nix/store/sss-stage-1-init.sh",
                "#! /nix/store/bash\nfor i in vfio_pci; do\n  info \"loading module $i...\"\n"
                    + "  modprobe $i\ndone\n")
            .file("lib/modules/6.12/" + "n".repeat(300) + ".ko", "m".repeat(3 << 20))
            .zstd());
  }

  private ListWithNotes<Evidence> look(String at) {
    return EvidenceCollector.all(machine, FakePerson.nobody(), at, new InitrdCache(), SCREEN);
  }

  @Test
  void readsTheInitrdOfWhatIsMountedInFiveRoundTripsAndChangesNothing() throws IOException {
    String before = Images.run("sh", "-c", "ls -lR --full-time " + root);
    long trips = machine.roundTrips();

    Diagnosis diagnosis =
        Diagnosing.look(machine, FakePerson.nobody(), root.toString(), new InitrdCache(), SCREEN);

    assertThat(machine.roundTrips() - trips).isEqualTo(5);
    Finding first = diagnosis.first().orElseThrow();
    assertThat(first.certainty()).isEqualTo(Certainty.SURE);
    assertThat(first.mend())
        .isEqualTo(new Mend.RemoveElement("boot.initrd.kernelModules", "vfio-pci"));
    assertThat(first.evidence())
        .anyMatch(seen -> seen.startsWith("The initrd of generation 57 loads it"));
    assertThat(diagnosis.chains()).extracting(BootChain::generation).containsExactly(57);
    assertThat(Images.run("sh", "-c", "ls -lR --full-time " + root)).isEqualTo(before);
  }

  @Test
  void onceTheConfigurationIsMendedARebuildIsWhatIsLeft() throws IOException {
    Files.writeString(root.resolve("etc/nixos/configuration.nix"), "{ }\n");

    Diagnosis diagnosis =
        Diagnosing.look(machine, FakePerson.nobody(), root.toString(), new InitrdCache(), SCREEN);

    assertThat(diagnosis.first().orElseThrow().mend()).isEqualTo(new Mend.Rebuild());
  }

  @Test
  void anInitrdThatIsAlreadyReadIsNotReadAgain() throws IOException {
    look(root.toString());
    Evidence evidence = look(root.toString()).getFirst();
    assertThat(evidence.initrd().orElseThrow().forced()).containsExactly("vfio_pci");
  }

  @Test
  void theFirstInitrdIsReadInAnyCaseAndNoneIsBegunAfterTheTime() {
    var probe =
        new Probe("boot", EvidenceCollector.script(), "read initrds", Duration.ofMinutes(1));
    String initrd =
        Survey.look(machine, root.toString())
            .getFirst()
            .generations()
            .getFirst()
            .initrd()
            .storePath();
    String[] late = {
      root.toString(), "", "", "", "0", "0", "/nosuch", "", "0", initrd, "/nix/store/other"
    };
    String[] early = late.clone();
    early[4] = "60";

    assertThat(probe.run(machine, late).all().keySet())
        .contains("initrd " + initrd)
        .doesNotContain("initrd /nix/store/other");
    assertThat(probe.run(machine, early).all().keySet())
        .contains("initrd " + initrd, "initrd /nix/store/other");
  }

  @Test
  void readsTheInitrdFromADiskThatNobodyMountedAndNotOneByteChanges() throws IOException {
    try (var images = new Images(folder)) {
      Path image = images.make("e.img", 96, "mkfs.ext4", "-q", "-U", uuid, "-d", root.toString());
      String before = Images.sum(image);
      images.attach(image);

      Evidence evidence =
          look("").stream()
              .filter(each -> each.installation().hostName().equals(host))
              .findFirst()
              .orElseThrow();

      assertThat(evidence.initrd().orElseThrow().trouble()).isEmpty();
      assertThat(evidence.initrd().orElseThrow().forced()).containsExactly("vfio_pci");
      assertThat(evidence.surroundings().device("UUID=" + uuid)).isPresent();
      Images.run("sync");
      assertThat(Images.sum(image)).isEqualTo(before);
    }
  }
}
