package dev.thaw.practice.state;

/**
 * A file, a directory or a link.
 *
 * @param kind {@code f}, {@code d}, {@code l}; {@code b} for a block device below {@code /dev}
 * @param mode the permissions, as {@code chmod} takes them
 * @param time when it was last changed, in seconds since 1970
 * @param content a file's content, or a link's target as text; empty for a directory
 */
public record Node(char kind, int mode, int uid, int gid, long time, Content content) {

  /** A directory of root's. */
  public static Node directory(long time) {
    return new Node('d', 0755, 0, 0, time, Content.Text.EMPTY);
  }

  /** A file of root's. */
  public static Node file(Content content, int mode, long time) {
    return new Node('f', mode, 0, 0, time, content);
  }

  /** A link. */
  public static Node link(String target, long time) {
    return new Node('l', 0777, 0, 0, time, new Content.Text(target));
  }

  /** Whether it is a directory. */
  public boolean isDirectory() {
    return kind == 'd';
  }

  /** Whether it is a plain file. */
  public boolean isFile() {
    return kind == 'f';
  }

  /** Whether it is a symbolic link. */
  public boolean isLink() {
    return kind == 'l';
  }

  /** Where a link points, as it is written. */
  public String target() {
    return content.string();
  }

  /** The same, changed at another time. */
  Node at(long time) {
    return new Node(kind, mode, uid, gid, time, content);
  }

  /** The same with other permissions. */
  public Node mode(int mode) {
    return new Node(kind, mode, uid, gid, time, content);
  }

  /** The same with another owner. */
  public Node owner(int uid, int gid) {
    return new Node(kind, mode, uid, gid, time, content);
  }

  /** The size that {@code stat} tells, in bytes. */
  public long size() {
    return content.size();
  }
}
