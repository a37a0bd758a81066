package dev.thaw.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Symptom;
import dev.thaw.boot.TestSystem;
import dev.thaw.boot.diagnosis.Diagnosing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisJsonTest {

  private final TestSystem system = new TestSystem();

  private String json() {
    return DiagnosisJson.of(
        Diagnosing.judge(List.of(system.evidence()), Symptom.NONE, List.of("a note")), "local");
  }

  @Test
  void saysWhatWasFoundTheChainsAndTheNotes() throws Exception {
    system.modules.remove("ahci");

    JsonNode root = new ObjectMapper().readTree(json());

    JsonNode finding = root.at("/findings/0");
    assertThat(finding.path("certainty").asText()).isEqualTo("likely");
    assertThat(finding.path("stage").asText()).isEqualTo("drivers");
    assertThat(finding.at("/mend/call").asText()).startsWith("config().add(");
    assertThat(root.at("/forecast/0/forecast").asText()).isEqualTo("fails");
    assertThat(root.at("/forecast/0/links")).hasSize(8);
    assertThat(root.at("/notes/0").asText()).isEqualTo("a note");
  }

  @Test
  void isPlainAsciiWhateverTheDiskSays() throws Exception {
    system.forced.add("i915");
    system.configuration = "{ boot.initrd.kernelModules = [ \"\u001b[2Jü\u202e\" \"i915\" ]; }";
    system.uuid = "\u202e\u001b";

    assertThat(json()).matches("[\\x20-\\x7e\\n]*");
    assertThat(new ObjectMapper().readTree(json()).at("/findings")).isNotEmpty();
  }

  /** Healthy, broken, with a screen that fits, one that does not, one that nobody understands. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "waiting for device /dev/disk/by-uuid/x to appear...",
        "loading module vfio_pci...",
        "laoding module vfio_pcl\ncannot import 'tank': no such pool available",
        "nixos login:",
        "it just sits there",
      })
  void isAsItsSchemaSays(String screen) throws Exception {
    for (boolean broken : new boolean[] {false, true}) {
      var one = new TestSystem();
      if (broken) {
        one.modules.remove("ahci");
        one.menu.clear();
        one.free = 3;
      }
      Symptom symptom = Symptom.of(screen);
      List<Evidence> evidence = List.of(one.evidence().shown(symptom));
      assertThat(errors(Diagnosing.judge(evidence, symptom, List.of("a note")))).isEmpty();
    }
    assertThat(errors(Diagnosing.judge(List.of(), Symptom.of(screen), List.of()))).isEmpty();
  }

  private static List<Error> errors(Diagnosis diagnosis) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(Path.of("docs/diagnosis.schema.json")));
    return schema.validate(DiagnosisJson.of(diagnosis, "local"), InputFormat.JSON);
  }

  @Test
  void tellsWhatTheScreenShowsBeforeWhatWasFound() throws Exception {
    Symptom symptom = Symptom.of("cannot import 'tank': no such pool available");
    JsonNode root =
        new ObjectMapper()
            .readTree(
                DiagnosisJson.of(
                    Diagnosing.judge(List.of(system.evidence().shown(symptom)), symptom, List.of()),
                    "practice:vfio"));

    assertThat(root.at("/version").asInt()).isEqualTo(1);
    assertThat(root.at("/machine/address").asText()).isEqualTo("practice:vfio");
    assertThat(root.at("/machine/systems/0/hostName").asText()).isEqualTo("atlas");
    assertThat(root.at("/screen/understood").asBoolean()).isTrue();
    assertThat(root.at("/screen/events/0/kind").asText()).isEqualTo("zfs-pool-missing");
    assertThat(root.at("/screen/events/0/about").asText()).isEqualTo("tank");
    assertThat(root.at("/findings/0/id").asText()).isEqualTo("zfs-pool-missing");
    assertThat(root.at("/findings/0/certainty").asText()).isEqualTo("possible");
    assertThat(root.at("/findings/0/page").asText()).isEqualTo("docs/failures/zfs-pool-missing.md");
    assertThat(root.at("/notLookedAt")).isNotEmpty();
  }
}
