import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.BaseKernelBuilder;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** What bench/kernel compares with: the base kernel of IJava's line as it is, with a plain JShell. */
final class PlainKernel extends BaseKernel {

  private final JShell jshell = JShell.create();

  private PlainKernel(Builder builder) {
    super("plain", "1", new LanguageInfo.Builder("java").build(), List.of(), null, builder.io(),
        builder.comms(), builder.renderer(), null, null, false, builder.styler());
  }

  private static final class Builder extends BaseKernelBuilder<Builder, PlainKernel> {
    @Override
    public PlainKernel build() {
      return new PlainKernel(this);
    }

    org.dflib.jjava.jupyter.kernel.JupyterIO io() {
      return buildJupyterIO(buildJupyterIOEncoding());
    }

    org.dflib.jjava.jupyter.kernel.comm.CommManager comms() {
      return buildCommManager();
    }

    org.dflib.jjava.jupyter.kernel.display.Renderer renderer() {
      return buildRenderer();
    }

    org.dflib.jjava.jupyter.kernel.util.StringStyler styler() {
      return buildErrorStyler();
    }
  }

  @Override
  public Object evalRaw(String source) {
    List<SnippetEvent> events = jshell.eval(source);
    return events.isEmpty() ? null : events.getLast().value();
  }

  @Override
  public DisplayData inspect(String code, int at, boolean all) {
    return null;
  }

  @Override
  public ReplacementOptions complete(String code, int at) {
    int[] anchor = {at};
    List<String> found =
        jshell.sourceCodeAnalysis().completionSuggestions(code, at, anchor).stream()
            .map(suggestion -> suggestion.continuation())
            .distinct()
            .toList();
    return new ReplacementOptions(found, anchor[0], at);
  }

  @Override
  public String isComplete(String code) {
    return IS_COMPLETE_YES;
  }

  public static void main(String[] arguments) throws Exception {
    String file = Files.readString(Path.of(arguments[0]));
    var connection = new JupyterConnection(KernelConnectionProperties.parse(file));
    PlainKernel kernel = new Builder().build();
    kernel.becomeHandlerForConnection(connection);
    connection.connect();
    connection.waitUntilClose();
  }
}
