package dev.thaw.machine;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes down each command that changes something, with its undo, on the machine that it is run on,
 * before it runs and in the same round trip; {@link ActionLog} reads it back. What a command reads
 * on its standard input is never written down.
 */
public final class ActionRecorder implements Interceptor {

  /** Where the record is kept: in RAM, like the mounts and imports that it is about. */
  public static final String DEFAULT_DIRECTORY = "/run/thaw";

  private static final String SCRIPT = Scripts.read(ActionRecorder.class, "record.sh");
  private static final String MARK = "thaw-record: ";
  private static final int NOT_RECORDED = 125;

  /** A longer argument is written once in a line, however often it comes. */
  private static final int LONGEST = 500;

  /** Made for the first command that changes something: it takes its time. */
  private static final class Json {
    // The components of records alone: what else they can tell follows from those.
    static final JsonMapper MAPPER =
        JsonMapper.builder()
            .visibility(PropertyAccessor.GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .build();
  }

  private final String directory;
  private final String session = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  private final AtomicInteger count = new AtomicInteger();

  /**
   * Records under {@code directory}, an absolute path on the machine; it is made when needed. See
   * {@link #DEFAULT_DIRECTORY}.
   */
  public ActionRecorder(String directory) {
    this.directory = directory;
  }

  @Override
  public CommandResult run(Command command, OutputListener output, Machine next) {
    if (command.effect() != Effect.CHANGES) {
      return next.run(command, output);
    }
    String id = session + "-" + count.incrementAndGet();
    var argv = new ArrayList<>(List.of("sh", "-c", SCRIPT, "thaw-record", directory, id));
    argv.add(line(id, command));
    argv.addAll(command.argv());
    var complaint = new Complaint(output);
    CommandResult result = next.run(command.withArgv(argv), complaint);
    if (result.status() == NOT_RECORDED && complaint.text.startsWith(MARK)) {
      throw new Trouble.NotReady(
          "Did not "
              + Clean.line(command.purpose())
              + ", because it could not be recorded in "
              + directory
              + " on the machine: "
              + Clean.line(complaint.text.substring(MARK.length()).strip()),
          "Make room there, or see what is wrong with it, and run the step again.");
    }
    return new CommandResult(command, result.status(), result.out(), result.err(), result.took());
  }

  private String line(String id, Command command) {
    var line = new LinkedHashMap<String, Object>();
    line.put("id", id);
    line.put("time", Instant.now().toString());
    line.put("session", session);
    line.put("purpose", command.purpose());
    // The same script in each undo: with its text in all of them, no command line could hold it.
    var texts = new LinkedHashMap<String, Integer>();
    command.action().ifPresent(action -> line.put("action", entry(action)));
    line.put("argv", words(command.argv(), texts));
    var undo = new ArrayList<Map<String, Object>>();
    for (LoggedAction action : command.undo()) {
      Map<String, Object> entry = entry(action);
      entry.put("argv", words(action.argv(), texts));
      undo.add(entry);
    }
    line.put("undo", undo);
    line.put("texts", texts.keySet());
    try {
      return Json.MAPPER.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> entry(LoggedAction action) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("kind", action.getClass().getSimpleName());
    entry.put("of", action);
    return entry;
  }

  /** The arguments; in place of a long one the number that it has among {@code texts}. */
  private static List<Object> words(List<String> argv, Map<String, Integer> texts) {
    var words = new ArrayList<Object>();
    for (String argument : argv) {
      boolean isLong = argument.length() > LONGEST;
      if (isLong) {
        texts.putIfAbsent(argument, texts.size());
      }
      words.add(isLong ? texts.get(argument) : argument);
    }
    return words;
  }

  /** Passes everything on and remembers how standard error began. */
  private static final class Complaint implements OutputListener {
    private static final int ENOUGH = 2000;
    private final OutputListener output;
    private volatile String text = "";

    Complaint(OutputListener output) {
      this.output = output;
    }

    @Override
    public void out(byte[] bytes, int length) {
      output.out(bytes, length);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread reads what a command complains of.
    public void err(byte[] bytes, int length) {
      if (text.length() < ENOUGH) {
        text += new String(bytes, 0, length, java.nio.charset.StandardCharsets.UTF_8);
      }
      output.err(bytes, length);
    }
  }
}
