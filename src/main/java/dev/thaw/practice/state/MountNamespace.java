package dev.thaw.practice.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The files as a process sees them: what is mounted where, below which root. Links are followed
 * inside that root, as the kernel does after a chroot.
 */
public final class MountNamespace {

  private static final int MOST_LINKS = 40;

  private final MachineState state;
  private final List<MountEntry> mounts;
  private final String root;

  /**
   * A view.
   *
   * @param mounts what is mounted, in the order of mounting: the computer's own list, or a copy of
   *     it for a process with a mount namespace of its own
   * @param root the directory that is {@code /} in it, without a slash at the end; empty for all
   */
  public MountNamespace(MachineState state, List<MountEntry> mounts, String root) {
    this.state = state;
    this.mounts = mounts;
    this.root = root;
  }

  /** What the live system sees. */
  public static MountNamespace of(MachineState state) {
    return new MountNamespace(state, state.mounts, "");
  }

  /** The same mounts seen from a directory, as after a chroot. */
  public MountNamespace chroot(String directory) {
    return new MountNamespace(state, mounts, root + (directory.equals("/") ? "" : directory));
  }

  /** The same with mounts of its own: what is mounted in it stays in it. */
  public MountNamespace unshared() {
    return new MountNamespace(state, new ArrayList<>(mounts), root);
  }

  /** What is mounted, in the order of mounting. */
  public List<MountEntry> mounts() {
    return mounts;
  }

  /** Which directory is {@code /} here, as the live system names it; empty for its own. */
  public String root() {
    return root;
  }

  /**
   * Where a path leads.
   *
   * @param mount the mount that it is on
   * @param inner its path in that filesystem
   * @param path its path in this view, without links
   */
  public record Spot(MountEntry mount, String inner, String path) {}

  /**
   * Follows a path; what it leads to need not exist, the directory it is in must.
   *
   * @param path absolute
   * @param last whether a link at its end is followed as well
   */
  public Spot spot(String path, boolean last) {
    return walk(path, last, false);
  }

  /** Where a path leads; a part that is not there does not matter, as with {@code readlink -m}. */
  public Spot leads(String path) {
    return walk(path, true, true);
  }

  private Spot walk(String path, boolean last, boolean missing) {
    Deque<String> todo = new ArrayDeque<>(parts(path));
    String done = "";
    int links = 0;
    while (!todo.isEmpty()) {
      String part = todo.pop();
      if (part.equals("..")) {
        done = done.substring(0, Math.max(0, done.lastIndexOf('/')));
        continue;
      }
      String here = done + "/" + part;
      Optional<Node> node = at(here);
      if (node.isPresent() && node.get().isLink() && (last || !todo.isEmpty())) {
        links++;
        if (links > MOST_LINKS) {
          throw Errno.loop();
        }
        String target = node.get().target();
        if (target.startsWith("/")) {
          done = "";
        }
        parts(target).reversed().forEach(todo::push);
        continue;
      }
      if (!todo.isEmpty() && !missing) {
        if (node.isEmpty()) {
          throw Errno.notFound();
        }
        if (!node.get().isDirectory()) {
          throw Errno.notADirectory();
        }
      }
      done = here;
    }
    return place(done.isEmpty() ? "/" : done);
  }

  private static List<String> parts(String path) {
    return Arrays.stream(path.split("/")).filter(p -> !p.isEmpty() && !p.equals(".")).toList();
  }

  /** The mount and inner path of a path that has no links in it. */
  private Spot place(String path) {
    String outer = path.equals("/") ? (root.isEmpty() ? "/" : root) : root + path;
    MountEntry found =
        mounts.stream()
            .filter(mount -> mount.covers(outer))
            .reduce((a, b) -> b.point().length() >= a.point().length() ? b : a)
            .orElseThrow();
    String rest = found.point().equals("/") ? outer : outer.substring(found.point().length());
    String inner = (found.below().equals("/") ? "" : found.below()) + rest;
    if (inner.length() > 1 && inner.endsWith("/")) {
      inner = inner.substring(0, inner.length() - 1);
    }
    return new Spot(found, inner.isEmpty() ? "/" : inner, path);
  }

  private Optional<Node> at(String plain) {
    Spot spot = place(plain);
    return tree(spot).get(spot.inner());
  }

  private Tree tree(Spot spot) {
    return state.volume(spot.mount().volume()).tree();
  }

  // ---- looking

  /** What is at a path; a link at its end is followed. */
  public Optional<Node> find(String path) {
    try {
      Spot spot = spot(path, true);
      return tree(spot).get(spot.inner());
    } catch (Errno e) {
      return Optional.empty();
    }
  }

  /** What is at a path; a link at its end is itself. */
  public Optional<Node> findLink(String path) {
    try {
      Spot spot = spot(path, false);
      return tree(spot).get(spot.inner());
    } catch (Errno e) {
      return Optional.empty();
    }
  }

