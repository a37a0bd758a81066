package dev.thaw.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the person wants of ssh beyond their own configuration.
 *
 * @param identity the only key file to log in with ({@code --identity})
 * @param options settings as {@code KEY=VALUE}, which win over Thaw's own ({@code --ssh-option})
 * @param hostKey the fingerprint that the machine's host key must have, as {@code SHA256:…} ({@code
 *     --host-key})
 */
public record SshOptions(Optional<Path> identity, List<String> options, Optional<String> hostKey) {

  /** Nothing beyond the person's own configuration. */
  public static final SshOptions NONE =
      new SshOptions(Optional.empty(), List.of(), Optional.empty());

  private static final Pattern OPTION = Pattern.compile("[A-Za-z0-9]+=.+");
  private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}=?");

  /**
   * Checks each value's form.
   *
   * @throws Trouble.Refused if the key file can't be read or a value has another form
   */
  public SshOptions {
    options = List.copyOf(options);
    identity.ifPresent(file -> {
      if (!Files.isReadable(file)) {
        throw new Trouble.Rejected(
            "There is no key file " + Clean.line(file.toString()) + " that can be read.",
            "Give the private key's file, for example --identity ~/.ssh/id_ed25519.");
      }
    });
    for (String option : options) {
      if (!OPTION.matcher(option).matches()) {
        throw new Trouble.Rejected(
            "“" + Clean.line(option) + "” is no option of ssh.",
            "Give it as KEY=VALUE, for example --ssh-option ProxyJump=gateway; `man ssh_config` lists them.");
      }
    }
    hostKey.ifPresent(fingerprint -> {
      if (!FINGERPRINT.matcher(fingerprint).matches()) {
        throw new Trouble.Rejected(
            "“" + Clean.line(fingerprint) + "” is no fingerprint of a host key.",
            "At the machine, `"
                + HostKey.SHOW
                + "` prints it: SHA256: and 43 characters, all of which are needed.");
      }
    });
  }
}
