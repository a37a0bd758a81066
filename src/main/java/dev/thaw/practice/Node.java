package dev.thaw.practice;

/**
 * A file, a directory or a link.
 *
 * @param kind {@code f}, {@code d}, {@code l}; {@code b} for a block device below {@code /dev}
 * @param mode the permissions, as {@code chmod} takes them
 * @param time when it was last changed, in seconds since 1970
 * @param content a file's content, or a link's target as text; empty for a directory
 */
record Node(char kind, int mode, int uid, int gid, long time, Content content) {

  /** A directory of root's. */
  static Node directory(long time) {
    return new Node('d', 0755, 0, 0, time, Content.EMPTY);
  }

  /** A file of root's. */
  static Node file(Content content, int mode, long time) {
    return new Node('f', mode, 0, 0, time, content);
  }

  /** A link. */
  static Node link(String target, long time) {
    return new Node('l', 0777, 0, 0, time, new Content.Text(target));
  }

  boolean isDirectory() {
    return kind == 'd';
  }

  boolean isFile() {
    return kind == 'f';
  }

  boolean isLink() {
    return kind == 'l';
  }

  /** Where a link points, as it is written. */
  String target() {
    return content.string();
  }

  /** The same, changed at another time. */
  Node at(long time) {
    return new Node(kind, mode, uid, gid, time, content);
  }

  /** The same with other permissions. */
  Node mode(int mode) {
    return new Node(kind, mode, uid, gid, time, content);
  }

  /** The same with another owner. */
  Node owner(int uid, int gid) {
    return new Node(kind, mode, uid, gid, time, content);
  }

  /** The size that {@code stat} tells, in bytes. */
  long size() {
    return content.size();
  }
}
