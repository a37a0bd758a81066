package dev.thaw.session;

import dev.thaw.helpers.Explanation;
import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.HelperInfo;
import dev.thaw.helpers.HelperOption;
import dev.thaw.session.CallSite.Call;
import dev.thaw.session.CallSite.Where;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the thing at the cursor is: for every front end. Not to be asked while a cell runs. */
public final class Inspecting {

  private final HelperCatalogue catalogue;
  private final Supplier<Optional<Evaluator>> java;

  /**
   * Inspects.
   *
   * @param java the session, for what is no helper; empty as long as it is not ready
   */
  public Inspecting(HelperCatalogue catalogue, Supplier<Optional<Evaluator>> java) {
    this.catalogue = catalogue;
    this.java = java;
  }

  /**
   * The explanation of the helper at the cursor, or whose brackets are open there; else what JShell
   * knows of the Java there, in Markdown; empty when there is nothing to say.
   *
   * @param cursor how many characters of the cell are before the cursor
   * @param all whether to look for Javadoc too, which takes longer
   */
  public Optional<Explanation> at(String cell, int cursor, boolean all) {
    int end = cursor;
    while (end < cell.length() && Character.isJavaIdentifierPart(cell.charAt(end))) {
      end++;
    }
    CallSite site = CallSite.at(cell.substring(0, end));
    Optional<HelperInfo> helper = helper(site);
    if (helper.isPresent()) {
      return helper.map(found -> Explanation.of(catalogue, found.name()));
    }
    int until = end;
    return java.get()
        .map(evaluator -> evaluator.documentation(cell, until, all))
        .filter(text -> !text.isEmpty())
        .map(Explanation::new);
  }

  private Optional<HelperInfo> helper(CallSite site) {
    Optional<HelperInfo> here =
        site.place() == Where.CODE ? catalogue.find(site.word()) : Optional.empty();
    if (here.isPresent() || site.place() == Where.MEMBER) {
      return here;
    }
    Optional<Call> call =
        site.calls().stream().filter(open -> !open.callee().isEmpty()).findFirst();
    return call.filter(open -> !open.dotted()).flatMap(open -> catalogue.find(open.callee()));
  }

  /**
   * What can follow at the end of what is typed, in a few words: the rest of a helper's call, or
   * what an option does; may be empty.
   */
  public String hint(String typed) {
    CallSite site = CallSite.at(typed);
    Optional<HelperInfo> whole =
        site.place() == Where.CODE ? catalogue.find(site.word()) : Optional.empty();
    Optional<Call> call = site.calls().stream().findFirst();
    if (call.isEmpty() || !call.get().bare() && whole.isPresent()) {
      return whole
          .map(helper -> "(" + rest(helper, 0, List.of()) + ")  " + helper.summary())
          .orElse("");
    }
    Call open = call.get();
    Optional<HelperInfo> helper = open.dotted() ? Optional.empty() : catalogue.find(open.callee());
    if (helper.isEmpty() || !open.bare() || !site.word().isEmpty() || site.place() != Where.CODE) {
      return "";
    }
    if (!open.option().isEmpty()) {
      return helper.get().option(open.option()).map(option -> option.does()).orElse("");
    }
    return rest(helper.get(), open.argument(), List.copyOf(open.given()));
  }

  /** The arguments from {@code index} on, and the options that are not given yet. */
  private static String rest(HelperInfo helper, int index, List<String> given) {
    Stream<String> positional =
        given.isEmpty()
            ? helper.methods().stream()
                .map(method -> method.getParameters())
                .flatMap(parameters -> Stream.of(parameters).skip(index))
                .filter(parameter -> !helper.isOptions(parameter))
                .map(Parameter::getName)
                .distinct()
            : Stream.of();
    Stream<String> options =
        helper.options().stream()
            .map(HelperOption::name)
            .filter(name -> !given.contains(name))
            .map(name -> name + "=");
    return Stream.concat(positional, options).collect(Collectors.joining(", "));
  }
}
