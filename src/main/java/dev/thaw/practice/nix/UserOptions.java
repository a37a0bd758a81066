package dev.thaw.practice.nix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What a configuration says of its users and of who can log in, with NixOS's own defaults. */
final class UserOptions extends OptionValues {

  UserOptions(Map<List<String>, List<NixModules.Definition>> definitions) {
    super(definitions);
  }

  /**
   * A user of the configuration, as {@code users-groups.json} has it.
   *
   * @param uid -1 for a number that it gets at the start
   * @param passwords what is given of {@code password}, {@code hashedPassword} and their like
   */
  record User(
      String name,
      int uid,
      boolean normal,
      boolean wheel,
      String shell,
      Map<String, String> passwords,
      List<String> keys) {}

  /** Root, and the users that the configuration has. */
  List<User> users() {
    var names = new TreeSet<String>();
    names.add("root");
    definitions.keySet().stream()
        .filter(path -> path.size() > 3 && path.subList(0, 2).equals(List.of("users", "users")))
        .forEach(path -> names.add(path.get(2)));
    return names.stream().map(this::user).toList();
  }

  private User user(String name) {
    List<String> at = List.of("users", "users", name);
    var passwords = new LinkedHashMap<String, String>();
    for (String key : UserAccounts.PASSWORDS) {
      string(with(at, key)).ifPresent(value -> passwords.put(key, value));
    }
    boolean normal = values(with(at, "isNormalUser")).contains(true);
    long uid =
        values(with(at, "uid")).stream()
            .filter(Long.class::isInstance)
            .map(Long.class::cast)
            .findFirst()
            .orElse(name.equals("root") ? 0L : -1L);
    boolean shell = normal || name.equals("root");
    return new User(
        name,
        Math.toIntExact(uid),
        normal,
        strings(values(with(at, "extraGroups"))).contains("wheel"),
        string(with(at, "shell"))
            .orElse("/run/current-system/sw/bin/" + (shell ? "bash" : "nologin")),
        passwords,
        strings(values(List.of("users", "users", name, "openssh", "authorizedKeys", "keys"))));
  }

  private static List<String> with(List<String> path, String key) {
    var longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }

  /** Whether passwords that people set last. */
  boolean mutableUsers() {
    return flag("users.mutableUsers", true);
  }

  /** Whether an ssh server starts. */
  boolean sshd() {
    return flag("services.openssh.enable", false);
  }

  /** Whom the ssh server takes as root; as the option spells it. */
  String permitRootLogin() {
    return string("services.openssh.settings.PermitRootLogin").orElse("prohibit-password");
  }
}
