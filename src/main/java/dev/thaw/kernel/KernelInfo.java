package dev.thaw.kernel;

import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.messages.Header;

/** What a kernel says about itself. */
final class KernelInfo {

  /** The Java that cells are written in: not that of each computer, which notebooks would keep. */
  private static final String JAVA = "25";

  private KernelInfo() {}

  /**
   * The protocol's fields.
   *
   * @param version Thaw's
   * @param machine the machine that it works on, as a person names it
   */
  static Map<String, Object> of(String version, String machine) {
    return Map.of(
        "protocol_version",
        Header.PROTOCOL_VERISON,
        "implementation",
        "thaw",
        "implementation_version",
        version,
        "language_info",
        Map.of(
            "name", "java",
            "version", JAVA,
            "mimetype", "text/x-java-source",
            "file_extension", ".jshell",
            "pygments_lexer", "java",
            "codemirror_mode", "text/x-java",
            "nbconvert_exporter", "script"),
        "banner",
        """
        Thaw %s, on %s.
        Rescues a NixOS machine that froze in stage 1. Looking changes nothing.
        help() says what to type.\
        """
            .formatted(version, machine),
        "debugger",
        false,
        "supported_features",
        List.of(),
        "help_links",
        List.of(
            Map.of(
                "text", "NixOS: boot and recovery",
                "url", "https://nixos.org/manual/nixos/stable/#sec-boot-problems"),
            Map.of(
                "text",
                "OpenZFS: man pages",
                "url",
                "https://openzfs.github.io/openzfs-docs/man/")));
  }
}
