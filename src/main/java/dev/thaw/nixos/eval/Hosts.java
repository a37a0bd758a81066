package dev.thaw.nixos.eval;

import dev.thaw.nixos.eval.Value.At;
import dev.thaw.nixos.eval.Value.Attrs;
import dev.thaw.nixos.eval.Value.External;
import dev.thaw.nixos.eval.Value.Known;
import dev.thaw.nixos.eval.Value.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The hosts of a configuration, and what each is made of. */
public final class Hosts {

  private static final String TOO_FAR = "it leads too far";

  private final Evaluator evaluator;
  private final String folder;

  /** What modules are usually given of a flake: itself, its inputs and outputs. */
  private final Map<String, Lazy> flake = new LinkedHashMap<>();

  private final Value hosts;

  private Hosts(Evaluator evaluator, String folder) {
    this.evaluator = evaluator;
    this.folder = folder;
    this.hosts = read();
  }

  private Value read() {
    try {
      Value found = joined(hosts());
      return found instanceof External external && external.local().isPresent()
          ? external.local().get()
          : found;
    } catch (StackOverflowError e) {
      return new Unknown(TOO_FAR);
    }
  }

  /** One set of several that may be it: it may have the hosts of each. */
  private static Value joined(Value hosts) {
    if (!(hosts instanceof Value.Either either)) {
      return hosts;
    }
    var values = new LinkedHashMap<String, List<Lazy>>();
    for (Value one : either.of()) {
      if (one instanceof Attrs attrs) {
        attrs.of().forEach((k, v) -> values.computeIfAbsent(k, _ -> new ArrayList<>()).add(v));
      }
    }
    var of = new LinkedHashMap<String, Lazy>();
    values.forEach((name, all) ->
        of.put(
            name,
            Lazy.of(() -> new Value.Either(all.stream().map(Lazy::force).toList(), either.why()))));
    return new Attrs(of, true, List.of());
  }

  /**
   * Reads a configuration.
   *
   * @param folder where its {@code flake.nix} is, if it has one
   */
  public static Hosts of(Tree tree, String folder) {
    return new Hosts(new Evaluator(tree), folder);
  }

  /** Their names, as the flake tells. */
  public FlakeHosts names() {
    return hosts instanceof Attrs attrs
        ? new FlakeHosts(List.copyOf(attrs.of().keySet()), !attrs.open() && isWhole())
        : new FlakeHosts(List.of(), hosts instanceof Value.Null);
  }

  private boolean isWhole() {
    return evaluator.source(folder + "/flake.nix").get().text().faults().isEmpty();
  }

  /** What a host of the flake is made of; empty when the flake has none of that name. */
  public Optional<Reach> of(String host) {
    if (!(hosts instanceof Attrs attrs) || !(attrs.of().get(host) instanceof Lazy system)) {
      return Optional.empty();
    }
    evaluator.again();
    return Optional.of(bounded(() -> reach(system.force())));
  }

  /** What was found; nothing where a text leads deeper than there is room to follow. */
  private static Reach bounded(Supplier<Reach> reach) {
    try {
      return reach.get();
    } catch (StackOverflowError e) {
      return new Reach(List.of(), List.of(TOO_FAR), List.of());
    }
  }

  private Reach reach(Value system) {
    var reaches = new LinkedHashSet<Reach>();
    system.each(one -> {
      reaches.add(system(one));
      return one;
    });
    // Where all that it may be is made of the same, it does not matter which of them it is.
    String doubt = system instanceof Value.Either either && reaches.size() != 1 ? either.why() : "";
    var modules = new ArrayList<Reach.Module>();
    var doubts = new ArrayList<String>();
    var absent = new ArrayList<String>();
    for (Reach reach : reaches) {
      reach.modules().forEach(m -> modules.add(m.orDoubted(doubt)));
      doubts.addAll(reach.doubts());
      absent.addAll(reach.absent());
    }
    if (!doubt.isEmpty()) {
      doubts.add(doubt);
    }
    return new Reach(modules, cut(doubts), absent);
  }

  /** Whether a file is a module of the flake itself, as flake-parts has them, and of no host. */
  public boolean isOfFlake(String file) {
    return evaluator.flakeModules().contains(evaluator.tree().real(file));
  }

  /** What these files lead to, each of them a module. */
  public Reach from(List<String> files) {
    evaluator.again();
    return bounded(() -> reach(files));
  }

  private Reach reach(List<String> files) {
    var walk = new ModuleWalk(evaluator, arguments(Attrs.made(flake)));
    files.forEach(file -> walk.visit(Lazy.of(new At(file))));
    Reach reach = walk.reach();
    return new Reach(reach.modules(), cut(reach.doubts()), reach.absent());
  }

  private List<String> cut(List<String> doubts) {
    var all = new ArrayList<>(doubts);
    if (evaluator.isCutShort()) {
      all.add("there is too much of it to be followed");
    }
    return all.stream().distinct().toList();
  }

