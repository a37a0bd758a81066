package dev.thaw.boot.remembered;

import dev.thaw.machine.NulText;
import dev.thaw.machine.Probe;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What UEFI firmware keeps: its list of what it starts, and the room for its variables.
 *
 * @param unread why it could not be read, the end of a sentence; empty where it was
 * @param order the numbers of the entries, in the order in which it tries them
 * @param current the one that the running system, the live one, was started by
 * @param next the one that it tries first, once
 * @param entries those that there are, by their numbers
 * @param room the room for variables; empty where the kernel or the firmware does not tell
 * @param variables the variables that there are
 */
public record Firmware(
    String unread,
    List<Integer> order,
    OptionalInt current,
    OptionalInt next,
    List<LoadOption> entries,
    Optional<VariableRoom> room,
    List<Variable> variables) {

  /** The owner of the variables that UEFI itself knows; their names end so. */
  public static final String GLOBAL = "-8be4df61-93ca-11d2-aa0d-00e098032b8c";

  private static final Pattern ENTRY = Pattern.compile("Boot([0-9A-F]{4})" + GLOBAL);

  private static final int ATTRIBUTES = 4;

  /**
   * A variable.
   *
   * @param name its name and its owner's GUID
   * @param size in bytes
   */
  public record Variable(String name, long size) {

    /** Whether the kernel left it there when it crashed. */
    public boolean isDump() {
      return name.startsWith("dump-type");
    }
  }

  /**
   * The room for variables.
   *
   * @param size in bytes
   * @param available what the kernel lets anybody write, in bytes: it keeps 5 KiB back
   */
  public record VariableRoom(long size, long available) {}

  /** Copies the lists. */
  public Firmware {
    order = List.copyOf(order);
    entries = List.copyOf(entries);
    variables = List.copyOf(variables);
  }

  /** One that was not read, for this reason. */
  public static Firmware unread(String why) {
    return new Firmware(
        why,
        List.of(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  /** Whether it was read. */
  public boolean isRead() {
    return unread.isEmpty();
  }

  /** The entries in the order in which the firmware tries them by itself. */
  public List<LoadOption> tried() {
    return order.stream().flatMap(number -> entry(number).stream()).toList();
  }

  /** The entry of this number, if there is one. */
  public Optional<LoadOption> entry(int number) {
    return entries.stream().filter(entry -> entry.number() == number).findFirst();
  }

  /** What the kernel left there when it crashed. */
  public List<Variable> dumps() {
    return variables.stream().filter(Variable::isDump).toList();
  }

  /** What {@code remembered.sh} printed of it. */
  static Firmware of(Probe.Sections sections) {
    Optional<Probe.Section> all = sections.find(RememberedFormat.VARIABLES);
    if (all.isEmpty()) {
      return unread("they were not asked for");
    }
    if (!all.get().ok()) {
      return unread(all.get().errText().strip());
    }
    var entries = new ArrayList<LoadOption>();
    sections
        .under(RememberedFormat.variable(""))
        .forEach((name, section) -> {
          var number = ENTRY.matcher(name);
          if (number.matches()) {
            LoadOption.parse(Integer.parseInt(number.group(1), 16), section.out())
                .ifPresent(entries::add);
          }
        });
    return new Firmware(
        "",
        numbers(sections, "BootOrder"),
        numbers(sections, "BootCurrent").stream().mapToInt(Integer::intValue).findFirst(),
        numbers(sections, "BootNext").stream().mapToInt(Integer::intValue).findFirst(),
        entries,
        room(sections.text(RememberedFormat.VARIABLE_ROOM)),
        NulText.rows(all.get().out(), 2).stream()
            .filter(row -> row.get(1).matches("[0-9]{1,9}"))
            .map(row -> new Variable(row.get(0), Long.parseLong(row.get(1))))
            .toList());
  }

  /** Numbers of 16 bits, one behind the other. */
  private static List<Integer> numbers(Probe.Sections sections, String name) {
    byte[] bytes =
        sections
            .find(RememberedFormat.variable(name + GLOBAL))
            .map(Probe.Section::out)
            .orElse(new byte[0]);
    if (bytes.length <= ATTRIBUTES) {
      return List.of();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.position(ATTRIBUTES);
    var numbers = new ArrayList<Integer>();
    while (buffer.remaining() >= Short.BYTES) {
      numbers.add(Short.toUnsignedInt(buffer.getShort()));
    }
    return numbers;
  }

  /** A variable that holds such numbers, byte for byte as Linux shows it. */
  public static byte[] print(List<Integer> numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(ATTRIBUTES + numbers.size() * Short.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(7);
    numbers.forEach(number -> bytes.putShort(number.shortValue()));
    return bytes.array();
  }

  /** Blocks, available ones, and a block's size; a kernel before 6.6 says zero of all. */
  private static Optional<VariableRoom> room(String text) {
    List<String> words = List.of(text.strip().split(" "));
    if (words.size() != 3 || !words.stream().allMatch(word -> word.matches("[0-9]{1,12}"))) {
      return Optional.empty();
    }
    List<Long> numbers = Stream.of(text.strip().split(" ")).map(Long::parseLong).toList();
    long block = numbers.getLast();
    return numbers.getFirst() == 0
        ? Optional.empty()
        : Optional.of(new VariableRoom(numbers.get(0) * block, numbers.get(1) * block));
  }
}
