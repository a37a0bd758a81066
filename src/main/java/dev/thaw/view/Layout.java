package dev.thaw.view;

import java.util.List;
import java.util.function.Function;

/**
 * How rows of one type are shown.
 *
 * @param columns the columns that matter, in their order
 * @param rows what stands in the table for one value: itself, or a whole tree of it
 * @param remarks sentences to show below the table about one value
 */
record Layout<T>(
    Class<T> type,
    List<Column<T>> columns,
    Function<T, List<T>> rows,
    Function<T, List<String>> remarks) {

  static <T> Layout<T> of(Class<T> type, List<Column<T>> columns) {
    return new Layout<>(type, columns, List::of, value -> List.of());
  }

  Layout<T> remarking(Function<T, List<String>> remarks) {
    return new Layout<>(type, columns, rows, remarks);
  }
}
