package dev.thaw.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cli.Main;
import dev.thaw.notebook.Notebook;
import dev.thaw.terminal.Tmux;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The prompt in a real terminal, by what is on its screen. */
@Timeout(120)
class PromptTest {

  private static final String RO = "thaw practice:vfio ro>";
  private static final String RW = "thaw practice:vfio rw /mnt>";

  @TempDir private Path directory;

  private Tmux prompt(int columns, int rows, Map<String, String> environment) throws Exception {
    return new Tmux(columns, rows, directory, environment, Main.class);
  }

  @Test
  void helpsWhileOneTypes() throws Exception {
    try (var screen = prompt(80, 24, Map.of("TERM", "xterm"))) {
      screen.expectLast(RO);
      screen.type("mountA").press("Tab").expect("mountAll( [diagnosis, install=, dryRun=]");
      screen.press("C-u").type("rebuild(fl").press("Tab");
      screen.expect("rebuild(flake= [whether to build the flake; else foun");
      screen.press("Tab").expect("true   whether to build the flake").expect("false");
      screen.press("Tab").expect("(Tab: more)").press("Tab");
      screen.expect("Afterwards nothing is believed").expect("sandbox");
      screen.press("C-u").clear().type("e").press("Tab");
      screen.expect("enter    not yet: nothing is mounted at /mnt; mountAll() first");
      screen.press("C-u").enter("pools()").expect("POOL ").expectLast(RO);
      screen.type("importPool(\"").press("Tab").expect("importPool(\"nvmepool\"");
      screen.press("C-u").enter("var p = pools()").expectLast(RO);
      screen.type("p.getF").press("Tab").expect("p.getFirst()");
      screen.press("C-u").type("/re").press("Tab").expect("/reset").press("C-u");
      screen.press("C-d").expect("ended with 0");
    }
  }

  @Test
  void saysWhatIsWrongAndWhereItComesFrom() throws Exception {
    try (var screen = prompt(80, 24, Map.of("TERM", "xterm"))) {
      screen.expectLast(RO).enter("instals()").expect("There is no helper or method instals.");
      screen.expect("Did you mean installs?").expectLast(RO);
      screen
          .enter("int n = \"a\";")
          .expect("        ^")
          .expect("String cannot be converted to int");
      screen.expectLast(RO).clear().enter("enter()").expect("nothing is mounted at /mnt");
      screen.expect("mountAll() first.").expectLast(RO);
      screen.enter("/why").expect("Trouble$NotReady").expectLast(RO);
      screen.clear().enter("/wyh").expect("Did you mean /why?").expectLast(RO);
      screen.enter("System.out.println(7 * 101); Thread.sleep(90_000)").expect("\n707");
      screen.press("C-c").expect("Stopped.").expectLast(RO);
      screen.clear().type("half a line").expectLast(RO + " half a line").press("C-c");
      screen.expectLast(RO).enter("List.of(1,").expectLast("                     >");
      screen.enter("2)").expect("\n1\n2\n").expectLast(RO);
      screen.press("Up").expectLast("                     > 2)");
      screen.press("C-c").expectLast(RO).enter("exit").expect("ended with 0");
    }
  }

  @Test
  void showsWhereOneIsAndWhatMayHappen() throws Exception {
    try (var screen = prompt(80, 24, Map.of("TERM", "linux"))) {
      screen.expectLast(RO).enter("mountAll()").expect("Run these 6 commands? [y/N]").enter("y");
      screen.expect("From now on, what you change is really changed").expectLast(RW);
      String leave = "Leave Thaw and keep it mounted? [y/N]";
      screen.clear().press("C-d").expectLast(leave).enter("n").expectLast(RW);
      screen.press("C-d").expectLast(leave).enter("y").expect("ended with 0");
    }
    try (var screen = prompt(80, 24, Map.of("TERM", "linux"))) {
      screen.expect("The installed system is mounted at /mnt already, writable. To go on:");
      screen.expectLast(RW).enter("leave()").expect("commands? [y/N]").enter("y");
      screen.expect("Nothing of the installed system can be written to any more");
      screen.expectLast(RO).enter("reboot()").expect("Run this command? [y/N]").enter("y");
      screen.expectLast(RO);
    }
  }

  @Test
  void keepsWhatWasTyped() throws Exception {
    try (var screen = prompt(80, 24, Map.of("TERM", "xterm"))) {
      screen.expectLast(RO).enter("var n = 41").expectLast(RO).enter("n + 1").expect("\n42\n");
      screen.expectLast(RO).enter("oops").expect("There is no variable oops.").expectLast(RO);
      screen.enter("/list").expect("   2  n + 1").expect("  3!  oops").expectLast(RO);
      screen.enter("/vars").expect("int n = 41").expectLast(RO);
      screen.enter("/save s.jsh").expect("Written to s.jsh.").expectLast(RO);
      screen.enter("/save s.ipynb").expect("Written to s.ipynb.").expectLast(RO);
      screen.enter("/save s.ipynb").expectLast("s.ipynb is there already. Replace it? [y/N]");
      screen.enter("").expectLast(RO).clear().enter("/reset").expect("Forgotten").expectLast(RO);
      screen.enter("n").expect("no variable n").expectLast(RO);
      screen.clear().enter("/open s.jsh").expect("\n42\n").expectLast(RO);
      screen.clear().enter("/open n.jsh").expect("There is no file n.jsh.").expectLast(RO);
      screen.clear().enter("/open s.ipynb").expect("?: all keys").press("q").expectLast(RO);
      screen.clear().enter("n").expect("\n41\n");
    }
    assertThat(Files.readString(directory.resolve("s.jsh"))).isEqualTo("var n = 41\nn + 1\n");
    Notebook saved = Notebook.read(directory.resolve("s.ipynb"));
    assertThat(saved.cells()).hasSize(3);
    assertThat(saved.cells().get(1).outputs().toString()).contains("42");
    assertThat(saved.cells().get(2).outputs().toString()).contains("There is no variable oops.");
  }

