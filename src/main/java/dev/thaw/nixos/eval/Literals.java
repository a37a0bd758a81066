package dev.thaw.nixos.eval;

import dev.thaw.nixos.edit.NixExpr.Other;
import dev.thaw.nixos.edit.NixExpr.Text;
import dev.thaw.nixos.edit.NixText;
import dev.thaw.nixos.eval.Value.At;
import dev.thaw.nixos.eval.Value.External;
import dev.thaw.nixos.eval.Value.Num;
import dev.thaw.nixos.eval.Value.Str;
import dev.thaw.nixos.eval.Value.Unknown;
import java.nio.file.Path;

/** Strings, paths and numbers, and what is interpolated in them. */
final class Literals {

  private final Evaluator evaluator;

  Literals(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  Value string(Text text, Env env) {
    return text.value() != null ? new Str(text.value()) : template(text.start(), text.end(), env);
  }

  Value literal(Other other, Env env) {
    String written = env.source().text().source(other);
    if (written.matches("[0-9.]+([eE][+-]?[0-9]+)?")) {
      return new Num(written);
    }
    if (written.startsWith("<")) {
      return new External(written, false);
    }
    if (written.startsWith("~") || !written.contains("/")) {
      return new Unknown(written + " can't be read");
    }
    if (written.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
      return new Str(written);
    }
    Value path =
        written.contains("${") ? template(other.start(), other.end(), env) : new Str(written);
    return path.each(value ->
        value.text().isPresent() ? path(env.source().folder(), value.text().get()) : value);
  }

  /** A path that counts from a folder. */
  static At path(String folder, String written) {
    String all = written.startsWith("/") ? written : folder + "/" + written;
    String normal = Path.of(all.replace("\0", "")).normalize().toString();
    return new At(normal.replaceFirst("^(/\\.\\.)+(?=/|$)", ""));
  }

  /** A string or path with something interpolated, from its first to its last character. */
  Value template(int start, int end, Env env) {
    String written = env.source().text().text().substring(start, end);
    int quotes = written.startsWith("''") ? 2 : written.startsWith("\"") ? 1 : 0;
    String inner = written.substring(quotes, Math.max(quotes, written.length() - quotes));
    Value value = new Str("");
    int at = 0;
    while (at < inner.length()) {
      int next = opening(inner, at, quotes);
      value = joined(value, new Str(plain(inner.substring(at, next), quotes)));
      if (next == inner.length()) {
        break;
      }
      int close = closing(inner, next + 2);
      NixText code = NixText.read(inner.substring(next + 2, close));
      var piece = new Source(env.source().path(), code, false);
      var there = new Env(env.outer(), env.names(), env.with(), piece);
      value = joined(value, evaluator.eval(code.root(), there));
      at = Math.min(inner.length(), close + 1);
    }
    return value;
  }

  /** Two parts of a string; with one that is not known, none is. */
  static Value joined(Value left, Value right) {
    return left.each(a ->
        right.each(b -> {
          if (a instanceof External) {
            return a;
          }
          if (b instanceof External) {
            // Behind nothing it is itself; behind the beginning of a path it is a part of that.
            return a.text().filter(text -> text.contains("/")).isPresent()
                ? new Unknown("a part of a path can't be read")
                : b;
          }
          if (a.text().isEmpty() || b.text().isEmpty()) {
            return a.text().isEmpty() && a instanceof Unknown
                ? a
                : b instanceof Unknown ? b : new Unknown("a part of a path can't be read");
          }
          return new Str(a.text().get() + b.text().get());
        }));
  }

  private static int opening(String inner, int from, int quotes) {
    for (int i = from; i < inner.length(); i++) {
      if (quotes == 1 && inner.charAt(i) == '\\') {
        i++;
      } else if (quotes == 2 && inner.startsWith("''$", i)) {
        i += 2;
      } else if (inner.startsWith("$$", i)) {
        i++;
      } else if (inner.startsWith("${", i)) {
        return i;
      }
    }
    return inner.length();
  }

  /** Where the brace closes that opened before. */
  private static int closing(String inner, int from) {
    int open = 1;
    for (int i = from; i < inner.length(); i++) {
      char c = inner.charAt(i);
      open += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (open == 0) {
        return i;
      }
    }
    return inner.length();
  }

  private static String plain(String part, int quotes) {
    return switch (quotes) {
      case 1 -> part.replaceAll("\\\\(.)", "$1");
      case 2 -> part.replace("''$", "$");
      default -> part;
    };
  }
}
