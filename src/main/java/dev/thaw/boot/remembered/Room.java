package dev.thaw.boot.remembered;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The room on the filesystem of a place, as {@code stat -f} tells it.
 *
 * @param place where the installed system has it: {@code /}, {@code /nix}
 * @param size in bytes
 * @param free how much of it is free, in bytes
 * @param available how much of that is not kept for root, in bytes
 * @param inodes how many files it can hold; 0 where it has no such limit
 * @param freeInodes how many more it can hold
 * @param type the filesystem's type: {@code ext2/ext3}
 * @param filesystem what tells the filesystem from every other that is mounted now
 */
public record Room(
    String place,
    long size,
    long free,
    long available,
    long inodes,
    long freeInodes,
    String type,
    String filesystem) {

  /** With less of it than this, in bytes, nothing works as it should. */
  private static final long NONE = 16L << 20;

  private static final long NO_FILES = 64;

  /** Below this share of the whole it is tight, unless there is much of it all the same. */
  private static final int TIGHT = 50;

  private static final long MUCH = 1L << 30;

  private static final int NUMBERS = 6;

  /** Whether there is no room left, for data or for files. */
  public boolean isFull() {
    return available < NONE || isOutOfFiles();
  }

  /** Whether no file can be made any more, whatever room there is. */
  public boolean isOutOfFiles() {
    return inodes > 0 && freeInodes < NO_FILES;
  }

  /** Whether there is little room left. */
  public boolean isTight() {
    return !isFull() && available < MUCH && available < size / TIGHT;
  }

  /** Reads a line that the script printed; empty where it is none. */
  static Optional<Room> parse(String line) {
    List<String> words = List.of(line.split(" "));
    if (words.size() < NUMBERS + 3
        || !words.subList(1, NUMBERS + 1).stream().allMatch(word -> word.matches("[0-9]{1,18}"))) {
      return Optional.empty();
    }
    List<Long> numbers = words.subList(1, NUMBERS + 1).stream().map(Long::parseLong).toList();
    long block = numbers.get(3);
    return Optional.of(
        new Room(
            words.getFirst(),
            numbers.get(0) * block,
            numbers.get(1) * block,
            numbers.get(2) * block,
            numbers.get(4),
            numbers.get(5),
            words.get(NUMBERS + 1),
            words.getLast()));
  }

  /** The line that the script prints, with its newline; blocks are of 4096 bytes. */
  public String print() {
    return Stream.of(place, size >> 12, free >> 12, available >> 12, 4096, inodes, freeInodes)
        .map(String::valueOf)
        .collect(Collectors.joining(" ", "", " " + type + " " + filesystem + "\n"));
  }
}
