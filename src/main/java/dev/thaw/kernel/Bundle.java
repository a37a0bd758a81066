package dev.thaw.kernel;

import dev.thaw.view.HtmlView;
import dev.thaw.view.Style;
import dev.thaw.view.TextView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value in the ways in which front ends can show it.
 *
 * @param data by mime type; always as {@code text/plain}
 */
record Bundle(Map<String, String> data) {

  private static final String TEXT = "text/plain";

  /** How wide text is: `jupyter console` says nothing of its terminal, and would break words. */
  static final int WIDTH = 80;

  /** A value as text, and in richer ways where it has one. */
  static Bundle of(@Nullable Object value) {
    var data = new LinkedHashMap<String, String>();
    data.put(TEXT, TextView.show(value, WIDTH, Style.PLAIN));
    HtmlView.html(value).ifPresent(html -> data.put("text/html", html));
    return new Bundle(data);
  }

  /** It as text. */
  String text() {
    return Objects.requireNonNull(data.get(TEXT));
  }

  /** The protocol's fields of it, with some more. */
  Map<String, Object> content(Map<String, ?> more) {
    var content = new LinkedHashMap<String, Object>(more);
    content.put("data", data);
    content.put("metadata", Map.of());
    return content;
  }
}
