package dev.thaw.session;

import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.HelperInfo;
import dev.thaw.helpers.HelperOption;
import dev.thaw.helpers.KnownNames;
import dev.thaw.helpers.KnownNames.Place;
import dev.thaw.machine.Clean;
import dev.thaw.rescue.NameKind;
import dev.thaw.session.CallSite.Call;
import dev.thaw.session.Candidate.Kind;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What may stand at the cursor of a cell that is being typed: helpers, their options, the names of
 * what is on the machine, Java. For every front end: it knows of no terminal. Not to be asked while
 * a cell runs.
 */
public final class Completing {

  private static final String QUOTE = "\"";

  private final HelperCatalogue catalogue;
  private final KnownNames known;
  private final Supplier<Optional<Evaluator>> java;
  private final Map<String, String> summaries = new ConcurrentHashMap<>();

  /**
   * Completes.
   *
   * @param catalogue the helpers
   * @param known what is known of the machine
   * @param java the session, for everything else; empty as long as it is not ready
   */
  public Completing(
      HelperCatalogue catalogue, KnownNames known, Supplier<Optional<Evaluator>> java) {
    this.catalogue = catalogue;
    this.known = known;
    this.java = java;
  }

  /**
   * What may stand at the cursor.
   *
   * @param cell the text of the cell
   * @param cursor how many of its characters are before the cursor
   */
  public Completion at(String cell, int cursor) {
    String before = cell.substring(0, cursor);
    CallSite site = CallSite.at(before);
    boolean openBracket = cell.startsWith("(", cursor);
    return switch (site.place()) {
      case NOWHERE -> new Completion(cursor, List.of());
      case STRING -> inString(site, cell.startsWith(QUOTE, cursor));
      case MEMBER -> new Completion(site.from(), java(cell, cursor, site));
      case CODE -> new Completion(site.from(), inCode(cell, cursor, site, openBracket));
    };
  }

  // ---- in a string

  private Completion inString(CallSite site, boolean closed) {
    Optional<NameKind> noun = site.calls().stream().findFirst().flatMap(this::noun);
    // Of a line, a word is completed; of anything else, all of it.
    boolean line =
        noun.isEmpty() || noun.get() == NameKind.LINE || noun.get() == NameKind.LINE_INSIDE;
    int from = line ? site.word().lastIndexOf(' ') + 1 : 0;
    String word = site.word().substring(from);
    String end = closed || line ? "" : QUOTE;
    Stream<KnownNames.Name> names =
        !line
            ? known.of(noun.get()).stream()
            : Stream.of(NameKind.MOUNT_POINT, NameKind.DATASET, NameKind.POOL)
                .filter(_ -> !word.isEmpty())
                .flatMap(any -> known.of(any).stream());
    // By text: a mount point is a folder, too.
    var found = new LinkedHashMap<String, Candidate>();
    noun.flatMap(Completing::place).stream()
        .flatMap(place -> files(place, word, end))
        .forEach(file -> found.put(file.text(), file));
    names
        .map(name ->
            new Candidate(
                escaped(name.text()) + end, Clean.line(name.text()), name.about(), Kind.VALUE))
        .filter(name -> !found.containsKey(name.text() + "/"))
        .forEach(name -> found.put(name.text(), name));
    return new Completion(
        site.from() + from,
        found.values().stream().filter(one -> one.text().startsWith(word)).toList());
  }

  /** Where a path in such a text leads; empty where none is meant. */
  private static Optional<Place> place(NameKind noun) {
    return switch (noun) {
      case FILE, LINE -> Optional.of(Place.LIVE);
      case CONFIG_FILE, LINE_INSIDE -> Optional.of(Place.INSIDE);
      default -> Optional.empty();
    };
  }

  /** The files that a path may go on with; a folder's name is not the end of it. */
  private Stream<Candidate> files(Place place, String word, String end) {
    String folder = word.substring(0, word.lastIndexOf('/') + 1);
    if (!folder.startsWith("/") || folder.indexOf('\\') >= 0) {
      return Stream.of();
    }
    return known.files(place, folder).stream()
        .map(name ->
            new Candidate(
                folder + escaped(name) + (name.endsWith("/") ? "" : end), name, "", Kind.VALUE));
  }

  /** What the argument at the cursor names. */
  private Optional<NameKind> noun(Call call) {
    if (call.dotted()) {
      return catalogue.noun(call.callee(), call.argument());
    }
    Optional<HelperInfo> helper = catalogue.find(call.callee());
    return call.option().isEmpty()
        ? helper.flatMap(called -> called.noun(call.argument()))
        : helper.flatMap(called -> called.option(call.option())).flatMap(HelperOption::noun);
  }

