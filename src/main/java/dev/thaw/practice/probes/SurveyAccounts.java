package dev.thaw.practice.probes;

import dev.thaw.machine.NulText;
import dev.thaw.nixos.AccountRow;
import dev.thaw.nixos.AccountRow.Kind;
import dev.thaw.nixos.SurveyFormat;
import dev.thaw.practice.state.MountNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The part of {@code survey.sh} about who can log in, {@code accounts.sh}. */
final class SurveyAccounts {

  private static final Pattern MARK = Pattern.compile("[$][0-9a-z]+[$](?=.).*");
  private static final Pattern DES = Pattern.compile("[./0-9A-Za-z]{13}");
  private static final Pattern UNASKED =
      Pattern.compile("^.*--autologin[ =]([^ ]+).*$|^(?:AutomaticLogin|autologin-user|User)=(.*)$");
  private static final String CURRENT = "/run/current-system/";
  private static final String KEYS = "/etc/ssh/authorized_keys.d";

  private final MountNamespace namespace;
  private final String toplevel;
  private final NulText rows = new NulText();

  private SurveyAccounts(MountNamespace namespace, String toplevel) {
    this.namespace = namespace;
    this.toplevel = toplevel;
  }

  /** Adds the section on the accounts of an installation. */
  static void add(Answer answer, int number, MountNamespace namespace, String toplevel) {
    var accounts = new SurveyAccounts(namespace, toplevel);
    accounts.look();
    answer.bytes(SurveyFormat.accounts(number), 0, accounts.rows.bytes());
  }

  private void row(Kind kind, String name, String value) {
    new AccountRow(kind, name, value).print(rows);
  }

  private Optional<String> file(String name) {
    return Stream.of("/etc/", "/.rw-etc/upper/", "/var/lib/nixos/")
        .map(place -> place + name)
        .filter(namespace::isFile)
        .map(namespace::text)
        .findFirst();
  }

  private static String trimmed(String text) {
    return text.replaceFirst("\n+$", "");
  }

  private void look() {
    for (String name : List.of("passwd", "group")) {
      file(name)
          .map(text -> text.replaceAll("(?m)^([^:\n]*):[^:\n]*:", "$1:x:"))
          .ifPresent(text -> row(Kind.FILE, name, trimmed(text)));
    }
    file("shadow")
        .ifPresent(text ->
            row(
                Kind.FILE,
                "shadow",
                text.lines().map(SurveyAccounts::kinds).collect(Collectors.joining("\n"))));
    String declared = declared();
    servers();
    List<String[]> people = people();
    shells(people, declared);
    secrets(declared);
    if (namespace.isDirectory(toplevel + KEYS)) {
      namespace.list(toplevel + KEYS).forEach(name -> keys(name, toplevel + KEYS + "/" + name));
    }
    people.forEach(person -> keys(person[0], person[5] + "/.ssh/authorized_keys"));
  }

  private static String kinds(String line) {
    String[] fields = line.split(":", -1);
    String expiry = fields.length > 7 ? fields[7] : "";
    return fields[0] + ":" + kind(fields.length > 1 ? fields[1] : "") + ":" + expiry;
  }

  private static String kind(String password) {
    if (password.isEmpty()) {
      return "empty";
    }
    if (password.startsWith("!") || password.startsWith("*")) {
      return "locked";
    }
    if (MARK.matcher(password).matches()) {
      return password.substring(0, password.indexOf('$', 1) + 1);
    }
    return DES.matcher(password).matches() ? "des" : "none";
  }

  private String declared() {
    Optional<String> path =
        named("/activate", "users-groups\\.json")
            .or(() -> named("/etc/systemd/system/userborn.service", "userborn\\.json"));
    String json = path.filter(namespace::isFile).map(namespace::text).map(this::masked).orElse("");
    path.ifPresent(there -> row(Kind.DECLARED, there, json));
    return json;
  }

