package dev.thaw.storage;

import java.util.AbstractList;
import java.util.List;

/**
 * What a looking helper found, as a list, with what else there is to say about it.
 *
 * @param <T> what was looked for
 */
public final class ListWithNotes<T> extends AbstractList<T> {

  private final List<T> items;
  private final List<String> notes;

  /**
   * A listing of these items.
   *
   * @param notes sentences to show below them: what could not be seen and why, what to do next
   */
  public ListWithNotes(List<T> items, List<String> notes) {
    this.items = List.copyOf(items);
    this.notes = List.copyOf(notes);
  }

  @Override
  public T get(int index) {
    return items.get(index);
  }

  @Override
  public int size() {
    return items.size();
  }

  /** Sentences to show below the items; may be empty. */
  public List<String> notes() {
    return notes;
  }
}
