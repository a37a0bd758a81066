package dev.thaw.practice.programs;

import java.util.List;

/** {@code unshare}: runs a program with mounts of its own. */
public final class Unshare implements Program {

  @Override
  public int run(Invocation invocation) {
    List<String> words = invocation.arguments();
    int at = 0;
    while (at < words.size() && words.get(at).startsWith("-")) {
      String word = words.get(at);
      at++;
      if (word.equals("--")) {
        break;
      }
      if (word.equals("--propagation")) {
        at++;
      }
    }
    if (at >= words.size()) {
      return invocation.fail(1, "unshare: the practice machine's unshare needs a program to run");
    }
    return invocation
        .calling(words.subList(at, words.size()))
        .seeing(invocation.namespace().unshared(), invocation.directory())
        .run();
  }
}
