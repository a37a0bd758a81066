package dev.thaw.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.EvidenceCollector;
import dev.thaw.machine.Probe;
import dev.thaw.machine.Scripts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code health.sh} with tools that say what we have them say. */
class HealthScriptTest {

  @TempDir Path directory;

  private Probe.Sections run(FakeTools tools) {
    return new Probe(
            "health",
            Scripts.read(EvidenceCollector.class, "health.sh") + "\nhealth\n",
            "look",
            Duration.ofMinutes(1))
        .run(tools);
  }

  @Test
  void asksWhatIsThereAndSaysWhatIsNot() {
    var tools = new FakeTools(directory, "sh");
    tools
        .with(
            "dmesg",
            "printf '%s\\n' '[ 1.0] Linux version 6.12' '[ 2.0] I/O error, dev sda, sector 8'"
                + " '[ 3.0] sda: sda1 sda2'")
        .with("smartctl", "echo 'SMART overall-health self-assessment test result: PASSED'")
        .with("zpool", "printf '  pool: tank\\n state: ONLINE\\nerrors: 3 data errors, use -v\\n'");

    Probe.Sections sections = run(tools);
    DiskHealth health = DiskHealth.of(sections);
    assertThat(sections.text(HealthFormat.LOG)).isEqualTo("[ 2.0] I/O error, dev sda, sector 8\n");
    assertThat(health.errors()).extracting(DiskError::device).containsExactly("sda", "tank");
    assertThat(health.unasked()).isEmpty();
    assertThat(tools.log()).contains("zpool status -v");
    // No disk is woken, and nothing but the overall word is asked for.
    assertThat(tools.log().stream().filter(line -> line.startsWith("smartctl")))
        .allMatch(line -> line.startsWith("smartctl -n standby -H /dev/"));
  }

  @Test
  void aLogThatMayNotBeReadIsNoLogWithoutErrors() {
    var tools = new FakeTools(directory, "sh").with("dmesg", "exit 1");
    assertThat(DiskHealth.of(run(tools)).unasked())
        .anyMatch(one -> one.contains("live kernel's log"));
    assertThat(Files.exists(directory.resolve("log"))).isTrue();
  }
}
