package dev.thaw;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The classes of this build as a user has them: in a folder with {@code ./thaw}, which has made its
 * jar and its class caches already. Made once, and anew when a class or resource changed.
 */
public final class Built {

  /** The folder, with {@code thaw} in it: of each JVM that runs tests, its own. */
  public static final Path FOLDER =
      Path.of("target", "as-built-" + System.getProperty("test.fork", "1")).toAbsolutePath();

  private static final Path CLASSES = Path.of("target", "classes");

  /** In every entry of the jar, so that the same classes make the same jar. */
  private static final long TIME = 1_000_000_000_000L;

  private static boolean made;

  private Built() {}

  /** The jar of this build, with its libraries. */
  public static Path jar() {
    make();
    return FOLDER.resolve("target/thaw.jar");
  }

  /** The cache that its launcher made for the terminal, which is over another one. */
  public static Path cache() {
    make();
    return FOLDER.resolve("target/terminal.jsa");
  }

  /** Its launcher. */
  public static Path launcher() {
    make();
    return FOLDER.resolve("thaw");
  }

  /**
   * How a test starts Java with classes of this build or of its tests, as the launcher does and as
   * fast.
   */
  public static List<String> java() {
    try {
      var script = Pattern.compile("flags='([^']*)'").matcher(Files.readString(launcher()));
      if (!script.find()) {
        throw new AssertionError("The launcher has no flags.");
      }
      var argv = new ArrayList<String>();
      argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      argv.addAll(List.of(script.group(1).strip().split("\\s+")));
      argv.add("-XX:SharedArchiveFile=" + cache());
      // The cache is of the jar: what else there is has to come behind it.
      argv.add("-cp");
      argv.add(jar() + File.pathSeparator + System.getProperty("java.class.path"));
      return argv;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static synchronized void make() {
    if (made) {
      return;
    }
    try {
      copy(Path.of("thaw"));
      copy(Path.of("pom.xml"));
      tree(Path.of("src/main/sh")).forEach(Built::copy);
      tree(Path.of("notebooks")).forEach(Built::copy);
      jar(FOLDER.resolve("target"));
      Path classes = FOLDER.resolve("target/classes");
      if (!Files.exists(classes)) {
        Files.createSymbolicLink(classes, CLASSES.toAbsolutePath());
      }
      Files.write(FOLDER.resolve("target/built"), new byte[0]);
      train();
      made = true;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("This build could not be put together.", e);
    }
  }

  private static List<Path> tree(Path top) throws IOException {
    try (Stream<Path> files = Files.walk(top)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void copy(Path file) {
    put(file, FOLDER.resolve(file));
  }

  private static void put(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new AssertionError(from + " could not be copied.", e);
    }
  }

  /** As Maven's shade plugin does it, but with what the tests need besides. */
  private static void jar(Path target) throws IOException {
    var manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MULTI_RELEASE, "true");
    var entries = new LinkedHashMap<String, byte[]>();
    for (Path file : tree(CLASSES)) {
      entries.put(CLASSES.relativize(file).toString(), Files.readAllBytes(file));
    }
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (path.endsWith(".jar")) {
        library(path, entries);
      }
    }
    Path fresh = Files.createDirectories(target).resolve("fresh.jar");
    try (OutputStream out = Files.newOutputStream(fresh);
        var jar = new JarOutputStream(out)) {
      jar.putNextEntry(entry(JarFile.MANIFEST_NAME));
      manifest.write(jar);
      for (Map.Entry<String, byte[]> content : entries.entrySet()) {
        jar.putNextEntry(entry(content.getKey()));
        jar.write(content.getValue());
      }
    }
    Path jar = target.resolve("thaw.jar");
    if (Files.exists(jar) && Files.mismatch(fresh, jar) < 0) {
      Files.delete(fresh);
    } else {
      Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void library(String path, Map<String, byte[]> entries) throws IOException {
    try (var library = new JarFile(path)) {
      for (JarEntry entry : Collections.list(library.entries())) {
        String name = entry.getName();
        if (entry.isDirectory()
            || name.matches(JarFile.MANIFEST_NAME + "|(.*/)?module-info.class")) {
          continue;
        }
        byte[] content = library.getInputStream(entry).readAllBytes();
        if (name.startsWith("META-INF/services/")) {
          entries.merge(name, content, Built::lines);
        } else {
          entries.putIfAbsent(name, content);
        }
      }
    }
  }

  private static byte[] lines(byte[] some, byte[] more) {
    return (new String(some, UTF_8) + "\n" + new String(more, UTF_8)).getBytes(UTF_8);
  }

  private static JarEntry entry(String name) {
    var entry = new JarEntry(name);
    entry.setTime(TIME);
    return entry;
  }

  /** The launcher's first start makes the cache. */
  private static void train() throws IOException, InterruptedException {
    Path log = FOLDER.resolve("target/first-start.log");
    var builder =
        // As from a job: no terminal, and no word about one.
        new ProcessBuilder("setsid", "--wait", FOLDER.resolve("thaw").toString(), "--version")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("TERM");
    if (builder.start().waitFor() != 0) {
      throw new AssertionError("The launcher failed:\n" + Files.readString(log));
    }
  }
}