  @Test
  void explainsPartByPartAndWithJavadoc() throws Exception {
    try (var screen = prompt(80, 24, Map.of("TERM", "xterm"))) {
      screen.expectLast(RO).type("unlock(").press("Tab").expect("keyFile=  ").press("Tab");
      screen.expect("Opens what is locked").expect("(Tab: more)").press("Tab");
      screen.expect("• dryRun: shows the plan").press("C-u");
      screen.clear().enter("1 + 1").expect("\n2\n").expectLast(RO);
      screen.clear().type("\"a\".isBlank(").press("Tab").expect("isBlank(");
      screen.press("Tab").expect("    boolean String.isBlank()").press("Tab");
      // A JDK may come without its sources, and the prompt says so.
      Path sources = Path.of(System.getProperty("java.home"), "lib/src.zip");
      screen.expect(
          Files.exists(sources)
              ? "Gives true if the string is empty or contains only"
              : "There is no Javadoc to show: this JDK came without its sources");
      screen.press("C-u", "C-d").expect("ended with 0");
    }
  }

  @Test
  void completesFilesOfTheInstalledSystemAndOnesOwn() throws Exception {
    Files.createFile(directory.resolve("mine.jsh"));
    try (var screen = prompt(80, 24, Map.of("TERM", "xterm"))) {
      screen.expectLast(RO).enter("mountAll()").expect("[y/N]").enter("y").expectLast(RW);
      screen.clear().type("enter(\"cat /etc/nix").complete(RW + " enter(\"cat /etc/nixos/");
      screen.press("Tab");
      screen.expect("configuration.nix  ").expect("hardware-configuration.nix").type("har");
      screen.complete(RW + " enter(\"cat /etc/nixos/hardware-configuration.nix");
      screen.press("C-u").clear().type("edit(\"/etc/fst").complete(RW + " edit(\"/etc/fstab\"");
      screen.press("C-u").clear();
      screen.type("/open mi").press("Tab").expectLast(RW + " /open mine.jsh").press("C-u");
    }
  }

  @Test
  void searchesWhatWasTypedAndIsNotStopped() throws Exception {
    try (var screen = prompt(80, 24, Map.of("TERM", "xterm"))) {
      screen.expectLast(RO).enter("6 * 7 * 100").expect("\n4200").expectLast(RO);
      screen.enter("var other = 1").expectLast(RO).press("C-r").expect("bck-i-search").type("7 *");
      screen.expect("6 * 7 * 100\nbck-i-search: 7 *_").press("Enter");
      screen.expect("var other = 1\n" + RO + " 6 * 7 * 100\n4200\n");
      screen.expectLast(RO).clear().press("C-z").type("1 + 1").press("Enter").expect("\n2\n");
      screen.expectLast(RO).clear();
      screen.enter("System.out.println(7 * 101); Thread.sleep(700); 3 * 101").expect("\n707\n");
      screen.press("C-z");
      screen.expect("\n303\n").expectLast(RO).press("C-d").expect("ended with 0");
    }
  }

  @Test
  void anEditorGetsTheTerminalAndGivesItBack() throws Exception {
    Path editor = directory.resolve("editor");
    Files.writeString(
        editor,
        """
        #!/bin/sh
        test -t 0 && test -t 1 && stty -a | grep -o ' icanon'
        printf 'Your name? '
        read -r name
        echo "# $name" >>"$1"
        """);
    assertThat(editor.toFile().setExecutable(true)).isTrue();
    var environment = Map.of("TERM", "xterm", "EDITOR", editor.toString());
    try (var screen = prompt(80, 24, environment)) {
      screen.expectLast(RO).enter("mountAll()").expect("[y/N]").enter("y").expectLast(RW);
      screen.clear().enter("edit()").expectLast("Your name?");
      assertThat(screen.screen()).contains("\n icanon\nYour name?");
      screen.enter("Ada").expect("+# Ada").expectLast("Run these 2 commands? [y/N]").enter("y");
      screen.expect("Changed /etc/nixos/configuration.nix").expectLast(RW).clear();
      screen.type("poo").press("Tab").expectLast(RW + " pools()").press("C-u").clear();
      screen.enter("enter()").expect("[y/N]").enter("y");
      screen.expect("The practice machine has no terminal.").expectLast(RW);
    }
  }
}
