package dev.thaw.kernel;

import dev.thaw.helpers.Explanation;
import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.Helpers;
import dev.thaw.helpers.KnownNames;
import dev.thaw.session.Candidate;
import dev.thaw.session.Completing;
import dev.thaw.session.Completion;
import dev.thaw.session.Evaluator;
import dev.thaw.session.Inspecting;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.dflib.jjava.jupyter.messages.request.CompleteRequest;
import org.dflib.jjava.jupyter.messages.request.InspectRequest;

/** Answers questions about code that is being written; the protocol counts in code points. */
final class Introspection {

  private final Evaluator evaluator;
  private final Supplier<KnownNames> known;
  private final HelperCatalogue helpers = HelperCatalogue.of(Helpers.class);
  private final Magics magics = new Magics();
  private final Inspecting inspecting;

  /**
   * Asks a session.
   *
   * @param known what is known of the machine that is worked on
   */
  Introspection(Evaluator evaluator, Supplier<KnownNames> known) {
    this.evaluator = evaluator;
    this.known = known;
    inspecting = new Inspecting(helpers, () -> Optional.of(evaluator));
  }

  /** Whether a cell can be run as it stands. */
  Map<String, Object> isComplete(String code) {
    if (!(magics.read(code) instanceof Magics.Meant.Cell cell)) {
      return Map.of("status", "complete");
    }
    return evaluator.isComplete(cell.code())
        ? Map.of("status", evaluator.isJava(cell.code()) ? "complete" : "invalid")
        : Map.of("status", "incomplete", "indent", "  ");
  }

  /** What could stand at the cursor. */
  Map<String, Object> complete(CompleteRequest request) {
    String code = request.getCode();
    var completing = new Completing(helpers, known.get(), () -> Optional.of(evaluator));
    Completion found = completing.at(code, offset(code, request.getCursorPos()));
    int start = code.codePointCount(0, found.from());
    int end = request.getCursorPos();
    return Map.of(
        "matches",
        found.candidates().stream().map(Candidate::text).distinct().toList(),
        "cursor_start",
        start,
        "cursor_end",
        end,
        "metadata",
        Map.of(
            "_jupyter_types_experimental",
            found.candidates().stream().map(one -> typed(one, start, end)).toList()));
  }

  /** As JupyterLab lists it: with what it is, and a few words about it. */
  private static Map<String, Object> typed(Candidate candidate, int start, int end) {
    return Map.of(
        "start", start,
        "end", end,
        "text", candidate.text(),
        "type", type(candidate.kind()),
        "signature", candidate.about());
  }

  private static String type(Candidate.Kind kind) {
    return switch (kind) {
      case HELPER -> "helper";
      case NOT_YET -> "not yet";
      case OPTION -> "option";
      case VALUE -> "value";
      case VARIABLE -> "variable";
      case JAVA -> "java";
    };
  }

  /** What stands at the cursor. */
  Map<String, Object> inspect(InspectRequest request) {
    String code = request.getCode();
    Optional<Explanation> found =
        inspecting.at(code, offset(code, request.getCursorPos()), request.getDetailLevel() > 0);
    return Map.of(
        "found", found.isPresent(),
        "data", found.map(page -> Bundle.of(page).data()).orElse(Map.of()),
        "metadata", Map.of());
  }

  private static int offset(String code, int codePoints) {
    return code.offsetByCodePoints(
        0, Math.clamp(codePoints, 0, code.codePointCount(0, code.length())));
  }
}