  private static String escaped(String text) {
    var escaped = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else if (c < ' ' || c == 127) {
        escaped.append("\\u%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  // ---- in code

  /** Behind the end of a value, where only a bracket, a comma or an operator can stand. */
  private static boolean isBehindValue(String cell, CallSite site) {
    String before = cell.substring(0, site.from()).replaceFirst("[ \\t]+$", "");
    return before.endsWith(QUOTE) || before.endsWith(")") || before.endsWith("]");
  }

  private List<Candidate> inCode(String cell, int cursor, CallSite site, boolean openBracket) {
    if (site.word().isEmpty() && isBehindValue(cell, site)) {
      return List.of();
    }
    // By text: the first that says something of a name is the one that knows it best.
    var found = new LinkedHashMap<String, Candidate>();
    Optional<Call> call = site.calls().stream().findFirst().filter(Call::bare);
    call.ifPresent(in -> arguments(in).forEach(one -> add(found, site.word(), one)));
    boolean told = !found.isEmpty() || call.filter(in -> !in.option().isEmpty()).isPresent();
    if (!told || !site.word().isEmpty()) {
      helpers(openBracket).forEach(one -> add(found, site.word(), one));
      java.get().stream()
          .flatMap(evaluator -> evaluator.variables().stream().sorted())
          // $1 and the like: JShell's own, for what nobody gave a name.
          .filter(name -> !name.startsWith("$") || site.word().startsWith("$"))
          .map(name -> new Candidate(name, name, "a variable", Kind.VARIABLE))
          .forEach(one -> add(found, site.word(), one));
    }
    // Who names an option means no word of Java.
    if (!told && !site.word().isEmpty()) {
      java(cell, cursor, site).forEach(one -> add(found, site.word(), one));
    }
    return List.copyOf(found.values());
  }

  private static void add(Map<String, Candidate> found, String word, Candidate candidate) {
    String name = candidate.shown().replaceFirst("[(=].*", "");
    if (candidate.text().startsWith(word)) {
      found.putIfAbsent(name, candidate);
    }
  }

  private Stream<Candidate> helpers(boolean openBracket) {
    return catalogue.all().stream()
        .map(helper -> {
          String brackets = openBracket ? "" : helper.takesNothing() ? "()" : "(";
          Optional<String> missing = known.missing(helper);
          return new Candidate(
              helper.name() + brackets,
              helper.name(),
              missing.orElseGet(() -> summary(helper)),
              missing.isPresent() ? Kind.NOT_YET : Kind.HELPER);
        });
  }

  private String summary(HelperInfo helper) {
    return summaries.computeIfAbsent(helper.name(), _ -> helper.summary());
  }

  /** What an argument of a helper may begin with, or its option be. */
  private List<Candidate> arguments(Call call) {
    if (call.dotted()) {
      return noun(call).map(noun -> named(noun, true)).orElse(List.of());
    }
    Optional<HelperInfo> called = catalogue.find(call.callee());
    if (called.isEmpty()) {
      return List.of();
    }
    HelperInfo helper = called.get();
    if (!call.option().isEmpty()) {
      return helper.option(call.option()).map(this::values).orElse(List.of());
    }
    var candidates = new ArrayList<Candidate>();
    // So many failures would hide all else: they are offered once there is a quote.
    noun(call)
        .filter(noun -> noun != NameKind.FAILURE)
        .ifPresent(noun -> candidates.addAll(named(noun, isText(helper, call.argument()))));
    helpers(false)
        .filter(one -> gives(one.shown(), helper, call.argument()))
        .forEach(candidates::add);
    if (helper.takesHelperName(call.argument())) {
      catalogue.all().stream()
          .map(other -> new Candidate(other.name(), other.name(), summary(other), Kind.VALUE))
          .forEach(candidates::add);
    }
    for (HelperOption option : helper.options()) {
      if (!call.given().contains(option.name())) {
        String text = option.name() + "=";
        candidates.add(new Candidate(text, text, option.does(), Kind.OPTION));
      }
    }
    return candidates;
  }

  /** Whether a helper gives what another one takes, and is more than a text or a number. */
  private boolean gives(String name, HelperInfo taker, int argument) {
    Class<?> given = catalogue.find(name).orElseThrow().methods().getFirst().getReturnType();
    return !given.getName().startsWith("java.")
        && taker.methods().stream()
            .filter(method -> argument < method.getParameterCount())
            .anyMatch(method -> method.getParameterTypes()[argument] == given);
  }

  private static boolean isText(HelperInfo helper, int argument) {
    return helper.methods().stream()
        .anyMatch(method ->
            argument < method.getParameterCount()
                && method.getParameterTypes()[argument] == String.class);
  }

  private List<Candidate> named(NameKind noun, boolean quoted) {
    String quote = quoted ? QUOTE : "";
    return known.of(noun).stream()
        .map(name -> {
          String text = quote + (quoted ? escaped(name.text()) : name.text()) + quote;
          return new Candidate(text, text, name.about(), Kind.VALUE);
        })
        .toList();
  }

  /** What an option can be. */
  private List<Candidate> values(HelperOption option) {
    if (option.type() == boolean.class || option.type() == Boolean.class) {
      return Stream.of("true", "false")
          .map(word ->
              new Candidate(word, word, word.equals("true") ? option.does() : "", Kind.VALUE))
          .toList();
    }
    if (option.type().isEnum()) {
      return constants(option.type());
    }
    return option.noun().map(noun -> named(noun, option.type() == String.class)).orElse(List.of());
  }

  /** The constants of that type that have a name of their own among the helpers. */
  private List<Candidate> constants(Class<?> type) {
    return Stream.of(catalogue.owner().getFields())
        .filter(field -> field.getType() == type)
        .map(Field::getName)
        .map(name ->
            new Candidate(name, name, type.getSimpleName().toLowerCase(Locale.ROOT), Kind.VALUE))
        .toList();
  }

  private List<Candidate> java(String cell, int cursor, CallSite site) {
    return java.get().map(evaluator -> evaluator.suggestions(cell, cursor, site)).orElse(List.of());
  }
}
