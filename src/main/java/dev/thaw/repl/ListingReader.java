package dev.thaw.repl;

import java.util.HashMap;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;

/** JLine's reader, whose list of choices can be taken away again. */
final class ListingReader extends LineReaderImpl {

  ListingReader(Terminal terminal) {
    super(terminal, "thaw", new HashMap<>());
  }

  /**
   * Takes the list away that stands below the line; the next drawing is without it. What is
   * searched for in the history stands there, too, and stays.
   */
  void clearList() {
    if (searchTerm == null) {
      post = null;
    }
  }
}
