package dev.thaw.practice.probes;

import static java.util.function.Predicate.not;

import dev.thaw.boot.remembered.CrashReport;
import dev.thaw.boot.remembered.EmptyFiles;
import dev.thaw.boot.remembered.Firmware;
import dev.thaw.boot.remembered.JournalEntry;
import dev.thaw.boot.remembered.LoadOption;
import dev.thaw.boot.remembered.RememberedFormat;
import dev.thaw.boot.remembered.Room;
import dev.thaw.boot.remembered.StateFile;
import dev.thaw.machine.NulText;
import dev.thaw.machine.Probe;
import dev.thaw.practice.state.FirmwareList;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountEntry;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.SystemJournal;
import dev.thaw.practice.state.Volume;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code remembered.sh}: what the machine remembers of its boots, and the room on its disks. */
final class RememberedProbe {

  private static final List<String> PLACES = List.of("/", "/nix", "/var", "/var/log");

  /** The room for variables, and what of it the kernel keeps back, in bytes. */
  private static final int VARIABLES = 65_536;

  private static final int KEPT = 5120;

  private final MachineState state;
  private final Assembly installation;
  private final MountNamespace files;

  RememberedProbe(MachineState state, Assembly installation) {
    this.state = state;
    this.installation = installation;
    this.files = installation.namespace();
  }

  /** Adds the sections, with this many boots, and of this system. */
  void add(Answer answer, int boots, String system) {
    empty(answer, system);
    firmware(answer);
    // A kernel that is made up does not crash.
    for (CrashReport.Place place : CrashReport.Place.values()) {
      answer.text(place.section(), 1, "");
    }
    answer.text(RememberedFormat.ROOM, 0, room());
    answer.text(RememberedFormat.FILES, 0, stateFiles());
    Optional<String> unseen = unseen(SystemJournal.FOLDER);
    if (unseen.isPresent()) {
      fails(answer, RememberedFormat.JOURNAL, unseen.get() + " is not mounted");
      return;
    }
    if (!files.isDirectory(SystemJournal.FOLDER)) {
      answer.text(RememberedFormat.JOURNAL, RememberedFormat.KEEPS_NONE, "");
      return;
    }
    List<JournalEntry> entries = SystemJournal.read(files);
    List<String> ids = entries.stream().map(JournalEntry::boot).distinct().toList();
    answer.text(
        RememberedFormat.JOURNAL,
        0,
        ids.stream().map(id -> id + "\n").collect(Collectors.joining()));
    for (String id : ids.subList(Math.max(0, ids.size() - boots), ids.size())) {
      List<JournalEntry> all = entries.stream().filter(e -> e.boot().equals(id)).toList();
      List<JournalEntry> kernel = those(all, e -> e.speaker().equals("kernel"));
      answer.text(
          RememberedFormat.begins(id),
          0,
          print(kernel.stream().limit(RememberedFormat.FIRST).toList()));
      answer.text(RememberedFormat.marks(id), 0, print(those(all, JournalEntry::isMark)));
      answer.text(
          RememberedFormat.ends(id),
          0,
          print(all.subList(Math.max(0, all.size() - RememberedFormat.LAST), all.size())));
    }
  }

  private static void fails(Answer answer, String section, String why) {
    byte[] said = (why + "\n").getBytes(StandardCharsets.UTF_8);
    answer.add(section, new Probe.Section(1, new byte[0], said));
  }

  private void firmware(Answer answer) {
    if (!state.efi) {
      fails(answer, RememberedFormat.VARIABLES, "the live system was not started by UEFI");
      return;
    }
    List<LoadOption> entries = FirmwareList.of(state);
    List<Integer> order = entries.stream().map(LoadOption::number).toList();
    var variables = new LinkedHashMap<String, byte[]>();
    variables.put("BootOrder", Firmware.print(order));
    variables.put("BootCurrent", Firmware.print(List.of(order.getLast())));
    entries.forEach(entry -> variables.put(entry.name(), entry.print()));
    var listed = new NulText();
    variables.forEach((name, bytes) -> listed.add(name + Firmware.GLOBAL, bytes.length));
    answer.bytes(RememberedFormat.VARIABLES, 0, listed.bytes());
    int used = variables.values().stream().mapToInt(bytes -> bytes.length).sum();
    answer.text(
        RememberedFormat.VARIABLE_ROOM, 0, VARIABLES + " " + (VARIABLES - KEPT - used) + " 1\n");
    variables.forEach(
        (name, bytes) -> answer.bytes(RememberedFormat.variable(name + Firmware.GLOBAL), 0, bytes));
  }

