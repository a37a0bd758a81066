package dev.thaw.practice.nix;

import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A profile: its generations and which of them is the current one.
 *
 * @param namespace the files
 * @param path the profile's own link
 */
public record NixProfile(MountNamespace namespace, String path) {

  /** The profile of the system. */
  public static final String SYSTEM = "/nix/var/nix/profiles/system";

  /**
   * A generation's link.
   *
   * @param toplevel where it points
   * @param time when it was made, in seconds since 1970
   */
  public record Link(int number, String toplevel, long time) {}

  /** The system's profile. */
  public static NixProfile of(MountNamespace namespace) {
    return new NixProfile(namespace, SYSTEM);
  }

  /** The generations, the oldest first. */
  public List<Link> links() {
    Pattern pattern = Pattern.compile(Pattern.quote(MountNamespace.name(path)) + "-(\\d+)-link");
    var links = new ArrayList<Link>();
    if (!namespace.isDirectory(MountNamespace.parent(path))) {
      return links;
    }
    for (String name : namespace.list(MountNamespace.parent(path))) {
      Matcher matcher = pattern.matcher(name);
      if (matcher.matches()) {
        Node node = namespace.findLink(MountNamespace.parent(path) + "/" + name).orElseThrow();
        links.add(new Link(Integer.parseInt(matcher.group(1)), node.target(), node.time()));
      }
    }
    links.sort(Comparator.comparingInt(Link::number));
    return links;
  }

  /** The current generation's number; 0 when there is none. */
  public int current() {
    Optional<Node> link = namespace.findLink(path).filter(Node::isLink);
    return link.map(node -> node.target().replaceAll(".*-(\\d+)-link$", "$1"))
        .filter(number -> number.matches("\\d+"))
        .map(Integer::parseInt)
        .orElse(0);
  }

  /** The system that it leads to; empty when there is none. */
  public String system() {
    return generation(current()).map(Link::toplevel).orElse("");
  }

  /** The generation of that number. */
  Optional<Link> generation(int number) {
    return links().stream().filter(link -> link.number() == number).findFirst();
  }

  /** Makes a generation the current one. */
  void point(int number, long time) {
    namespace.put(path, Node.link(MountNamespace.name(path) + "-" + number + "-link", time));
  }

  /** Makes a system the current one: as a new generation, unless it is the current one already. */
  public int set(String toplevel, long time) {
    Optional<Link> now = generation(current());
    if (now.isPresent() && now.get().toplevel().equals(toplevel)) {
      return now.get().number();
    }
    int next = links().stream().mapToInt(Link::number).max().orElse(0) + 1;
    add(next, toplevel, time);
    return next;
  }

  /** Makes a generation of this number and points at it. */
  public void add(int number, String toplevel, long time) {
    namespace.put(path + "-" + number + "-link", Node.link(toplevel, time));
    point(number, time);
  }
}
