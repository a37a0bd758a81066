package dev.thaw.view;

import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.DeviceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Disks with what is made of them drawn below them, as lsblk does. */
final class DiskTree {

  /** A device and the branches drawn before its name. */
  record Node(String branch, BlockDevice device) {}

  static final List<Column<Node>> COLUMNS =
      List.of(
          Column.of("DEVICE", node -> node.branch() + name(node)),
          Column.size("SIZE", node -> node.device().size()),
          Column.of("TYPE", node -> node.device().type().name().toLowerCase(Locale.ROOT)),
          Column.of("HOLDS", node -> node.device().fsType()),
          Column.of("LABEL", node -> node.device().label()),
          Column.of("MOUNTED AT", node -> String.join(" ", node.device().mountPoints())),
          Column.toned("ABOUT", node -> about(node.device())));

  private DiskTree() {}

  static List<String> of(List<BlockDevice> disks, int width, Style style) {
    return Table.of(COLUMNS, nodes(disks, style), width, style);
  }

  /** The disks, each with what is below it. */
  static List<Node> nodes(List<BlockDevice> disks, Style style) {
    var nodes = new ArrayList<Node>();
    for (BlockDevice disk : disks) {
      nodes.add(new Node("", disk));
      below("", disk.children(), style, nodes);
    }
    return nodes;
  }

  private static void below(
      String indent, List<BlockDevice> devices, Style style, List<Node> nodes) {
    for (int i = 0; i < devices.size(); i++) {
      boolean last = i == devices.size() - 1;
      String branch = style.unicode() ? (last ? "└─" : "├─") : (last ? "`-" : "|-");
      String trunk = last ? "  " : style.unicode() ? "│ " : "| ";
      nodes.add(new Node(indent + branch, devices.get(i)));
      below(indent + trunk, devices.get(i).children(), style, nodes);
    }
  }

  private static String name(Node node) {
    BlockDevice device = node.device();
    return node.branch().isEmpty()
        ? device.path()
        : device.path().replaceFirst("^/dev/(mapper/)?", "");
  }

  private static TableCell about(BlockDevice device) {
    if (device.holdsHibernationImage()) {
      return TableCell.bad("hibernated system");
    }
    if (device.type() == DeviceType.DISK && device.isLiveMedium()) {
      return TableCell.of("live medium " + device.model());
    }
    if (device.hasEspType()) {
      return TableCell.of("EFI system partition");
    }
    if (device.hasXbootldrType()) {
      return TableCell.of("extended boot partition");
    }
    return TableCell.of(
        device.type() == DeviceType.PART
            ? device.partLabel()
            : (device.transport() + " " + device.model()).strip());
  }
}
