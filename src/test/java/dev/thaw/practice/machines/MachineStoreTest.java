package dev.thaw.practice.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.thaw.machine.Command;
import dev.thaw.machine.Scripts;
import dev.thaw.machine.Trouble;
import dev.thaw.practice.PracticeMachine;
import dev.thaw.practice.PracticeMachines;
import dev.thaw.practice.boot.Boot;
import dev.thaw.practice.lessons.CheckResult;
import dev.thaw.practice.lessons.PracticeCheck;
import dev.thaw.practice.state.MachineState;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a practice machine between two runs of the program. */
class MachineStoreTest {

  @TempDir Path directory;

  private String says(String line) {
    PracticeMachine machine = PracticeMachines.open("vfio", directory, text -> {});
    return machine.run(Command.changes("run a line", "sh", "-c", line)).text();
  }

  @Test
  void goesOnWhereItWasLeft() {
    says("zpool import -f -N -R /mnt nvmepool; mount -t zfs nvmepool/root /mnt; echo x >/tmp/x");
    assertThat(says("cat /tmp/x; findmnt -n -o SOURCE /mnt; zpool list -H -o name"))
        .isEqualTo("x\nnvmepool/root\nnvmepool\n");
  }

  @Test
  void aMachineThatWasKeptIsTheSameInEveryPart() {
    MachineState state = MachineBuilder.make("vfio");
    var store = new MachineStore(directory);
    store.keep(state);
    MachineState again = store.find("vfio").orElseThrow();
    assertThat(new String(MachineStore.bytes(again)))
        .isEqualTo(new String(MachineStore.bytes(state)));
    assertThat(Boot.of(again).screen()).isEqualTo(Boot.of(state).screen());
  }

  @Test
  void whatAnotherRunDidMeanwhileIsThereAndNothingOfItIsLost() {
    PracticeMachine one = PracticeMachines.open("vfio", directory, text -> {});
    PracticeMachine other = PracticeMachines.open("vfio", directory, text -> {});
    one.run(Command.changes("one", "sh", "-c", "echo one >/tmp/one"));
    other.run(Command.changes("other", "sh", "-c", "echo other >/tmp/other"));

    Command list = Command.looks("list", "ls", "/tmp");
    assertThat(one.run(list).text()).isEqualTo("one\nother\n");
    PracticeMachines.reset("vfio", directory);
    assertThat(one.run(list).text()).isEmpty();
  }

