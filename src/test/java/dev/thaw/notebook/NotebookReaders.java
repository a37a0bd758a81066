package dev.thaw.notebook;

import dev.thaw.fuzz.FuzzedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The readers of this room, for the fuzzer. */
public final class NotebookReaders {

  private static final String NOTEBOOK =
      """
      {"cells":[{"cell_type":"markdown","id":"a","metadata":{},"source":["# A\\n","b"]},
       {"cell_type":"code","id":"b","execution_count":1,"metadata":{"tags":["parameters"]},"source":"1 + 1",
        "outputs":[{"output_type":"execute_result","execution_count":1,"metadata":{},"data":{"text/plain":["2"]}},
         {"output_type":"stream","name":"stdout","text":"x"}]}],
       "metadata":{"kernelspec":{"name":"thaw"},"thaw":{"machine":"article"}},"nbformat":4,"nbformat_minor":5}
      """;

  private NotebookReaders() {}

  /** All of them. */
  public static List<FuzzedReader> all() {
    return List.of(
        new FuzzedReader(
            "notebook",
            List.of(
                Notebook.class,
                NotebookReader.class,
                NotebookText.class,
                Json.class,
                Earlier.class),
            List.of(NOTEBOOK.getBytes(StandardCharsets.UTF_8)),
            NotebookReaders::read));
  }

  private static void read(byte[] bytes) {
    try {
      Path file = Files.createTempFile("fuzz", ".ipynb");
      try {
        Files.write(file, bytes);
        Notebook.read(file);
        Earlier.read(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
