package dev.thaw.practice.nix;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.practice.programs.Invocation;

/** What nix says on standard error: for people, or with {@code internal-json} for programs. */
final class NixLog {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ERROR = 0;
  private static final int INFO = 3;
  private static final int BUILD = 105;

  private final Invocation invocation;
  private final boolean json;
  private long activities;

  /**
   * A log.
   *
   * @param format as {@code --log-format} names it; any other than {@code internal-json} is for
   *     people
   */
  NixLog(Invocation invocation, String format) {
    this.invocation = invocation;
    json = format.equals("internal-json");
  }

  /** A message. */
  void say(String text) {
    message(INFO, text);
  }

  /** A message about an error. */
  void error(String text) {
    message(ERROR, text);
  }

  private void message(int level, String text) {
    if (json) {
      print(JSON.createObjectNode().put("action", "msg").put("level", level).put("msg", text));
    } else {
      invocation.complain(text + "\n");
    }
  }

  /** A derivation is built, which takes no time here. */
  void build(String derivation) {
    String text = "building '" + derivation + "'";
    if (!json) {
      invocation.complain(text + "...\n");
      return;
    }
    activities++;
    ObjectNode start = JSON.createObjectNode().put("action", "start").put("id", activities);
    start.putArray("fields").add(derivation).add("").add(1).add(1);
    print(start.put("level", INFO).put("text", text).put("type", BUILD));
    print(JSON.createObjectNode().put("action", "stop").put("id", activities));
  }

  private void print(ObjectNode line) {
    invocation.complain("@nix " + line + "\n");
  }
}
