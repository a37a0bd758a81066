package dev.thaw.practice.programs;

import dev.thaw.machine.OutputListener;
import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.Errno;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Where a shell's command prints instead of where the shell does: its redirections. */
final class ShellOutput {
  private record File(String path, boolean append, ByteArrayOutputStream bytes) {}

  private final Invocation invocation;
  private @Nullable File out;
  private @Nullable File err;
  private boolean errToOut;
  private boolean outToErr;

  ShellOutput(Invocation invocation) {
    this.invocation = invocation;
  }

  void open(String operator, String path) {
    String absolute = invocation.absolute(path);
    boolean append = operator.endsWith(">>");
    var file = new File(absolute, append, new ByteArrayOutputStream());
    if (!absolute.startsWith("/dev/") && !(append && invocation.namespace().isFile(absolute))) {
      invocation.namespace().write(absolute, Content.Text.EMPTY, 0644);
    }
    if (operator.startsWith("2")) {
      err = file;
    } else {
      out = file;
      errToOut |= operator.equals("&>");
    }
  }

  void join(String operator) {
    errToOut |= operator.equals("2>&1");
    outToErr |= operator.equals(">&2");
  }

  OutputListener over(OutputListener to) {
    return new OutputListener() {
      @Override
      public void out(byte[] bytes, int length) {
        if (out != null) {
          out.bytes().write(bytes, 0, length);
        } else if (outToErr) {
          to.err(bytes, length);
        } else {
          to.out(bytes, length);
        }
      }

      @Override
      public void err(byte[] bytes, int length) {
        if (err != null) {
          err.bytes().write(bytes, 0, length);
        } else if (errToOut) {
          out(bytes, length);
        } else {
          to.err(bytes, length);
        }
      }
    };
  }

  /** Writes what was printed; 1 when it could not be. */
  int close() {
    int status = 0;
    for (@Nullable File file : new @Nullable File[] {out, err}) {
      if (file == null || file.path().startsWith("/dev/")) {
        continue;
      }
      var all = new ByteArrayOutputStream();
      if (file.append()) {
        all.writeBytes(invocation.namespace().content(file.path()).read());
      }
      all.writeBytes(file.bytes().toByteArray());
      try {
        invocation.namespace().write(file.path(), Content.of(all.toByteArray()), 0644);
      } catch (Errno e) {
        status = invocation.fail(1, "sh: write error: " + e.getMessage());
      }
    }
    return status;
  }
}
