package dev.thaw.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.IVersionProvider;

/** Which Thaw this is: its version, and the commit that it was built from. */
final class Version {

  /** A commit, when it was made, and perhaps a line of what was changed since. */
  private static final Pattern COMMIT =
      Pattern.compile("(\\p{XDigit}{10})\\p{XDigit}* (\\S+)\\s*(.*)\\s*");

  private Version() {}

  /** The version alone, from the manifest of the jar, which costs nothing at a start. */
  static String number() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("(development)");
  }

  /**
   * What {@code thaw --version} prints, as picocli asks for it: no other start needs this class.
   */
  static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"thaw " + number() + commit(read("archived"), read("commit"))};
    }
  }

  /**
   * The commit and its date, which are the same whenever it is built; empty where none is known.
   *
   * @param archived what {@code git archive} put in; such sources may lie in another repository
   * @param built what git told the build; empty where there was none
   */
  static String commit(String archived, String built) {
    return Stream.of(archived, built)
        .map(COMMIT::matcher)
        .filter(Matcher::matches)
        .findFirst()
        .map(known -> " (commit " + known.group(1) + ", " + day(known) + since(known) + ")")
        .orElse("");
  }

  /** The day in Greenwich, wherever it was committed. */
  private static String day(Matcher known) {
    OffsetDateTime time = OffsetDateTime.parse(known.group(2));
    return time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate().toString();
  }

  private static String since(Matcher known) {
    return known.group(3).isEmpty() ? "" : ", and changes since";
  }

  private static String read(String resource) {
    try (InputStream in = Version.class.getResourceAsStream(resource)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
