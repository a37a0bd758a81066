package dev.thaw.kernel;

import dev.thaw.app.CellFailure;
import dev.thaw.session.CellResult;
import dev.thaw.view.Style;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a cell failed, as front ends show it.
 *
 * @param kind one word
 * @param sentence what failed, and what to do
 * @param traceback the lines that are shown, in colour: the place in the cell, then the sentences
 */
record ErrorReply(String kind, String sentence, List<String> traceback) {

  private static final Style COLOURED = new Style(true, true);

  /** Why a cell ended as it did. */
  static ErrorReply of(CellResult result) {
    var failing = CellFailure.of(result, "", COLOURED, true, false, Bundle.WIDTH);
    return new ErrorReply(
        failing.kind(), CellFailure.line(result), failing.text().lines().toList());
  }

  /** The protocol's fields of it. */
  Map<String, Object> content() {
    return Map.of("ename", kind, "evalue", sentence, "traceback", traceback);
  }

  /** Them as the answer to what was wanted, with some more. */
  Map<String, Object> reply(Map<String, ?> more) {
    var reply = new HashMap<String, Object>(content());
    reply.putAll(more);
    reply.put("status", "error");
    return reply;
  }
}
