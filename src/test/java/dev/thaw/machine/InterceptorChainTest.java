package dev.thaw.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.NeedsRoot;
import dev.thaw.rescue.Action;
import dev.thaw.rescue.ActionLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@NeedsRoot
class InterceptorChainTest {

  @TempDir Path dir;

  private InterceptorChain chain(FakePerson person, Approver approver) {
    return new InterceptorChain(
        new LocalMachine(person),
        List.of(new Narrator(person, false), approver, new ActionRecorder(record().toString())));
  }

  private InterceptorChain chain(FakePerson person) {
    return chain(person, new Approver(person));
  }

  private Path record() {
    return dir.resolve("the record");
  }

  private List<ActionLog.Entry> read() {
    try (var machine = new LocalMachine(FakePerson.nobody())) {
      return ActionLog.read(machine, record().toString());
    }
  }

  private record Touch(String path) implements LoggedAction {
    @Override
    public List<String> argv() {
      return List.of("touch", path);
    }
  }

  private record Touched(String path) implements LoggedAction {
    @Override
    public List<String> argv() {
      return List.of("rm", path);
    }
  }

  private Command touch(String name) {
    return Command.changes("make the file " + name, "touch", dir.resolve(name).toString())
        .doing(
            new Touch(dir.resolve(name).toString()),
            List.of(new Touched(dir.resolve(name).toString())));
  }

  @Test
  void aCommandThatLooksIsNeitherToldNorAskedForNorRecorded() {
    var person = FakePerson.nobody();
    try (var chain = chain(person)) {
      assertThat(chain.run(Command.looks("see", "echo", "hello")).text()).isEqualTo("hello\n");
    }
    assertThat(person.told).isEmpty();
    assertThat(person.asked).isEmpty();
    assertThat(record()).doesNotExist();
  }

  @Test
  void aVerboseNarratorTellsOfLooksTooWithoutControlCharacters() {
    var person = FakePerson.nobody();
    var chain = new InterceptorChain(new LocalMachine(person), List.of(new Narrator(person, true)));
    chain.run(Command.looks("see \u001b[2J", "echo", "\u001b]0;x\u0007"));
    assertThat(person.told)
        .singleElement()
        .asString()
        .contains("see \\x1b[2J", "echo")
        .doesNotContain("\u001b");
  }

  @Test
  void aChangeIsToldAskedForAndRecordedWithItsUndoAndStatus() {
    var person = FakePerson.yes();
    String name = "a 'b' \"c\"\n$(d) é\u001b[1m";
    try (var chain = chain(person)) {
      CommandResult result = chain.run(touch(name));
      assertThat(result.ok()).isTrue();
      assertThat(result.command().argv().getFirst()).isEqualTo("touch");
    }
    assertThat(person.told).singleElement().asString().startsWith("$ touch ");
    assertThat(person.asked).singleElement().asString().contains("make the file a").endsWith("?");
    assertThat(dir.resolve(name)).exists();
    ActionLog.Entry entry = read().getFirst();
    assertThat(entry.action().argv()).containsExactly("touch", dir.resolve(name).toString());
    assertThat(entry.undo())
        .extracting(Action::argv)
        .containsExactly(List.of("rm", dir.resolve(name).toString()));
    assertThat(entry.purpose()).isEqualTo("make the file " + name);
    assertThat(entry.status()).contains(0);
  }

  @Test
  void whatThePersonRefusesIsNotRun() {
    try (var chain = chain(FakePerson.no())) {
      assertThatThrownBy(() -> chain.run(touch("x"))).isInstanceOf(Trouble.NotApproved.class);
    }
    assertThat(dir.resolve("x")).doesNotExist();
    assertThat(read()).isEmpty();
  }

  @Test
  void withNobodyToAskNothingIsChanged() {
    try (var chain = chain(FakePerson.nobody())) {
      assertThatThrownBy(() -> chain.run(touch("x"))).isInstanceOf(Trouble.NotApproved.class);
    }
    assertThat(dir.resolve("x")).doesNotExist();
  }

  @Test
  void aPlansCommandsRunOnceEachWithoutAQuestionAndNothingElseDoes() {
    var person = FakePerson.no();
    var approver = new Approver(person);
    try (var chain = chain(person, approver);
        var _ = approver.allow(List.of(touch("x")))) {
      assertThatThrownBy(() -> chain.run(touch("y"))).isInstanceOf(Trouble.NotApproved.class);
      chain.run(touch("x")).orFail("");
      assertThatThrownBy(() -> chain.run(touch("x"))).isInstanceOf(Trouble.NotApproved.class);
    }
  }

