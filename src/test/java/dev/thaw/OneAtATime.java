package dev.thaw;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Of the classes with this extension, only one runs at a time on this computer, whichever JVM and
 * whichever run of the tests it is in: they make what is there once for all, its loop devices and
 * users.
 */
public final class OneAtATime implements BeforeAllCallback, AfterAllCallback {

  private static final Path LOCK = Path.of(System.getProperty("java.io.tmpdir"), "thaw-tests.lock");

  private FileChannel held;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    held = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    held.lock();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    held.close();
  }
}
