package dev.thaw.nixos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.Configuration.Found;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only nix can decide brings no file of another host among a host's own. */
class OtherHostsFilesTest {

  private static final String MODULE = "{ ... }: { boot.loader.timeout = 1; }";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "map (n: ./hosts/${n}) (lib.filter (n: builtins.match \"alfa.*\" n != null)"
            + " (lib.attrNames (builtins.readDir ./hosts)))",
        "map (n: ./hosts/${n}) (lib.attrNames (lib.filterAttrs (n: t: lib.strings.toInt n == 3)"
            + " (builtins.readDir ./hosts)))",
        "lib.mapAttrsToList (n: _: ./hosts + \"/${n}\") (removeAttrs (builtins.readDir ./hosts)"
            + " [ (builtins.getEnv \"X\") ])",
        "[ (if builtins.getEnv \"X\" == null then ./hosts/alfa.nix else ./hosts/beta.nix) ]",
      })
  void whatIsNotReadDecidesNothing(String imports) {
    HostFiles files =
        files(
            "alfa",
            "configuration.nix",
            "{ lib, ... }: { imports = " + imports + "; }",
            "hosts/alfa.nix",
            MODULE,
            "hosts/beta.nix",
            MODULE);
    assertThat(own(files)).containsExactly("configuration.nix");
    assertThat(files.unsure()).extracting(ConfigFile::path).contains("/etc/nixos/hosts/alfa.nix");
  }

  @Test
  void aLinkIsFollowedInsideTheInstalledSystemWhereverAFileIsNamed() {
    var file = new ConfigFile("/home/u/dots/alfa.nix", MODULE.length(), MODULE, true);
    var links =
        Map.of(
            "/etc/nixos/configuration.nix", "/home/u/dots/alfa.nix",
            "/etc/nixos/gone.nix", "../../nowhere.nix");
    var configuration =
        new Configuration(
            "/etc/nixos",
            List.of(file),
            Optional.empty(),
            List.of(),
            new Found(links, Map.of(), Set.of(), true));

    assertThat(configuration.file("configuration.nix")).contains(file);
    assertThat(configuration.place("configuration.nix")).contains("/home/u/dots/alfa.nix");
    assertThat(configuration.place("gone.nix")).contains("/etc/nixos/gone.nix");
    assertThat(configuration.place("none.nix")).isEmpty();
    assertThat(HostFiles.of(configuration, "alfa").main().orElseThrow().file()).isEqualTo(file);
  }

  @Test
  void hostsThatOnlyAFilterDecidesStayHostsThatThereMayBe() {
    HostFiles files =
        files(
            "alfa",
            "flake.nix",
            "{ outputs = i: { nixosConfigurations = i.n.lib.mapAttrs (n: _: i.n.lib.nixosSystem {"
                + " modules = [ ./hosts/${n} ]; }) (i.n.lib.filterAttrs (n: _: i.x.test n)"
                + " (builtins.readDir ./hosts)); }; }",
            "hosts/alfa/default.nix",
            MODULE,
            "hosts/beta/default.nix",
            MODULE);
    assertThat(own(files)).containsExactly("hosts/alfa/default.nix");
  }

  @Test
  void aHostThatIsOneOfTwoHasTheModulesOfNeitherForSure() {
    HostFiles files =
        files(
            "alfa",
            "flake.nix",
            "{ outputs = i: let s = m: i.n.lib.nixosSystem { modules = [ m ]; }; in {"
                + " nixosConfigurations.alfa = if i.x.y then s ./a.nix else s ./b.nix; }; }",
            "a.nix",
            MODULE,
            "b.nix",
            MODULE);
    assertThat(own(files)).isEmpty();
    assertThat(files.unsure()).hasSize(2);
  }

  @Test
  void aFolderThatHasAHostsNameByChanceIsNotTheHosts() {
    var tree =
        new String[] {
          "flake.nix",
          "{ outputs = i: let s = m: i.n.lib.nixosSystem { modules = [ m ]; }; in {"
              + " nixosConfigurations.nixos = i.n.lib.nixosSystem { modules = i.x.y ++ [ i.z"
              + " (if i.x.y then ./nixos/laptop.nix else { }) ]; };"
              + " nixosConfigurations.desk = s ./nixos/desktop.nix; }; }",
          "nixos/laptop.nix",
          MODULE,
          "nixos/desktop.nix",
          MODULE
        };
    assertThat(own(files("nixos", tree))).doesNotContain("nixos/desktop.nix");
    tree[1] = "{ outputs = i: { nixosConfigurations = i.x.make ./.; }; }";
    assertThat(own(files("nixos", tree))).isEmpty();
    assertThat(files("nixos", tree).unsure()).hasSize(2);
  }

  @Test
  void aHostsFolderIsFoundAlsoBelowOneOfItsName() {
    HostFiles files =
        files(
            "alfa",
            "flake.nix",
            "{ outputs = i: { nixosConfigurations = i.x.make ./.; }; }",
            "alfa/hosts/alfa/default.nix",
            MODULE);
    assertThat(own(files)).containsExactly("alfa/hosts/alfa/default.nix");
  }

  @Test
  void recursiveUpdateReplacesWhatIsNoSet() {
    HostFiles files =
        files(
            "alfa",
            "configuration.nix",
            "{ lib, ... }: { imports = (lib.recursiveUpdate { a.b = [ ./a.nix ]; } { a.b = ["
                + " ./b.nix ]; a.c = 1; }).a.b; }",
            "a.nix",
            MODULE,
            "b.nix",
            MODULE);
    assertThat(own(files)).containsExactly("configuration.nix", "b.nix");
  }

  @Test
  void aDefaultOfAModulesArgumentIsNeverItsValue() {
    HostFiles files =
        files(
            "alfa",
            "flake.nix",
            "{ outputs = i: { nixosConfigurations.alfa = i.n.lib.nixosSystem { specialArgs ="
                + " i.secrets.args; modules = [ ({ host ? \"beta\", ... }: { imports = ["
                + " ./hosts/${host}.nix ]; }) ]; }; }; }",
            "hosts/alfa.nix",
            MODULE,
            "hosts/beta.nix",
            MODULE);
    assertThat(own(files)).containsExactly("flake.nix");
    assertThat(files.doubts()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/home/me/dot/configuration.nix", "machines/foo.nix"})
  void configurationNixMayBeALink(String target) {
    String real = target.startsWith("/") ? target : "/etc/nixos/" + target;
    Configuration configuration =
        configuration(
            Map.of("/etc/nixos/configuration.nix", target),
            real,
            "{ imports = [ ./more.nix ]; }",
            real.replaceFirst("[^/]*$", "more.nix"),
            MODULE);
    HostFiles files = HostFiles.of(configuration, "alfa");
    assertThat(files.own()).hasSize(2);
    assertThat(files.main().orElseThrow().file().path()).isEqualTo(real);
  }

  @Test
  void configurationNixThatIsALinkIsAskedForWhereItLeads() {
    Configuration configuration =
        configuration(Map.of("/etc/nixos/configuration.nix", "/home/me/configuration.nix"));
    assertThat(HostFiles.missing(configuration, "alfa"))
        .containsExactly("/home/me/configuration.nix");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[ ./hosts/${builtins.replaceStrings [ \"a\" ] [ \"b\" ] \"a\"}.nix ]",
        "[ (./hosts + \"/${builtins.replaceStrings [ ] [ ] \"a\"}.nix\") ]",
        "[ [ ./hosts/alfa.nix ] ]",
        "[ 5 ]",
      })
  void whatIsImportedAndCanNotBeReadIsADoubt(String imports) {
    HostFiles files =
        files(
            "alfa",
            "configuration.nix",
            "{ lib, ... }: { imports = " + imports + "; }",
            "hosts/alfa.nix",
            MODULE);
    assertThat(own(files)).containsExactly("configuration.nix");
    assertThat(files.doubts()).hasSize(1);
    assertThat(files.unsure()).hasSize(1);
  }

  @Test
  void modulesOfNixpkgsAndOfOtherFlakesAreNoDoubt() {
    HostFiles files =
        files(
            "alfa",
            "configuration.nix",
            "{ inputs, modulesPath, ... }: { imports = [ (modulesPath + \"/profiles/qemu.nix\")"
                + " <nixpkgs/nixos/x.nix> \"${builtins.fetchTarball \"u\"}/x.nix\" ]; }");
    assertThat(files.doubts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "({ __functor = self: self; } 1)",
        "(let f = n: { outPath = f n; }; in \"${f 1}/x.nix\")",
      })
  void whatLeadsToItselfEnds(String module) {
    HostFiles files =
        files("alfa", "configuration.nix", "{ ... }: { imports = [ " + module + " ]; }");
    assertThat(files.doubts()).isNotEmpty();
  }

  @Test
  void manyConditionsDoNotTakeTwiceAsLongEach() {
    String text =
        "{ lib, pkgs, ... }: { imports = [ ./a.nix ]; }"
            + " // lib.optionalAttrs pkgs.x { y = 1; }".repeat(40);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThat(files("alfa", "configuration.nix", text, "a.nix", MODULE).doubts())
                .isNotEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"networking.hostName = \"beta\";", "networking.hostName = n.name;", ""})
  void aHostOfTheInstalledNameThatAnotherCallsItselfIsNotTaken(String called) {
    assertThatThrownBy(() -> crossed(called))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("desktop calls itself that, and its host atlas does not");
  }

  @Test
  void aHostThatCallsItselfAsItIsListedIsTaken() {
    assertThat(own(crossed("networking.hostName = lib.mkDefault \"atlas\";")))
        .containsExactly("l.nix");
  }

  /** The host desktop calls itself atlas. */
  private static HostFiles crossed(String atlas) {
    return files(
        "atlas",
        "flake.nix",
        "{ outputs = { n, ... }: { nixosConfigurations.desktop = n.f { modules = [ ./d.nix ]; };"
            + " nixosConfigurations.atlas = n.f { modules = [ ./l.nix ]; }; }; }",
        "d.nix",
        "{ networking.hostName = \"atlas\"; }",
        "l.nix",
        "{ lib, n, ... }: { boot.loader.timeout = 1; " + atlas + " }");
  }

  private static HostFiles files(String host, String... pathsAndTexts) {
    return HostFiles.of(configuration(Map.of(), pathsAndTexts), host);
  }

  private static List<String> own(HostFiles files) {
    return files.own().stream().map(part -> part.file().path().replace("/etc/nixos/", "")).toList();
  }

  private static Configuration configuration(Map<String, String> links, String... pathsAndTexts) {
    var files = new ArrayList<ConfigFile>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      String path = pathsAndTexts[i];
      String text = pathsAndTexts[i + 1];
      files.add(
          new ConfigFile(
              path.startsWith("/") ? path : "/etc/nixos/" + path, text.length(), text, true));
    }
    return new Configuration(
        "/etc/nixos",
        files,
        Optional.empty(),
        List.of(),
        new Found(links, Map.of(), Set.of(), true));
  }
}