  private void empty(Answer answer, String system) {
    if (!files.isDirectory(system)) {
      answer.text(RememberedFormat.EMPTY, 1, "");
      return;
    }
    var links = new ArrayList<>(List.of(system));
    links.addAll(links(system, 1));
    links.addAll(links(system + "/sw/bin", 1));
    links.addAll(links(system + "/etc/systemd/system", 2));
    List<String> paths =
        links.stream()
            .filter(link -> link.matches("/nix/store/[^/]+.*"))
            .map(link -> link.replaceFirst("^(/nix/store/[^/]+).*", "$1"))
            .distinct()
            .filter(path -> files.findLink(path).filter(node -> !node.isLink()).isPresent())
            .sorted()
            .limit(EmptyFiles.MOST)
            .toList();
    var printed = new NulText().add(paths.size());
    paths.forEach(path -> empty(path, printed));
    answer.bytes(RememberedFormat.EMPTY, 0, printed.bytes());
  }

  private void empty(String path, NulText printed) {
    Node node = files.findLink(path).orElseThrow();
    if (node.isDirectory()) {
      files.list(path).forEach(name -> empty(path + "/" + name, printed));
    } else if (node.isFile() && node.size() == 0 && EmptyFiles.counts(path, node.mode())) {
      printed.add(path);
    }
  }

  /** Where the links in a folder lead, as they are written, and in those of it down to a depth. */
  private List<String> links(String folder, int depth) {
    if (!files.isDirectory(folder)) {
      return List.of();
    }
    var links = new ArrayList<String>();
    for (String name : files.list(folder)) {
      Node node = files.findLink(folder + "/" + name).orElseThrow();
      if (node.isLink()) {
        links.add(node.target());
      } else if (node.isDirectory() && depth > 1) {
        links.addAll(links(folder + "/" + name, depth - 1));
      }
    }
    return links;
  }

  private static List<JournalEntry> those(List<JournalEntry> all, Predicate<JournalEntry> which) {
    return all.stream().filter(which).toList();
  }

  private static String print(List<JournalEntry> entries) {
    return entries.stream().map(JournalEntry::print).collect(Collectors.joining());
  }

  private String stateFiles() {
    return Stream.concat(Stream.of(StateFile.MACHINE_ID), StateFile.MAPS.stream())
        .filter(path -> unseen(path).isEmpty())
        .filter(path -> files.findLink(path).isPresent())
        .map(path -> new StateFile(path, state(path)).print())
        .collect(Collectors.joining());
  }

  private StateFile.State state(String path) {
    Optional<Node> file = files.find(path).filter(Node::isFile);
    if (file.isEmpty()) {
      return StateFile.State.DANGLING;
    }
    byte[] bytes = file.get().content().read();
    String first = bytes.length == 0 ? "" : String.valueOf((char) bytes[0]);
    return first.matches(path.equals(StateFile.MACHINE_ID) ? "[0-9a-fu]" : "\\{")
        ? StateFile.State.WHOLE
        : StateFile.State.BROKEN;
  }

  /** The place of what the path lies on by the fstab, where that is not mounted. */
  private Optional<String> unseen(String path) {
    return installation.found().stream()
        .filter(found -> found.place().startsWith("/"))
        .filter(
            found -> (path + "/").startsWith(found.place().equals("/") ? "/" : found.place() + "/"))
        .reduce((shorter, longer) -> longer)
        .filter(found -> !found.type().equals("tmpfs"))
        .map(Assembly.Found::place)
        .filter(not(this::isPoint));
  }

  private boolean isPoint(String place) {
    String point = files.root() + (place.equals("/") && !files.root().isEmpty() ? "" : place);
    return files.mounts().stream()
        .anyMatch(mount -> mount.point().equals(point) && !mount.volume().equals(Assembly.EMPTY));
  }

  private String room() {
    var lines = new StringBuilder();
    for (String place : PLACES) {
      if (unseen(place).isEmpty() && files.isDirectory(place)) {
        MountEntry mount = files.spot(place, true).mount();
        Volume volume = state.volume(mount.volume());
        long inodes = volume.size >> 14;
        String type = volume.type.startsWith("ext") ? "ext2/ext3" : volume.type;
        lines.append(
            new Room(
                    place,
                    volume.size,
                    volume.free(),
                    volume.free(),
                    inodes,
                    inodes - volume.tree().nodes.size(),
                    type,
                    volume.id)
                .print());
      }
    }
    return lines.toString();
  }
}
