package dev.thaw.lab;

import dev.thaw.machine.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a machine of the lab answered: a file for each stage of what was done on it, a command
 * behind {@code $}, its status behind {@code =}, what it printed behind {@code |} and {@code !}; of
 * a probe its sections, each behind {@code @} with its status and name.
 */
final class Recording {

  private static final Path ALL = Path.of("src/test/resources/dev/thaw/lab/recordings");

  /** A command, by how it is shown to a person, and what it answered. */
  record Answer(String command, int status, byte[] out, byte[] err) {

    /** Whether it is a probe's, with its sections. */
    boolean isProbe() {
      return command.contains("thaw-")
          && status == 0
          && new String(out, StandardCharsets.ISO_8859_1).startsWith("@ ");
    }

    /** Its sections. */
    Map<String, Probe.Section> sections() {
      return Probe.parse(out).all();
    }

    /** The same with all its texts changed in that way. */
    Answer with(UnaryOperator<String> change) {
      String changed = change.apply(command);
      if (!isProbe()) {
        return new Answer(changed, status, bytes(change, out), bytes(change, err));
      }
      var sections = new LinkedHashMap<String, Probe.Section>();
      sections()
          .forEach((name, section) ->
              sections.put(
                  change.apply(name),
                  new Probe.Section(
                      section.status(),
                      bytes(change, section.out()),
                      bytes(change, section.err()))));
      return new Answer(changed, 0, Probe.print(new Probe.Sections(sections)), err);
    }

    private static byte[] bytes(UnaryOperator<String> change, byte[] bytes) {
      return change
          .apply(new String(bytes, StandardCharsets.ISO_8859_1))
          .getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  private final Map<String, List<Answer>> stages = new LinkedHashMap<>();

  /** The stages, by their names, in order. */
  Map<String, List<Answer>> stages() {
    return stages;
  }

  /** Adds an answer to a stage. */
  void add(String stage, Answer answer) {
    stages.computeIfAbsent(stage, _ -> new ArrayList<>()).add(answer);
  }

  /** The names of the machines that were recorded. */
  static List<String> machines() {
    try (var folders = Files.list(ALL)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was recorded of a machine. */
  static Recording of(String machine) {
    var recording = new Recording();
    try (var files = Files.list(ALL.resolve(machine))) {
      for (Path file : files.sorted().toList()) {
        String stage = file.getFileName().toString().replaceAll("^\\d+-|\\.txt$", "");
        recording.read(stage, Files.readAllLines(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return recording;
  }

  /** Puts it in the place of what was recorded of the machine before. */
  void save(String machine) {
    Path folder = ALL.resolve(machine);
    try {
      Files.createDirectories(folder);
      try (var old = Files.list(folder)) {
        for (Path file : old.toList()) {
          Files.delete(file);
        }
      }
      int number = 0;
      for (var stage : stages.entrySet()) {
        number++;
        var lines = new ArrayList<String>();
        once(stage.getValue()).forEach(answer -> write(answer, lines));
        Files.write(folder.resolve(number + "-" + stage.getKey() + ".txt"), lines);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- writing

  /** The answers, but once where a command was always answered alike. */
  private static List<Answer> once(List<Answer> answers) {
    var lines = new LinkedHashMap<String, Set<List<String>>>();
    for (Answer answer : answers) {
      var own = new ArrayList<String>();
      write(answer, own);
      lines.computeIfAbsent(answer.command(), _ -> new LinkedHashSet<>()).add(own);
    }
    var seen = new HashSet<String>();
    return answers.stream()
        .filter(answer -> lines.get(answer.command()).size() > 1 || seen.add(answer.command()))
        .toList();
  }

  private static void write(Answer answer, List<String> lines) {
    lines.add("$ " + one(answer.command()));
    if (answer.isProbe()) {
      answer
          .sections()
          .forEach((name, section) -> {
            lines.add("@ " + section.status() + " " + one(name));
            RecordingText.lines(section.out()).forEach(line -> lines.add("| " + line));
            RecordingText.lines(section.err()).forEach(line -> lines.add("! " + line));
          });
      return;
    }
    lines.add("= " + answer.status());
    RecordingText.lines(answer.out()).forEach(line -> lines.add("| " + line));
    RecordingText.lines(answer.err()).forEach(line -> lines.add("! " + line));
  }

  /** A text on one line. */
  private static String one(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n");
  }

  /** The text that is on one line. */
  private static String text(String one) {
    return Pattern.compile("\\\\(.)")
        .matcher(one)
        .replaceAll(m -> m.group(1).equals("n") ? "\n" : Matcher.quoteReplacement(m.group(1)));
  }

  // ---- reading

  private void read(String stage, List<String> lines) {
    int at = 0;
    while (at < lines.size()) {
      String command = text(rest(lines.get(at), "$"));
      at++;
      int end = at;
      while (end < lines.size() && !lines.get(end).startsWith("$ ")) {
        end++;
      }
      add(stage, answer(command, lines.subList(at, end)));
      at = end;
    }
  }

  private static Answer answer(String command, List<String> lines) {
    if (lines.getFirst().startsWith("= ")) {
      return new Answer(
          command,
          Integer.parseInt(rest(lines.getFirst(), "=")),
          behind("| ", lines),
          behind("! ", lines));
    }
    var sections = new LinkedHashMap<String, Probe.Section>();
    int at = 0;
    while (at < lines.size()) {
      String[] head = rest(lines.get(at), "@").split(" ", 2);
      at++;
      int end = at;
      while (end < lines.size() && !lines.get(end).startsWith("@ ")) {
        end++;
      }
      List<String> own = lines.subList(at, end);
      sections.put(
          text(head[1]),
          new Probe.Section(Integer.parseInt(head[0]), behind("| ", own), behind("! ", own)));
      at = end;
    }
    return new Answer(command, 0, Probe.print(new Probe.Sections(sections)), new byte[0]);
  }

  private static String rest(String line, String mark) {
    if (!line.startsWith(mark + " ")) {
      throw new IllegalStateException("There is no " + mark + " before: " + line);
    }
    return line.substring(2);
  }

  private static byte[] behind(String mark, List<String> lines) {
    return RecordingText.bytes(
        lines.stream()
            .filter(line -> line.startsWith(mark))
            .map(line -> line.substring(mark.length()))
            .toList());
  }
}