  @Test
  void whoeverOnlyLooksLeavesNothingBehind() throws IOException {
    PracticeMachine machine = PracticeMachines.open("vfio", directory, text -> {});
    assertThat(machine.run(Command.looks("look", "zpool", "import")).text()).contains("nvmepool");
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void isNewAgainAfterItWasForgotten() {
    says("echo x >/tmp/x");
    assertThat(new MachineStore(directory).forget("vfio")).isTrue();
    assertThat(new MachineStore(directory).forget("vfio")).isFalse();
    assertThat(says("ls /tmp")).isEmpty();
  }

  @Test
  void aPlaceWhereNothingCanBeKeptIsSaid() throws IOException {
    var store = new MachineStore(directory);
    store.keep(MachineBuilder.make("vfio"));
    Path kept;
    try (var files = Files.list(directory)) {
      kept = files.findFirst().orElseThrow();
    }
    Files.delete(kept);
    Files.createFile(Files.createDirectory(kept).resolve("in it"));
    assertThatThrownBy(() -> store.find("vfio"))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessage(kept + " can't be used: Is a directory.");
    assertThatThrownBy(() -> store.forget("vfio"))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageStartingWith(kept + " can't be used: ");
    var beneath = new MachineStore(kept.resolve("in it/practice"));
    assertThatThrownBy(() -> beneath.keep(MachineBuilder.make("vfio")))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageMatching("The practice machine vfio could not be kept in .*: [A-Za-z ]+\\.");
  }

  @Test
  void startsChecksAndResetsMachines() {
    assertThat(PracticeMachines.start("esp-full", directory)).isEqualTo("loading module amdgpu...");
    assertThat(PracticeMachines.list(directory))
        .filteredOn(PracticeMachines.Listed::touched)
        .extracting(PracticeMachines.Listed::name)
        .containsExactly("esp-full");
    assertThat(PracticeMachines.check("esp-full", directory, text -> {}).left())
        .extracting(CheckResult::what)
        .containsExactly("It would hang: loading module amdgpu...");
    assertThat(PracticeMachines.reset("", directory)).containsExactly("esp-full");
    assertThat(PracticeMachines.reset("esp-full", directory)).isEmpty();
    assertThatThrownBy(() -> PracticeMachines.start("../x", directory))
        .isInstanceOf(Trouble.Refused.class);
  }

  @Test
  void aCheckTellsWhatIsStillMountedAndChangesNothing() {
    says("zpool import -f -N -R /mnt nvmepool; mount -t zfs nvmepool/root /mnt");
    PracticeCheck check = PracticeMachines.check("vfio", directory, text -> {});
    assertThat(check.passed()).isFalse();
    assertThat(check.left())
        .extracting(CheckResult::what)
        .containsExactly(
            "It would hang: loading module vfio_pci...",
            "Still mounted: /mnt.",
            "Still imported, so that it looks used: nvmepool.");
    assertThat(check.screen()).endsWith("loading module vfio_pci...");
    assertThat(PracticeMachines.check("vfio", directory, text -> {})).isEqualTo(check);
    assertThat(says("findmnt -n -o SOURCE /mnt")).isEqualTo("nvmepool/root\n");
  }

  @Test
  void saysWhatToDoWhenItCanNotBeRead() throws IOException {
    for (String damaged :
        List.of("{\"format\":5,\"machine\":{\"nonsense\":1}}", "{\"name\":", "")) {
      Files.writeString(directory.resolve("vfio.json"), damaged);
      assertThatThrownBy(() -> says("true"))
          .isInstanceOfSatisfying(
              Trouble.Refused.class,
              trouble ->
                  assertThat(trouble.next()).isEqualTo("thaw practice reset vfio makes it new."))
          .hasMessage("What was kept of the practice machine vfio is damaged.");
    }
  }

  @Test
  void whatAnotherVersionKeptIsToldAndMadeAnewAndNeverRead() throws IOException {
    Path file = directory.resolve("vfio.json");
    String now =
        new String(MachineStore.bytes(MachineBuilder.make("vfio")), StandardCharsets.UTF_8);
    // Before there were formats, the machine itself was all that the file held.
    String first = now.substring("{\"format\":5,\"machine\":".length(), now.length() - 1);
    assertThat(first).startsWith("{\"name\":\"vfio\"");
    for (String other :
        List.of(first, now.replaceFirst("5", "4"), now.replaceFirst("5", "6"), "{}")) {
      Files.writeString(file, other.replace("loading module vfio_pci", "loading another"));
      var told = new ArrayList<String>();
      PracticeMachine machine = PracticeMachines.open("vfio", directory, told::add);
      assertThat(told)
          .containsExactly(
              "The practice machine vfio was kept by another version of Thaw, so it is made anew:"
                  + " as broken as at first.");
      assertThat(machine.check().screen()).endsWith("loading module vfio_pci...");
      assertThat(file).doesNotExist();

      Files.writeString(file, other);
      told.clear();
      assertThat(PracticeMachines.check("vfio", directory, told::add).passed()).isFalse();
      assertThat(told).hasSize(1);
    }
    says("true");
    var told = new ArrayList<String>();
    PracticeMachine running = PracticeMachines.open("vfio", directory, told::add);
    assertThat(told).isEmpty();
    Files.writeString(file, first);
    assertThatThrownBy(() -> running.run(Command.looks("look", "true")))
        .hasMessage("The practice machine vfio was kept by another version of Thaw.");
  }

  /** What is kept changes seldom, and then the format has to be another one. */
  @Test
  void theFormatIsOfThisShape() {
    var shape = new TreeMap<String, String>();
    shape(MachineState.class, shape);
    assertThat(
            "format "
                + MachineStore.FORMAT
                + "\n"
                + shape.entrySet().stream()
                    .map(type -> type.getKey() + ": " + type.getValue() + "\n")
                    .collect(Collectors.joining()))
        .as(
            "What is kept of a machine has changed: raise MachineStore.FORMAT, and put this into"
                + " kept-shape.txt.")
        .isEqualTo(Scripts.read(MachineStoreTest.class, "kept-shape.txt"));
  }

  private static void shape(Type type, Map<String, String> shape) {
    if (type instanceof ParameterizedType generic) {
      Stream.of(generic.getActualTypeArguments()).forEach(inner -> shape(inner, shape));
      return;
    }
    if (!(type instanceof Class<?> known)
        || !known.getName().startsWith("dev.thaw.")
        || shape.containsKey(known.getSimpleName())) {
      return;
    }
    List<Field> fields =
        Stream.of(known.getDeclaredFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()))
            .filter(field -> !Modifier.isTransient(field.getModifiers()))
            .filter(field -> !field.isAnnotationPresent(JsonIgnore.class))
            .sorted(Comparator.comparing(Field::getName))
            .toList();
    shape.put(
        known.getSimpleName(),
        fields.stream()
            .map(field ->
                field.getName()
                    + " "
                    + field.getGenericType().getTypeName().replaceAll("([a-z0-9]+\\.)+", ""))
            .collect(Collectors.joining(", ")));
    fields.forEach(field -> shape(field.getGenericType(), shape));
    if (known.isSealed()) {
      Stream.of(known.getPermittedSubclasses()).forEach(kind -> shape(kind, shape));
    }
  }

  @Test
  void isKeptInTheUsersStateAndReadableByNobodyElse() throws IOException {
    assertThat(PracticeMachines.directory(Map.of(), "/home/a"))
        .isEqualTo(Path.of("/home/a/.local/state/thaw/practice"));
    assertThat(PracticeMachines.directory(Map.of("XDG_STATE_HOME", "/s"), "/home/a"))
        .isEqualTo(Path.of("/s/thaw/practice"));
    assertThat(PracticeMachines.directory(Map.of("XDG_STATE_HOME", "relative"), "/home/a"))
        .isEqualTo(Path.of("/home/a/.local/state/thaw/practice"));
    says("true");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(directory.resolve("vfio.json"));
    }
  }
}
