package dev.thaw.practice.nix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.MountNamespace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The accounts of a system: declared by its configuration, set up by its activation. */
public final class UserAccounts {

  /** What a configuration can give a user for a password. */
  static final List<String> PASSWORDS =
      List.of(
          "password",
          "hashedPassword",
          "hashedPasswordFile",
          "initialPassword",
          "initialHashedPassword");

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern FILE = Pattern.compile("/nix/store/\\S*users-groups\\.json");
  private static final int FIRST = 1000;
  private static final int SHADOW_MODE = 0640;
  private static final String SHELL = "shell";
  private static final String NAME = "name";

  private UserAccounts() {}

  /** {@code users-groups.json}. */
  static String declared(NixosOptions options) {
    ObjectNode root = JSON.createObjectNode();
    var wheel = new TreeSet<String>();
    wheel.add("root");
    ArrayNode users = JSON.createArrayNode();
    for (UserOptions.User user : options.accounts().users()) {
      ObjectNode one = users.addObject();
      one.put("isSystemUser", !user.normal());
      one.put(NAME, user.name());
      PASSWORDS.forEach(key -> one.put(key, user.passwords().get(key)));
      one.put(SHELL, user.shell());
      if (user.uid() >= 0) {
        one.put("uid", user.uid());
      } else {
        one.putNull("uid");
      }
      if (user.wheel()) {
        wheel.add(user.name());
      }
    }
    ObjectNode group = root.putArray("groups").addObject();
    wheel.forEach(group.putArray("members")::add);
    group.put(NAME, "wheel");
    root.put("mutableUsers", options.accounts().mutableUsers());
    root.set("users", users);
    return root.toString();
  }

  /**
   * Sets up the accounts, as the activation of a system does at each start.
   *
   * @param sets who sets a password by passwd when there is none and the configuration lets it last
   */
  public static void activate(MountNamespace namespace, String toplevel, Predicate<String> sets) {
    Matcher file = FILE.matcher(namespace.text(toplevel + "/activate"));
    if (!file.find() || !namespace.isFile(file.group())) {
      return;
    }
    JsonNode declared;
    try {
      declared = JSON.readTree(namespace.text(file.group()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    boolean mutable = declared.path("mutableUsers").asBoolean(true);
    Map<String, String> shadow = shadow(namespace);
    var passwd = new ArrayList<String>();
    var hashes = new LinkedHashMap<String, String>();
    int next = FIRST;
    for (JsonNode user : declared.path("users")) {
      String name = user.path(NAME).asText();
      int uid = user.path("uid").asInt(next);
      next = uid == next ? next + 1 : next;
      String home = uid == 0 ? "/root" : "/home/" + name;
      int gid = uid == 0 ? 0 : 100;
      passwd.add(
          String.join(":", name, "x", "" + uid, "" + gid, "", home, user.path(SHELL).asText()));
      hashes.put(name, hash(namespace, user, shadow.get(name), mutable));
      if (mutable && hashes.get(name).equals("!") && sets.test(name)) {
        hashes.put(name, "$6$practice$of." + name);
      }
    }
    var wheel = new ArrayList<String>();
    declared.path("groups").path(0).path("members").forEach(one -> wheel.add(one.asText()));
    write(namespace, "/etc/passwd", passwd, 0644);
    write(
        namespace,
        "/etc/group",
        List.of("root:x:0:", "wheel:x:1:" + String.join(",", wheel), "users:x:100:"),
        0644);
    write(
        namespace,
        "/etc/shadow",
        hashes.entrySet().stream()
            .map(one -> one.getKey() + ":" + one.getValue() + ":1::::::")
            .toList(),
        SHADOW_MODE);
  }

  /**
   * Whether nobody who is root, or may become it, can log in once the system has started: by a
   * password or by a key.
   *
   * @param namespace the system's files; its accounts are set up there
   * @return the first of them who would try; empty where somebody can
   */
  public static Optional<String> lockedOut(MountNamespace namespace, String toplevel) {
    if (namespace.text("/etc/passwd").isEmpty()) {
      return Optional.empty();
    }
    activate(namespace, toplevel, _ -> false);
    Map<String, String> shadow = shadow(namespace);
    List<String> admins =
        namespace
            .text("/etc/group")
            .lines()
            .filter(line -> line.startsWith("wheel:"))
            .flatMap(line -> List.of(line.substring(line.lastIndexOf(':') + 1).split(",")).stream())
            .toList();
    boolean sshd =
        namespace.isFile(toplevel + "/etc/systemd/system/multi-user.target.wants/sshd.service");
    boolean can =
        namespace
            .text("/etc/passwd")
            .lines()
            .map(line -> line.split(":", -1))
            .filter(fields -> fields.length > 6 && admins.contains(fields[0]))
            .filter(fields -> isShell(namespace, toplevel, fields[6]))
            .anyMatch(fields -> {
              String hash = shadow.getOrDefault(fields[0], "!");
              boolean key =
                  sshd && namespace.isFile(toplevel + "/etc/ssh/authorized_keys.d/" + fields[0]);
              return hash.isEmpty() || hash.startsWith("$") || key;
            });
    return can
        ? Optional.empty()
        : admins.stream().filter(name -> !name.equals("root")).findFirst();
  }

  private static boolean isShell(MountNamespace namespace, String toplevel, String shell) {
    String current = "/run/current-system/";
    String path =
        shell.startsWith(current) ? toplevel + "/" + shell.substring(current.length()) : shell;
    return !shell.endsWith("/nologin") && namespace.isFile(path);
  }

  private static Map<String, String> shadow(MountNamespace namespace) {
    var hashes = new LinkedHashMap<String, String>();
    for (String line : namespace.text("/etc/shadow").lines().toList()) {
      String[] fields = line.split(":", -1);
      hashes.put(fields[0], fields.length > 1 ? fields[1] : "");
    }
    return hashes;
  }

  /** A password that is there stays, unless the configuration has the last word. */
  private static String hash(
      MountNamespace namespace, JsonNode user, @Nullable String now, boolean mutable) {
    if (now != null && mutable) {
      return now;
    }
    String hash = user.path("hashedPassword").asText("!");
    if (user.path("hashedPassword").isNull()) {
      hash = "!";
      if (now == null && user.path("initialPassword").isTextual()) {
        hash = "$6$practice$initial";
      } else if (now == null && user.path("initialHashedPassword").isTextual()) {
        hash = user.path("initialHashedPassword").asText();
      }
    }
    String file = user.path("hashedPasswordFile").asText("");
    if (user.path("hashedPasswordFile").isTextual()) {
      return namespace.isFile(file) ? namespace.text(file).strip() : hash;
    }
    return user.path("password").isTextual() ? "$6$practice$plain" : hash;
  }

  private static void write(MountNamespace namespace, String path, List<String> lines, int mode) {
    namespace.write(path, new Content.Text(String.join("\n", lines) + "\n"), mode);
  }
}
