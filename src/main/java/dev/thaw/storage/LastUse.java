package dev.thaw.storage;

import java.time.Instant;
import java.util.Optional;

/**
 * Who used a pool last, as its devices' labels say.
 *
 * @param host the host's name; empty when the label has none
 * @param hostId its hostid, 8 hex digits, as in NixOS's {@code networking.hostId}
 * @param at when something was last written to it, when the label tells
 * @param exported whether it was exported then
 */
public record LastUse(String host, String hostId, Optional<Instant> at, boolean exported) {}
