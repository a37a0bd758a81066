package dev.thaw.nixos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The accounts that a configuration declares, as the system's {@code users-groups.json}, or
 * userborn's, has them; {@code accounts.sh} has taken the passwords out.
 *
 * @param users by name
 * @param wheel who is in the group wheel
 * @param mutable whether passwords that people set last; empty where it does not say
 * @param known whether it could be read
 */
record DeclaredUsers(
    Map<String, User> users, Set<String> wheel, Optional<Boolean> mutable, boolean known) {

  /** It could not be read. */
  static final DeclaredUsers UNKNOWN =
      new DeclaredUsers(Map.of(), Set.of(), Optional.empty(), false);

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A user.
   *
   * @param uid -1 where it is given at the start
   * @param system whether it is one of the system's own
   * @param shell empty where it is not said
   * @param plain whether a password is given in plain text
   * @param hash the kind of the hash that is given; empty for none
   * @param initial the kind of what a new account begins with, {@code plain} for a text
   * @param passwordFile empty for none
   */
  record User(
      int uid,
      boolean system,
      String shell,
      boolean plain,
      String hash,
      Optional<String> initial,
      String passwordFile) {}

  /** Reads it. */
  static DeclaredUsers parse(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException cutOff) {
      return UNKNOWN;
    }
    var users = new LinkedHashMap<String, User>();
    root.path("users").forEach(user -> users.put(user.path("name").asText(), user(user)));
    var wheel = new LinkedHashSet<String>();
    for (JsonNode group : root.path("groups")) {
      if (group.path("name").asText().equals("wheel")) {
        group.path("members").forEach(member -> wheel.add(member.asText()));
      }
    }
    JsonNode mutable = root.path("mutableUsers");
    return new DeclaredUsers(
        users,
        wheel,
        mutable.isBoolean() ? Optional.of(mutable.booleanValue()) : Optional.empty(),
        !users.isEmpty());
  }

  private static User user(JsonNode user) {
    boolean system =
        user.path("isSystemUser").asBoolean(false)
            || user.path("isNormal").asText().equals("false");
    String initial = kind(user.path("initialHashedPassword"));
    Optional<String> begins =
        user.path("initialPassword").isTextual()
            ? Optional.of("plain")
            : Optional.of(initial).filter(kind -> !kind.isEmpty());
    String file = user.path("hashedPasswordFile").asText("");
    return new User(
        user.path("uid").asInt(-1),
        system,
        text(user.path("shell")),
        user.path("password").isTextual(),
        kind(user.path("hashedPassword")),
        begins,
        user.path("hashedPasswordFile").isTextual() ? file : text(user.path("passwordFile")));
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.asText() : "";
  }

  /** The kind of a hash, in the words of {@code accounts.sh}; empty where none is given. */
  private static String kind(JsonNode masked) {
    if (!masked.isTextual()) {
      return "";
    }
    String text = masked.asText();
    return switch (text) {
      case "" -> "empty";
      case "!" -> "locked";
      default -> text.startsWith("=") ? text.substring(1) : "none";
    };
  }
}
