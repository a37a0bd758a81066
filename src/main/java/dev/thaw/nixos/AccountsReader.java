package dev.thaw.nixos;

import dev.thaw.machine.Clean;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges by what {@code accounts.sh} printed who can log in. */
final class AccountsReader {

  private static final int FIRST_PERSON = 1000;
  private static final int LAST_PERSON = 29_999;
  private static final int PASSWD_FIELDS = 7;

  private final Map<AccountRow.Kind, Map<String, String>> rows = new LinkedHashMap<>();
  private final List<Mount> mounts;
  private final String version;
  private final DeclaredUsers declared;

  private AccountsReader(List<AccountRow> printed, List<Mount> mounts, String version) {
    for (AccountRow row : printed) {
      rows.computeIfAbsent(row.kind(), _ -> new LinkedHashMap<>())
          .merge(row.name(), row.value(), AccountsReader::more);
    }
    this.mounts = mounts;
    this.version = version;
    this.declared =
        rows(AccountRow.Kind.DECLARED).values().stream()
            .findFirst()
            .map(DeclaredUsers::parse)
            .orElse(DeclaredUsers.UNKNOWN);
  }

  /** Keys may stand in two files; of anything else there is one row. */
  private static String more(String one, String other) {
    return one.matches("\\d{1,6}") && other.matches("\\d{1,6}")
        ? Integer.toString(Integer.parseInt(one) + Integer.parseInt(other))
        : one;
  }

  /**
   * Reads rows.
   *
   * @param mounts the fstab, with what was found
   * @param version the current system's
   */
  static Accounts read(byte[] printed, List<Mount> mounts, String version) {
    List<AccountRow> rows = AccountRow.read(printed);
    return rows.isEmpty() ? Accounts.UNKNOWN : new AccountsReader(rows, mounts, version).read();
  }

  private Map<String, String> rows(AccountRow.Kind kind) {
    return rows.getOrDefault(kind, Map.of());
  }

  /** A line of passwd. */
  private record Entry(String name, int uid, int gid, String shell) {}

  private Accounts read() {
    Map<String, Entry> passwd = passwd();
    if (passwd.isEmpty() && !declared.known()) {
      return Accounts.UNKNOWN;
    }
    Set<String> names = new LinkedHashSet<>(passwd.keySet());
    names.addAll(declared.users().keySet());
    var people = new ArrayList<Account>();
    for (String name : names) {
      Optional<Entry> entry = Optional.ofNullable(passwd.get(name));
      Optional<DeclaredUsers.User> user = Optional.ofNullable(declared.users().get(name));
      if (isPerson(entry, user)) {
        people.add(account(name, entry, user));
      }
    }
    people.sort(
        Comparator.comparingInt((Account one) -> one.uid() < 0 ? Integer.MAX_VALUE : one.uid())
            .thenComparing(Account::name));
    return new Accounts(people, declared.mutable(), true);
  }

  private Map<String, Entry> passwd() {
    var entries = new LinkedHashMap<String, Entry>();
    for (String line : file("passwd")) {
      String[] fields = line.split(":", -1);
      if (fields.length >= PASSWD_FIELDS && fields[2].matches("\\d{1,9}")) {
        int gid = (int) Fields.number(fields[3], -1);
        entries.put(
            fields[0], new Entry(fields[0], Integer.parseInt(fields[2]), gid, fields[6].strip()));
      }
    }
    return entries;
  }

  private List<String> file(String name) {
    return rows(AccountRow.Kind.FILE).getOrDefault(name, "").lines().toList();
  }

  private static boolean isPerson(Optional<Entry> entry, Optional<DeclaredUsers.User> user) {
    int uid = entry.map(Entry::uid).orElseGet(() -> user.map(DeclaredUsers.User::uid).orElse(-1));
    return uid == 0
        || uid >= FIRST_PERSON && uid <= LAST_PERSON
        || uid < 0 && user.filter(one -> !one.system()).isPresent();
  }

