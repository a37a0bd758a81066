package dev.thaw.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.boot.Symptom;
import dev.thaw.boot.TestSystem;
import dev.thaw.boot.diagnosis.Diagnosing;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
