package dev.thaw.kernel;

import dev.thaw.app.PassphraseFile;
import dev.thaw.machine.SshOptions;
import java.util.Optional;

/**
 * What a kernel is started with.
 *
 * @param version Thaw's
 * @param on the machine; empty for the practice machine
 * @param ssh for a machine behind ssh
 * @param yes whether plans are approved beforehand
 * @param passphrase answers in place of the person when a disk's passphrase is asked for
 * @param verbose whether to tell about commands that only look, too
 */
public record KernelOptions(
    String version,
    Optional<String> on,
    SshOptions ssh,
    boolean yes,
    Optional<PassphraseFile> passphrase,
    boolean verbose) {}