  private Account account(String name, Optional<Entry> entry, Optional<DeclaredUsers.User> user) {
    var why = new ArrayList<String>();
    var ways = new ArrayList<String>();
    boolean removed = entry.isPresent() && user.isEmpty() && isImmutable();
    Password password = password(name, entry.isPresent(), user);
    String shell =
        user.map(DeclaredUsers.User::shell)
            .filter(one -> !one.isEmpty())
            .or(() -> entry.map(Entry::shell))
            .orElse("");
    boolean root = entry.filter(one -> one.uid() == 0).isPresent() || name.equals("root");
    boolean opens = opens(shell, why);
    boolean expired = isExpired(name, why);
    String passwordFile = user.map(DeclaredUsers.User::passwordFile).orElse("");
    if (removed) {
      why.add("The configuration does not have it, so the next start removes it.");
    }
    boolean lives = opens && !expired && !removed;
    if (password.works()) {
      ways.add(password == Password.EMPTY ? "no question" : "password");
    } else {
      why.add(why(password, passwordFile));
    }
    if (hasKey(name, root, why)) {
      ways.add("ssh key");
    }
    if (rows(AccountRow.Kind.UNASKED).containsValue(name)) {
      ways.add("no question");
    }
    Account.Answer answer =
        lives && !ways.isEmpty()
            ? Account.Answer.CAN
            : lives && password == Password.UNKNOWN
                ? Account.Answer.UNKNOWN
                : Account.Answer.CANNOT;
    return new Account(
        name,
        entry.map(Entry::uid).orElseGet(() -> user.map(DeclaredUsers.User::uid).orElse(-1)),
        root || isInWheel(name, entry),
        password,
        passwordFile,
        user.isPresent(),
        answer,
        lives ? ways.stream().distinct().toList() : List.of(),
        why);
  }

  private boolean isImmutable() {
    return declared.mutable().filter(is -> !is).isPresent();
  }

  /** What activation, at the next start, makes of it. */
  private Password password(String name, boolean exists, Optional<DeclaredUsers.User> user) {
    Password now =
        file("shadow").stream()
            .filter(line -> line.startsWith(name + ":"))
            .map(line -> Password.of(line.split(":", -1)[1], version))
            .findFirst()
            .orElse(
                rows(AccountRow.Kind.FILE).containsKey("shadow")
                    ? Password.LOCKED
                    : Password.UNKNOWN);
    if (user.isEmpty() || exists && !isImmutable()) {
      return now;
    }
    DeclaredUsers.User wanted = user.get();
    if (!wanted.passwordFile().isEmpty()) {
      Password filed = inFile(wanted.passwordFile());
      boolean lacking = filed == Password.FILE_MISSING || filed == Password.FILE_LATE;
      return lacking && !wanted.hash().isEmpty() ? Password.of(wanted.hash(), version) : filed;
    }
    if (wanted.plain()) {
      return Password.SET;
    }
    if (!wanted.hash().isEmpty()) {
      return Password.of(wanted.hash(), version);
    }
    if (!exists && wanted.initial().isPresent()) {
      return wanted.initial().get().equals("plain")
          ? Password.SET
          : Password.of(wanted.initial().get(), version);
    }
    return Password.LOCKED;
  }

  private Password inFile(String path) {
    // What is decrypted at the start lies in memory.
    if (path.startsWith("/run/")) {
      return Password.UNKNOWN;
    }
    String kind = rows(AccountRow.Kind.SECRET).getOrDefault(path, "");
    String place = rows(AccountRow.Kind.AT).getOrDefault(path, path);
    Optional<Mount> on = on(place);
    if (kind.isEmpty()) {
      return on.filter(mount -> mount.state() == Mount.State.FOUND).isPresent()
          ? Password.FILE_MISSING
          : Password.UNKNOWN;
    }
    boolean late = on.filter(mount -> !mount.entry().isEarly()).isPresent();
    return late ? Password.FILE_LATE : Password.of(kind, version);
  }

