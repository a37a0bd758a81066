package dev.thaw.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.IVersionProvider;

/** Which Thaw this is: its version, and the commit that it was built from. */
final class Version implements IVersionProvider {

  private static final Pattern COMMIT = Pattern.compile("(\\p{XDigit}{10})\\p{XDigit}* (\\S+)");

  /** The version alone, from the manifest of the jar, which costs nothing at a start. */
  static String number() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("(development)");
  }

  /** What {@code thaw --version} prints. */
  @Override
  public String[] getVersion() {
    return new String[] {"thaw " + number() + commit(built())};
  }

  /** The commit, its date and whether something was changed since; empty where none is known. */
  static String commit(Properties built) {
    return Stream.of("archived", "commit")
        .map(key -> COMMIT.matcher(built.getProperty(key, "")))
        .filter(Matcher::matches)
        .findFirst()
        .map(known ->
            " (commit %s, %s%s)".formatted(known.group(1), day(known.group(2)), changes(built)))
        .orElse("");
  }

  /** The day in Greenwich, wherever it was committed. */
  private static String day(String time) {
    return OffsetDateTime.parse(time)
        .withOffsetSameInstant(ZoneOffset.UTC)
        .toLocalDate()
        .toString();
  }

  private static String changes(Properties built) {
    // Like the commit, it stays as it stands in the source where git was not there to ask.
    String changes = built.getProperty("changes", "");
    return changes.isBlank() || changes.startsWith("$") ? "" : ", and changes since";
  }

  private static Properties built() {
    var built = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("commit.properties")) {
      built.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return built;
  }
}