  @Test
  void anApprovalEndsWithItsPlan() {
    var person = FakePerson.no();
    var approver = new Approver(person);
    try (var chain = chain(person, approver)) {
      approver.allow(List.of(touch("x"))).close();
      assertThatThrownBy(() -> chain.run(touch("x"))).isInstanceOf(Trouble.NotApproved.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DRY_RUN", "READ_ONLY"})
  void inALowerModeNothingIsChangedNorAskedEvenIfItWasApproved(ExecutionMode mode) {
    var person = FakePerson.yes();
    var approver = new Approver(person);
    try (var chain = chain(person, approver);
        var _ = approver.allow(List.of(touch("x")))) {
      approver.mode(mode);
      assertThatThrownBy(() -> chain.run(touch("x")))
          .isInstanceOf(Trouble.HeldBack.class)
          .hasMessageStartingWith("Not done, because ")
          .hasMessageContaining("make the file x, by touch ");
      assertThat(chain.run(Command.looks("see", "echo", "hello")).text()).isEqualTo("hello\n");
    }
    assertThat(person.asked).isEmpty();
    assertThat(dir.resolve("x")).doesNotExist();
    assertThat(read()).isEmpty();
    assertThat(approver.acted()).isZero();
  }

  @Test
  void whatChangedSomethingIsCountedAndWhatWasRefusedOrOnlyLookedIsNot() {
    var approver = new Approver(FakePerson.no());
    try (var chain = chain(FakePerson.no(), approver);
        var _ = approver.allow(List.of(touch("x")))) {
      chain.run(touch("x"));
      chain.run(Command.looks("see", "true"));
      assertThatThrownBy(() -> chain.run(touch("y"))).isInstanceOf(Trouble.NotApproved.class);
    }
    assertThat(approver.acted()).isEqualTo(1);
  }

  @Test
  void aFailedChangeIsRecordedWithItsStatusAndItsInputIsNot() throws IOException {
    Command command = Command.changes("fail", "sh", "-c", "cat; exit 7");
    try (var chain = chain(FakePerson.yes())) {
      CommandResult result = chain.run(command.reading(Stdin.of("opensesame")));
      assertThat(result.status()).isEqualTo(7);
      assertThat(result.text()).isEqualTo("opensesame");
    }
    assertThat(read().getFirst().status()).contains(7);
    assertThat(Files.readString(record().resolve("record.jsonl"))).doesNotContain("opensesame");
  }

  @Test
  void aChangeThatCannotBeRecordedIsNotRun() throws IOException {
    Files.writeString(record(), "a file where the directory should be");
    try (var chain = chain(FakePerson.yes())) {
      assertThatThrownBy(() -> chain.run(touch("x")))
          .isInstanceOf(Trouble.Refused.class)
          .hasMessageContaining("make the file x")
          .hasMessageContaining("mkdir");
    }
    assertThat(dir.resolve("x")).doesNotExist();
  }

  @Test
  void aChangeThatWasEndedAtItsLimitIsRecordedWithTheSignal() {
    Command slow = Command.changes("wait", "sleep", "100").within(Duration.ofMillis(500));
    try (var chain = chain(FakePerson.yes())) {
      assertThatThrownBy(() -> chain.run(slow)).isInstanceOf(Trouble.TimedOut.class);
    }
    assertThat(read().getFirst().status()).contains(143);
  }

  @Test
  void aLineCutByACrashIsLeftOutAndTheNextOneIsNotGluedToIt() throws IOException {
    try (var chain = chain(FakePerson.yes())) {
      chain.run(touch("x"));
      Files.writeString(
          record().resolve("record.jsonl"),
          "{\"id\":\"cut\",\"time\":\"2026-",
          UTF_8,
          StandardOpenOption.APPEND);
      chain.run(touch("y"));
    }
    assertThat(read())
        .extracting(ActionLog.Entry::purpose)
        .containsExactly("make the file x", "make the file y");
    assertThat(read()).extracting(ActionLog.Entry::status).containsOnly(Optional.of(0));
  }

  @Test
  void onlyWhatReachesTheMachineCountsAsARoundTrip() {
    try (var chain = chain(FakePerson.no())) {
      chain.run(Command.looks("see", "true"));
      assertThatThrownBy(() -> chain.run(touch("x"))).isInstanceOf(Trouble.class);
      assertThat(chain.roundTrips()).isEqualTo(1);
    }
  }
}
