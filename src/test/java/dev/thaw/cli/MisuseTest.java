package dev.thaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a command line is said in a sentence, with the status of a misuse. */
class MisuseTest {

  @TempDir private Path directory;

  @BeforeEach
  void files() throws Exception {
    Files.write(directory.resolve("binary"), new byte[] {127, 'E', 'L', 'F', -1, -2, 0});
    Files.writeString(directory.resolve("empty.jsh"), " \n");
    Path open = Files.writeString(directory.resolve("open"), "secret");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private String said(byte[] input, List<String> words) {
    PrintStream err = System.err;
    InputStream in = System.in;
    var said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setIn(new ByteArrayInputStream(input));
    try {
      assertThat(Main.run(words.toArray(String[]::new))).isEqualTo(2);
    } finally {
      System.setErr(err);
      System.setIn(in);
    }
    return said.toString(StandardCharsets.UTF_8).replace(directory.toString(), "DIR");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --on                        | --on needs a value: --on MACHINE.
          --on --yes eval 1           | --on needs a value: --on MACHINE.
          --on ftp://x eval 1         | “ftp://x” names no machine. Name one as practice
          --on eval 1                 | “eval” names no machine. Name one as practice
          --ons practice              | There is no option --ons. Did you mean --on?
          eval --on=local --jsn=1 1   | There is no option --jsn.
          diagnose --jsn              | There is no option --jsn. Did you mean --json?
          diagnose --symptom          | --symptom needs a value: --symptom TEXT.
          diagnose --symptom a --symptom b | --symptom is given twice.
          diagnose extra              | There is one word too many: extra. What has blanks
          diagnose --symptom @DIR/none | There is no file DIR/none. Check
          diagnose --symptom @DIR     | DIR is a folder. Name a file in it.
          evl 1                       | There is no command evl. Did you mean eval?
          eval                        | thaw eval needs CODE|FILE.jsh|-.
          eval a b                    | There is one word too many: b.
          eval DIR                    | DIR is a folder. Name a file in it.
          eval DIR/none               | There is no file DIR/none. Check
          eval ./none                 | There is no file ./none. Check
          eval ~/none                 | There is no file ~/none. Check
          eval none.jsh               | There is no file none.jsh. Check
          eval DIR/binary             | DIR/binary is no text in UTF-8.
          eval DIR/empty.jsh          | There is nothing to run: DIR/empty.jsh is empty.
          eval -                      | There is nothing to run: standard input is empty.
          eval --passphrase-file DIR/none 1 | There is no passphrase file DIR/none. Check
          eval --passphrase-file DIR 1 | The passphrase file DIR is a folder. Check
          eval --passphrase-file DIR/open 1 | The passphrase file DIR/open can be read or written by others.
          play none                   | There is no notebook none. There is:
          play DIR                    | DIR is a folder.
          play a b                    | There is one word too many: b.
          practice start              | thaw practice start needs NAME.
          practice start practice:no  | There is no practice machine no. There is: vfio,
          practice check no           | There is no practice machine no. There is: vfio,
          kernel run                  | thaw kernel run needs --connection-file.
          kernel rn                   | There is no command rn. Did you mean run?
          help nothing                | There is no helper nothing, and no failure of that name.
          """)
  void isSaidInASentence(String line, String sentence) {
    List<String> words = List.of(line.replace("DIR", directory.toString()).split(" +"));
    assertThat(said(new byte[0], words)).startsWith(sentence).doesNotContain("Exception", "'");
  }

  @Test
  void whatIsNoTextIsNotRun() throws Exception {
    byte[] binary = Files.readAllBytes(directory.resolve("binary"));
    assertThat(said(binary, List.of("eval", "--on", "local", "-")))
        .startsWith("standard input is no text in UTF-8.");
  }

  @Test
  void aPracticeMachineIsTakenAsTheTableNamesIt() {
    PrintStream out = System.out;
    System.setOut(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    try {
      for (String name : List.of("practice", "practice:vfio", "vfio")) {
        // Whoever runs the tests may have rescued theirs.
        assertThat(Main.run("practice", "check", name)).as(name).isIn(0, 1);
      }
    } finally {
      System.setOut(out);
    }
  }
}