  private Reach system(Value value) {
    return switch (value) {
      case Value.System system -> system(system.argument().force(), "");
      case Unknown unknown -> {
        var walk = new ModuleWalk(evaluator, arguments(Attrs.made(flake)));
        walk.doubt(unknown.why());
        Optional<Attrs> given =
            unknown.about().stream()
                .map(Lazy::force)
                .filter(v -> v instanceof Attrs attrs && attrs.of().containsKey("modules"))
                .map(Attrs.class::cast)
                .findFirst();
        if (given.isPresent()) {
          yield system(given.get(), unknown.why());
        }
        unknown.about().stream()
            .filter(argument -> argument.force() instanceof At)
            .forEach(path -> walk.visit(path, unknown.why()));
        yield walk.reach();
      }
      case Attrs attrs when attrs.of().containsKey("modules") -> system(attrs, "");
      default -> new Reach(List.of(), List.of("how the host is made can't be read"), List.of());
    };
  }

  private Reach system(Value argument, String doubt) {
    Value special =
        argument instanceof Attrs attrs && attrs.of().containsKey("specialArgs")
            ? attrs.of().get("specialArgs").force()
            : Attrs.made(Map.of());
    var walk = new ModuleWalk(evaluator, arguments(special));
    if (!doubt.isEmpty()) {
      walk.doubt(doubt);
    }
    Value modules = evaluator.select(argument, "modules");
    Operators.elements(modules).forEach(walk::visit);
    if (modules instanceof Value.Items items && items.open()) {
      walk.doubt("it may have more modules, of a folder that was not read whole");
    }
    return walk.reach();
  }

  /** What each module is given: what NixOS gives, and before that what the flake gives besides. */
  private static Lazy arguments(Value special) {
    var all = new LinkedHashMap<String, Lazy>();
    all.put("lib", Lazy.of(new External("lib", true)));
    all.put("pkgs", Lazy.of(new External("pkgs", false)));
    all.put("modulesPath", Lazy.of(new External("modulesPath", false)));
    all.put("config", Lazy.of(new Unknown("config decides")));
    all.put("options", Lazy.of(new Unknown("options decide")));
    if (special instanceof External external) {
      // inputs // { … }: a name that is not there is an input's.
      external.extra().forEach(all::put);
      return Lazy.of(new External(external.name(), false, all));
    }
    // A module of nixpkgs or of an input may give more: NixOS never takes a default for these.
    return Lazy.of(Operators.updated(new Attrs(all, true, List.of()), special));
  }

  /** The value of {@code nixosConfigurations}; null where there is no flake. */
  private Value hosts() {
    if (evaluator.source(folder + "/flake.nix").isEmpty()) {
      return new Value.Null();
    }
    if (!(evaluator.file(folder + "/flake.nix") instanceof Attrs text)
        || !(text.of().get("outputs") instanceof Lazy written)) {
      return new Unknown("flake.nix can't be read");
    }
    var self = new LinkedHashMap<String, Lazy>();
    var outputs = new Lazy[1];
    Value itself = new Value.Self(self, Lazy.of(() -> outputs[0].force()));
    Lazy inputs = Lazy.of(new External("inputs", false, Map.of("self", Lazy.of(itself))));
    self.put("outPath", Lazy.of(new At(evaluator.tree().real(folder))));
    self.put("inputs", inputs);
    self.put("outputs", Lazy.of(itself));
    flake.put("inputs", inputs);
    flake.put("self", Lazy.of(itself));
    flake.put("outputs", Lazy.of(itself));
    Source source = evaluator.source(folder + "/flake.nix").get();
    Value.Origin at = new Value.Origin(source, source.text().root());
    outputs[0] = Lazy.of(() -> made(evaluator.apply(written.force(), inputs, at)));
    Value all = outputs[0].force();
    if (all instanceof Attrs attrs && !attrs.of().containsKey("nixosConfigurations")) {
      return new Attrs(Map.of(), attrs.open(), List.of());
    }
    return evaluator.select(all, "nixosConfigurations");
  }

  /** Flake-utils-plus makes its hosts of {@code hosts} and {@code hostDefaults}. */
  private static Value made(Value outputs) {
    if (!(outputs instanceof Known known)
        || !known.name().equals("mkFlake")
        || !(known.arguments().getFirst().force() instanceof Attrs given)
        || !given.of().containsKey("hosts")
        || !(given.of().get("hosts").force() instanceof Attrs named)) {
      return outputs;
    }
    var hosts = new LinkedHashMap<String, Lazy>();
    named
        .of()
        .forEach((name, host) -> {
          var parts = new ArrayList<Lazy>(List.of(host));
          Optional.ofNullable(given.of().get("hostDefaults")).ifPresent(parts::add);
          hosts.put(name, Lazy.of(() -> new Value.System(Lazy.of(() -> Sets.merged(parts)))));
        });
    return Attrs.made(
        Map.of("nixosConfigurations", Lazy.of(new Attrs(hosts, named.open(), List.of()))));
  }
}
