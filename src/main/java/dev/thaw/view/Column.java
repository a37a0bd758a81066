package dev.thaw.view;

import java.util.function.Function;

/**
 * One column of a table of {@code T}.
 *
 * @param title its heading
 * @param right whether it is aligned to the right, as numbers are
 * @param firm whether it is never cut, because a part of it would say something else
 * @param wraps whether what is too long goes on below, because a sentence is nothing when it is cut
 * @param cell what it shows of a row
 */
record Column<T>(
    String title, boolean right, boolean firm, boolean wraps, Function<T, TableCell> cell) {

  static <T> Column<T> of(String title, Function<T, String> text) {
    return toned(title, text.andThen(TableCell::of));
  }

  static <T> Column<T> date(String title, Function<T, String> date) {
    return new Column<>(title, false, true, false, date.andThen(TableCell::of));
  }

  static <T> Column<T> number(String title, Function<T, String> number) {
    return new Column<>(title, true, true, false, number.andThen(TableCell::of));
  }

  static <T> Column<T> sentence(String title, Function<T, String> sentence) {
    return new Column<>(title, false, false, true, sentence.andThen(TableCell::of));
  }

  static <T> Column<T> toned(String title, Function<T, TableCell> cell) {
    return new Column<>(title, false, false, false, cell);
  }

  static <T> Column<T> size(String title, Function<T, Long> bytes) {
    return number(title, bytes.andThen(Words::size));
  }
}