  /** The line of the fstab that a file of the installation lies on. */
  private Optional<Mount> on(String path) {
    return mounts.stream()
        .filter(mount -> {
          String point = mount.entry().file();
          return point.equals("/") || path.equals(point) || path.startsWith(point + "/");
        })
        .max(Comparator.comparingInt(mount -> mount.entry().file().length()));
  }

  private static String why(Password password, String file) {
    String path = file.isEmpty() ? "/etc/shadow" : Clean.line(file);
    return switch (password) {
      case SET, EMPTY -> "";
      case LOCKED -> "No password fits: /etc/shadow has ! or * in place of a hash.";
      case NO_HASH -> "What stands in place of its password's hash is no hash that NixOS takes.";
      case FILE_MISSING -> "The file of its password, " + path + ", is not there.";
      case FILE_LATE ->
          "The file of its password, "
              + path
              + ", lies on a filesystem that is mounted only after accounts are set up:"
              + " neededForBoot = true is missing.";
      case UNKNOWN ->
          "Whether its password works can't be told: "
              + path
              + (file.startsWith("/run/")
                  ? " is made at the start, of a secret."
                  : " could not be looked at.");
    };
  }

  /** Whether its shell lets it work. */
  private boolean opens(String shell, List<String> why) {
    String name = shell.substring(shell.lastIndexOf('/') + 1);
    if (name.equals("nologin") || name.equals("false")) {
      why.add("Its shell is " + Clean.line(shell) + ", which lets nobody in.");
      return false;
    }
    // None at all means /bin/sh.
    if (!shell.isEmpty() && rows(AccountRow.Kind.SHELL).getOrDefault(shell, "").isEmpty()) {
      why.add("Its shell, " + Clean.line(shell) + ", is not there.");
      return false;
    }
    return true;
  }

  private boolean isExpired(String name, List<String> why) {
    Optional<LocalDate> day =
        file("shadow").stream()
            .filter(line -> line.startsWith(name + ":"))
            .map(line -> line.split(":", -1))
            .filter(fields -> fields.length > 2 && fields[2].matches("[1-9]\\d{0,6}"))
            .map(fields -> LocalDate.ofEpochDay(Long.parseLong(fields[2])))
            .findFirst()
            .filter(expiry -> !expiry.isAfter(LocalDate.now(ZoneOffset.UTC)));
    day.ifPresent(expiry -> why.add("It expired on " + expiry + "."));
    return day.isPresent();
  }

  private boolean hasKey(String name, boolean root, List<String> why) {
    if (rows(AccountRow.Kind.KEYS).getOrDefault(name, "0").equals("0")) {
      return false;
    }
    Optional<String> settings = rows(AccountRow.Kind.SSHD).values().stream().findFirst();
    if (settings.isEmpty()) {
      why.add("It has a key, and no ssh server starts.");
      return false;
    }
    if (root && settings.get().lines().anyMatch(AccountsReader::keepsRootOut)) {
      why.add("It has a key, and the ssh server takes no root (PermitRootLogin no).");
      return false;
    }
    if (settings.get().lines().anyMatch(line -> line.strip().matches("(?i)(Allow|Deny).*"))) {
      // Who is meant by them is not worked out: the way may be there.
      why.add("The ssh server names who may come: AllowUsers, DenyUsers and their like.");
    }
    return true;
  }

  private static boolean keepsRootOut(String line) {
    return line.strip().matches("(?i)PermitRootLogin\\s+\"?no\"?");
  }

  private boolean isInWheel(String name, Optional<Entry> entry) {
    return declared.wheel().contains(name)
        || file("group").stream()
            .map(line -> line.split(":", -1))
            .filter(fields -> fields.length > 3 && fields[0].equals("wheel"))
            .anyMatch(fields ->
                List.of(fields[3].split(",")).contains(name)
                    || entry
                        .filter(one -> Integer.toString(one.gid()).equals(fields[2]))
                        .isPresent());
  }
}