  private Optional<String> named(String file, String pattern) {
    Matcher path =
        Pattern.compile("/nix/store/[^ \"'\n]*" + pattern).matcher(namespace.text(toplevel + file));
    return path.find() ? Optional.of(path.group()) : Optional.empty();
  }

  private String masked(String json) {
    String plain = "\"(password|initialPassword)\": *";
    String hashed = "\"(hashedPassword|initialHashedPassword)\": *";
    String rest = "([^\"\\\\]|\\\\.)";
    return json.replace("\n", "")
        .replaceAll(plain + "\"" + rest + "+\"", "\"$1\":\"x\"")
        .replaceAll(hashed + "\"=" + rest + "*\"", "\"$1\":\"x\"")
        .replaceAll(hashed + "\"[!*]" + rest + "*\"", "\"$1\":\"!\"")
        .replaceAll(hashed + "\"([$][0-9a-z]+[$])" + rest + "+\"", "\"$1\":\"=$2\"")
        .replaceAll(hashed + "\"([^\"\\\\!=]|\\\\.)" + rest + "*\"", "\"$1\":\"x\"");
  }

  private static SortedSet<String> strings(String json, String key) {
    return Pattern.compile("\"" + key + "\": *\"([^\"]*)\"")
        .matcher(json)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void servers() {
    for (String unit :
        List.of("multi-user.target.wants/sshd.service", "sockets.target.wants/sshd.socket")) {
      if (namespace.find(toplevel + "/etc/systemd/system/" + unit).isPresent()
          && namespace.isFile(toplevel + "/etc/ssh/sshd_config")) {
        row(Kind.SSHD, unit, trimmed(namespace.text(toplevel + "/etc/ssh/sshd_config")));
      }
    }
    for (String place :
        List.of(
            "systemd/system/getty@.service.d/overrides.conf",
            "lightdm/lightdm.conf",
            "gdm/custom.conf",
            "sddm.conf")) {
      if (namespace.isFile(toplevel + "/etc/" + place)) {
        row(Kind.UNASKED, place, unasked(namespace.text(toplevel + "/etc/" + place)));
      }
    }
  }

  private static String unasked(String text) {
    return text.lines()
        .map(UNASKED::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
        .findFirst()
        .orElse("");
  }

  private List<String[]> people() {
    var people = new ArrayList<String[]>();
    for (String line : file("passwd").orElse("").lines().toList()) {
      String[] fields = line.split(":", -1);
      int uid =
          fields.length > 6 && fields[2].matches("\\d{1,9}") ? Integer.parseInt(fields[2]) : -1;
      if (uid == 0 || uid >= 1000 && uid < 30_000) {
        people.add(fields);
      }
    }
    return people;
  }

  private void shells(List<String[]> people, String declared) {
    SortedSet<String> shells = strings(declared, "shell");
    people.forEach(person -> shells.add(person[6]));
    for (String shell : shells) {
      boolean there =
          shell.startsWith(CURRENT)
                  && namespace.isFile(toplevel + "/" + shell.substring(CURRENT.length()))
              || shell.startsWith("/etc/") && namespace.isFile(toplevel + shell)
              || namespace.isFile(shell.isEmpty() ? "/" : shell);
      row(Kind.SHELL, shell, there ? "yes" : "");
    }
  }

  private void secrets(String declared) {
    SortedSet<String> paths = strings(declared, "hashedPasswordFile");
    paths.addAll(strings(declared, "passwordFile"));
    for (String path : paths) {
      if (namespace.isFile(path)) {
        String first = namespace.text(path).lines().findFirst().orElse("");
        row(Kind.SECRET, path, kind(first));
        row(Kind.AT, path, namespace.leads(path).path());
      } else {
        row(Kind.SECRET, path, "");
      }
    }
  }

  private void keys(String name, String file) {
    if (namespace.isFile(file)) {
      long count = namespace.text(file).lines().filter(line -> !line.matches("\\s*(#.*)?")).count();
      row(Kind.KEYS, name, Long.toString(count));
    }
  }
}
