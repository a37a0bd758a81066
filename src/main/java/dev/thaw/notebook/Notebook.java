package dev.thaw.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.thaw.machine.Trouble;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A notebook as Jupyter stores it: nbformat 4.
 *
 * @param metadata what is known about the whole: the kernel, the language, the title; in order
 * @param minor the minor number of the format that it was read in, 0 to 5 or more; it is always
 *     written as 4.5
 * @param cells its cells, in order; their ids are unique
 */
public record Notebook(Map<String, JsonNode> metadata, int minor, List<Cell> cells) {

  /** Copies the map and the list. */
  public Notebook {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    cells = List.copyOf(cells);
    if (cells.stream().map(Cell::id).distinct().count() < cells.size()) {
      throw new IllegalArgumentException("Two cells have the same id.");
    }
  }

  /**
   * Reads a notebook of nbformat 4, whoever wrote it. Cells without a valid id get one that stays
   * the same as long as the cell does. What the format has no place for is kept in the metadata,
   * below {@code unrecognized}.
   *
   * @throws Trouble if the file can't be read, is damaged (says where), is of another format or in
   *     another language than Java
   */
  public static Notebook read(Path file) {
    return NotebookReader.read(file);
  }

  /**
   * A notebook of cells that were typed at a prompt, for Thaw's kernel.
   *
   * @param machine the machine that they ran on, as {@code --on} takes it
   */
  public static Notebook typed(List<Cell> cells, String machine) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    var metadata = new LinkedHashMap<String, JsonNode>();
    metadata.put(
        "kernelspec",
        json.objectNode()
            .put("display_name", "Thaw (Java)")
            .put("language", "java")
            .put("name", "thaw"));
    metadata.put(
        "language_info",
        json.objectNode()
            .put("file_extension", ".jshell")
            .put("mimetype", "text/x-java-source")
            .put("name", "Java"));
    metadata.put(PlayHeader.KEY, json.objectNode().put("machine", machine));
    return new Notebook(metadata, 5, cells);
  }

  /**
   * Writes it as nbformat 4.5, as Jupyter does, to a file that only its owner can read. The file
   * appears, or replaces an earlier one, at once and as a whole.
   *
   * @throws Trouble if that can't be; an earlier file is then as it was
   */
  public void write(Path file) {
    NotebookWriter.write(this, file);
  }

  /**
   * The practice machine that it is made for, as {@code --on} takes it: a lesson says so in its
   * metadata, at {@code machine} below {@code thaw}. Empty if it is for any machine.
   */
  public Optional<String> practiceMachine() {
    return Optional.ofNullable(metadata.get(PlayHeader.KEY))
        .map(said -> said.path("machine").asText())
        .filter(machine -> machine.startsWith("practice:"));
  }

  /** The notebook with another cell at that place, counted from 0. */
  public Notebook withCell(int index, Cell cell) {
    var changed = new ArrayList<>(cells);
    changed.set(index, cell);
    return new Notebook(metadata, minor, changed);
  }
}