  /** What is at a path; a link at its end is followed. */
  public Node node(String path) {
    Spot spot = spot(path, true);
    return tree(spot).get(spot.inner()).orElseThrow(Errno::notFound);
  }

  /** Whether a path leads to a plain file. */
  public boolean isFile(String path) {
    return find(path).map(Node::isFile).orElse(false);
  }

  /** Whether a path leads to a directory. */
  public boolean isDirectory(String path) {
    return find(path).map(Node::isDirectory).orElse(false);
  }

  /** What a file holds. */
  public Content content(String path) {
    Node node = node(path);
    if (node.isDirectory()) {
      throw Errno.isADirectory();
    }
    return node.content();
  }

  /** A file's text; empty when it is no file. */
  public String text(String path) {
    return find(path).filter(Node::isFile).map(node -> node.content().string()).orElse("");
  }

  /** The names in a directory, sorted by byte. */
  public List<String> list(String path) {
    Spot spot = spot(path, true);
    if (!tree(spot).get(spot.inner()).orElseThrow(Errno::notFound).isDirectory()) {
      throw Errno.notADirectory();
    }
    return tree(spot).names(spot.inner());
  }

  /** Whether something is mounted exactly there. */
  public boolean isMountPoint(String path) {
    String outer = outer(path);
    return mounts.stream().anyMatch(mount -> mount.point().equals(outer));
  }

  /** The path as the live system names it. */
  public String outer(String path) {
    return path.equals("/") ? (root.isEmpty() ? "/" : root) : root + path;
  }

  // ---- changing

  /** Writes a file: a new one gets this mode, one that is there keeps its own. */
  public void write(String path, Content content, int mode) {
    Spot spot = writable(spot(path, true));
    Optional<Node> old = tree(spot).get(spot.inner());
    if (old.map(Node::isDirectory).orElse(false)) {
      throw Errno.isADirectory();
    }
    parentOf(spot);
    makeRoom(spot, content, old);
    Node node =
        old.map(n -> new Node('f', n.mode(), n.uid(), n.gid(), state.now(), content))
            .orElseGet(() -> Node.file(content, mode, state.now()));
    tree(spot).put(spot.inner(), node);
    touched(spot);
  }

  /** Puts something at a path, in place of a file or link that is there. */
  public void put(String path, Node node) {
    Spot spot = writable(spot(path, false));
    Optional<Node> old = tree(spot).get(spot.inner());
    if (old.map(Node::isDirectory).orElse(false)) {
      throw node.isDirectory() ? Errno.exists() : Errno.isADirectory();
    }
    parentOf(spot);
    if (node.isLink() && tree(spot).ignoresCase) {
      throw Errno.notPermitted();
    }
    makeRoom(spot, node.content(), old);
    tree(spot).put(spot.inner(), node);
    touched(spot);
  }

  /** Makes a directory. */
  public void mkdir(String path) {
    Spot spot = spot(path, false);
    if (tree(spot).get(spot.inner()).isPresent()) {
      throw Errno.exists();
    }
    put(path, Node.directory(state.now()));
  }

  /** Makes a directory and those above it. */
  public void mkdirs(String path) {
    String done = "";
    for (String part : parts(path)) {
      done += "/" + part;
      if (!isDirectory(done)) {
        mkdir(done);
      }
    }
  }

  /** Takes a file, a link or a directory away; of a directory all that is in it. */
  public void remove(String path) {
    Spot spot = spot(path, false);
    if (tree(spot).get(spot.inner()).isEmpty()) {
      throw Errno.notFound();
    }
    writable(spot);
    if (isMountPoint(spot.path())) {
      throw Errno.busy();
    }
    tree(spot).remove(spot.inner());
    touched(spot);
  }

  private Spot writable(Spot spot) {
    if (spot.mount().isReadOnly()) {
      throw Errno.readOnly();
    }
    if (KernelFilesystems.isGenerated(spot.mount().volume())) {
      throw Errno.notPermitted();
    }
    return spot;
  }

  private void parentOf(Spot spot) {
    Node parent = tree(spot).get(parent(spot.inner())).orElseThrow(Errno::notFound);
    if (!parent.isDirectory()) {
      throw Errno.notADirectory();
    }
  }

  private void makeRoom(Spot spot, Content content, Optional<Node> old) {
    Volume volume = state.volume(spot.mount().volume());
    long more = Volume.blocks(content) - old.map(n -> Volume.blocks(n.content())).orElse(0L);
    if (more > 0 && more > volume.free()) {
      throw Errno.noSpace();
    }
  }

  private void touched(Spot spot) {
    String parent = parent(spot.inner());
    tree(spot).get(parent).ifPresent(node -> tree(spot).put(parent, node.at(state.now())));
  }

  /** The directory that a plain path is in. */
  public static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  /** The last part of a path. */
  public static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
