package dev.thaw.view;

import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.DeviceType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Disks as a picture: a bar for each, its partitions side by side and about as wide as they are
 * large, and what is made of each below it.
 */
final class DiskSvg {

  private static final int WIDTH = 760;
  private static final int MARGIN = 16;
  private static final int GAP = 6;
  private static final int LINE = 17;
  private static final int PADDING = 9;

  /** What a box needs for its words, and how much it gets if there is room. */
  private static final int NARROWEST = 116;

  private static final int LINES = 4;
  private static final int BOX = LINES * LINE + PADDING;

  /** Space that no partition takes is drawn from this part of the disk on. */
  private static final double WORTH_DRAWING = 0.02;

  private DiskSvg() {}

  /** The picture, a whole SVG document. */
  static String of(List<BlockDevice> disks) {
    int width = WIDTH;
    for (BlockDevice disk : disks) {
      width = Math.max(width, narrowest(disk) + 2 * MARGIN);
    }
    var svg = new Svg();
    int y = MARGIN;
    for (BlockDevice disk : disks) {
      y = disk(svg, disk, y, width - 2 * MARGIN) + MARGIN;
    }
    String title = "Disks: " + String.join(", ", disks.stream().map(BlockDevice::path).toList());
    return svg.document(width, y, title);
  }

  private static int disk(Svg svg, BlockDevice disk, int top, int width) {
    int y = top + LINE;
    svg.head(MARGIN, y, disk.path());
    String about =
        String.join(
            ", ",
            Stream.of(
                    Words.size(disk.size()),
                    disk.transport(),
                    disk.model(),
                    disk.isLiveMedium() ? "live medium" : "",
                    disk.readOnly() ? "read-only" : "")
                .filter(word -> !word.isBlank())
                .toList());
    svg.dim(MARGIN + 140, y, Svg.cut(about, width - 140));
    y += LINE - 6;
    if (disk.children().isEmpty()) {
      box(svg, disk, MARGIN, y, width);
      return y + BOX;
    }
    return Math.max(y + BOX, row(svg, disk, MARGIN, y, width));
  }

  /** Draws what is made of a device side by side, and gives where it ends. */
  private static int row(Svg svg, BlockDevice parent, int x, int y, int width) {
    long free = free(parent);
    int count = parent.children().size() + (free > 0 ? 1 : 0);
    int spare = width - GAP * (count - 1) - (free > 0 ? NARROWEST : 0);
    long sizes = Math.max(0, free);
    for (BlockDevice child : parent.children()) {
      spare -= narrowest(child);
      sizes += Math.max(0, child.size());
    }
    int at = x;
    int end = y;
    for (BlockDevice child : parent.children()) {
      int wide = narrowest(child) + share(spare, child.size(), sizes);
      end = Math.max(end, device(svg, child, at, y, wide));
      at += wide + GAP;
    }
    if (free > 0) {
      int wide = NARROWEST + share(spare, free, sizes);
      svg.emptyBox(at, y, wide, BOX);
      svg.dim(at + PADDING, y + LINE, "no partition");
      svg.dim(at + PADDING, y + 2 * LINE, Words.size(free));
    }
    return end;
  }

  private static int share(int spare, long size, long sizes) {
    return sizes == 0 ? 0 : (int) (spare * (double) Math.max(0, size) / sizes);
  }

  private static int device(Svg svg, BlockDevice device, int x, int y, int width) {
    box(svg, device, x, y, width);
    if (device.children().isEmpty()) {
      return y + BOX;
    }
    svg.down(x + width / 2, y + BOX, GAP);
    return row(svg, device, x, y + BOX + GAP, width);
  }

  private static void box(Svg svg, BlockDevice device, int x, int y, int width) {
    svg.box(x, y, width, BOX);
    int room = width - 2 * PADDING;
    int base = y + LINE;
    if (device.type() != DeviceType.DISK) {
      svg.head(
          x + PADDING, base, Svg.cut(device.path().replaceFirst("^/dev/(mapper/)?", ""), room));
      base += LINE;
    }
    boolean plain = device.type() == DeviceType.PART || device.type() == DeviceType.DISK;
    String kind = plain ? "" : word(device.type()) + ": ";
    String holds = device.fsType().isEmpty() ? "nothing known" : device.fsType();
    svg.text(x + PADDING, base, Svg.cut(kind + holds, room));
    String label = device.label().isEmpty() ? device.partLabel() : device.label();
    String size = Words.size(device.size());
    String sized = size.isEmpty() || label.isEmpty() ? size + label : size + ", " + label;
    svg.dim(x + PADDING, base + LINE, Svg.cut(sized, room));
    svg.dim(x + PADDING, base + 2 * LINE, Svg.cut(about(device), room));
  }

  private static String word(DeviceType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static String about(BlockDevice device) {
    if (!device.mountPoints().isEmpty()) {
      return "at " + String.join(" ", device.mountPoints());
    }
    if (device.fsType().equals("crypto_LUKS")) {
      return device.isLocked() ? "locked" : "open";
    }
    return device.holdsHibernationImage() ? "hibernated system" : device.hasEspType() ? "EFI" : "";
  }

  /** What no partition takes; 0 when it is not known, or not worth drawing. */
  private static long free(BlockDevice device) {
    boolean partitioned =
        device.type() == DeviceType.DISK
            && device.children().stream().allMatch(child -> child.type() == DeviceType.PART);
    long taken = device.children().stream().mapToLong(child -> Math.max(0, child.size())).sum();
    long free = device.size() - taken;
    return partitioned && free > device.size() * WORTH_DRAWING ? free : 0;
  }

  private static int narrowest(BlockDevice device) {
    int below = device.children().stream().mapToInt(DiskSvg::narrowest).sum();
    int gaps = GAP * Math.max(0, device.children().size() - 1);
    int empty = free(device) > 0 ? NARROWEST + GAP : 0;
    return Math.max(NARROWEST, below + gaps + empty);
  }
}
