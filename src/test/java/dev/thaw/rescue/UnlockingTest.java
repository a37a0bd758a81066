package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.ActionRecorder;
import dev.thaw.machine.Approver;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Interceptor;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Unlocking layer by layer, by tools of our making: a LUKS container on an array, a volume group in
 * it, another container in that; and encrypted datasets in a pool that is not imported.
 */
class UnlockingTest {

  @TempDir Path here;
  private final LocalMachine machine = new LocalMachine(null);

  @BeforeEach
  void nothingIsHere() throws IOException {
    for (String tool : List.of("mdadm", "vgs", "pvs", "lvs", "btrfs", "udevadm", "blkid", "zdb")) {
      tool(tool, "exit 0");
    }
    tool("modprobe", "exit 1");
    tool("zpool", "exit 127");
    tool("lsblk", "echo '{\"blockdevices\":[]}'");
  }

  @AfterEach
  void end() {
    machine.close();
  }

  @Test
  void opensEveryLayerEachWithAPlanOfItsOwn() throws IOException {
    layers();
    var person = FakePerson.knowing("secret");

    Applied done = (Applied) unlock(person, Optional.empty());

    assertThat(acted())
        .containsExactly(
            "mdadm --assemble --uuid=6f0e0b4a:1b5a0c7e:9d0f9a33:4c1e2f60 /dev/md/root",
            "cryptsetup open --type luks --key-file - -- "
                + here.resolve("a")
                + " luks-146d6651-1191-42df-a851-09c1c2ed0b4c",
            "vgchange --activate y -- vg0",
            "cryptsetup open --type luks --key-file - -- "
                + here.resolve("b")
                + " luks-b3e2b376-7895-48d6-8996-57256fccbb3a");
    assertThat(person.asked).filteredOn(q -> q.startsWith("Run this command?")).hasSize(4);
    assertThat(person.asked).filteredOn(q -> q.startsWith("Passphrase for")).hasSize(2);
    assertThat(done.changed()).isTrue();
    assertThat(done.summary())
        .isEqualTo(
            "/dev/md/root, " + here.resolve("a") + ", vg0, " + here.resolve("b") + " are open.");
  }

  @Test
  void aDryRunShowsTheFirstLayerAndSaysThatOthersMayFollow() throws IOException {
    layers();

    Plan plan =
        (Plan)
            rescue(FakePerson.nobody())
                .planning()
                .unlock(Optional.empty(), Optional.empty(), Optional.empty());

    assertThat(plan.steps())
        .singleElement()
        .matches(step -> step.argv().getFirst().equals("mdadm"));
    assertThat(plan.remarks()).singleElement().asString().contains("may have to be opened, too");
    assertThat(acted()).isEmpty();
  }

  @Test
  void aWrongPassphraseIsSaidAndWhatCanBeOpenedIsOpened() throws IOException {
    layers();
    tool("cryptsetup", "cat >/dev/null; echo 'No key available with this passphrase.' >&2; exit 2");
    var person = FakePerson.knowing("other");

    Applied done = (Applied) unlock(person, Optional.empty());

    assertThat(done.summary()).isEqualTo("/dev/md/root is open.");
    assertThat(done.notes().getFirst())
        .isEqualTo(here.resolve("a") + " stays locked: the passphrase does not open it.");
    assertThatThrownBy(() -> unlock(person, Optional.of(here.resolve("a").toString())))
        .isInstanceOf(Trouble.Failed.class)
        .hasMessageContaining("No key available with this passphrase.")
        .extracting(trouble -> ((Trouble) trouble).next())
        .asString()
        .contains("--passphrase-file");
  }

  @Test
  void noPassphraseLeavesItLocked() throws IOException {
    layers();
    Files.createFile(here.resolve("state.md"));
    tool("mdadm", "exit 0");

    assertThatThrownBy(() -> unlock(FakePerson.yes(), Optional.empty()))
        .isInstanceOf(Trouble.NotApproved.class)
        .hasMessageContaining("stays locked: no passphrase was given");
  }

  @Test
  void anEncryptedPoolIsImportedBeforeTheKeysOfItsDatasetsAreLoaded() throws IOException {
    pool();
    var person = FakePerson.knowing("secret");

    Applied done = (Applied) unlock(person, Optional.empty());

    assertThat(acted())
        .containsExactly(
            "zpool import -N -R " + here.resolve("mnt") + " rpool",
            "zfs load-key -L prompt rpool/safe",
            "zfs load-key -L prompt rpool/home");
    assertThat(done.summary()).isEqualTo("rpool/safe, rpool/home are open.");
  }

  @Test
  void oneDatasetOfAPoolThatIsNotImportedTakesTheImportWithIt() throws IOException {
    pool();

    unlock(FakePerson.knowing("secret"), Optional.of("rpool/home"));

    assertThat(acted())
        .containsExactly(
            "zpool import -N -R " + here.resolve("mnt") + " rpool",
            "zfs load-key -L prompt rpool/home");
  }

  @Test
  void aPoolThatCantBeImportedKeepsNothingElseShut() throws IOException {
    layers();
    pool();
    String tool = Files.readString(here.resolve("zpool"));
    Files.writeString(here.resolve("zpool"), tool.replace("state: ONLINE", "state: UNAVAIL"));

    Applied one = (Applied) unlock(FakePerson.knowing("secret"), Optional.of("/dev/md/root"));
    Applied all = (Applied) unlock(FakePerson.knowing("secret"), Optional.empty());

    assertThat(one.changed()).isTrue();
    assertThat(all.summary()).contains("vg0").doesNotContain("rpool");
    assertThat(all.notes())
        .anyMatch(note -> note.startsWith("rpool/safe stays shut. The pool rpool can't be"));
    assertThatThrownBy(() -> unlock(FakePerson.knowing("secret"), Optional.of("rpool/safe")))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("can't be imported");
  }

  @Test
  void whereNothingIsShutItSaysSo() throws IOException {
    assertThatThrownBy(() -> unlock(FakePerson.yes(), Optional.empty()))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageStartingWith("There is nothing to unlock");
    tool(
        "mdadm",
        "echo 'ARRAY /dev/md/root level=raid1 num-devices=1 UUID=1:2:3:4'; echo '  "
            + " devices=/dev/vda1'");

    assertThat(((Applied) unlock(FakePerson.nobody(), Optional.empty())).summary())
        .isEqualTo("Everything is open already.");
  }

  // ---- tools

  private void layers() throws IOException {
    header("luks2-header.bin", "a");
    header("luks1-header.bin", "b");
    tool(
        "mdadm",
        """
        case $1 in
          --examine) echo 'ARRAY /dev/md/root level=raid1 num-devices=1 UUID=6f0e0b4a:1b5a0c7e:9d0f9a33:4c1e2f60'
            echo '   devices=/dev/vda1' ;;
          --assemble) act "$@"; touch $here/state.md ;;
        esac\
        """);
    tool(
        "blkid",
        """
        case $* in *crypto_LUKS*) ;; *) exit 2 ;; esac
        [ ! -e $here/state.md ] || echo $here/a
        [ ! -e $here/state.vg ] || echo $here/b\
        """);
    tool(
        "cryptsetup",
        """
        [ "$(cat)" = secret ] || exit 2
        act "$@"; touch $here/state.${7##*/}\
        """);
    tool(
        "vgs",
        """
        [ -e $here/state.a ] || exit 0
        echo '{"report":[{"vg":[{"vg_name":"vg0","vg_uuid":"u","vg_size":"1","vg_free":"0"}]}]}'\
        """);
    tool(
        "lvs",
        """
        [ -e $here/state.a ] || exit 0
        echo '{"report":[{"lv":[{"lv_name":"root","vg_name":"vg0","lv_uuid":"l","vg_uuid":"u","lv_size":"1","lv_path":"/dev/vg0/root","lv_layout":"linear"}]}]}'\
        """);
    tool("vgchange", "act \"$@\"; touch $here/state.vg");
  }

  private void pool() throws IOException {
    tool("modprobe", "exit 0");
    tool(
        "zpool",
        """
        case $* in
          *readonly=on*) exit 0 ;;
          'import -N '*) act "$@"; touch $here/state.pool ;;
          import*) [ ! -e $here/state.pool ] || exit 1
            printf '   pool: rpool\\n     id: 77\\n  state: ONLINE\\n action: x\\n config:\\n\\n\\trpool  ONLINE\\n\\t  vda  ONLINE\\n'
            exit 1 ;;
          'list -H -o guid,name,altroot') [ ! -e $here/state.pool ] || printf '77\\trpool\\t/mnt\\n' ;;
        esac\
        """);
    tool(
        "zfs",
        """
        if [ $1 = load-key ]; then
          [ "$(cat)" = secret ] || exit 1
          act "$@"; touch $here/state.$(basename $4)
        else
          for set in rpool rpool/safe rpool/home; do
            key=unavailable
            [ ! -e $here/state.$(basename $set) ] || key=available
            printf '%s\\ttype\\tfilesystem\\t-\\n' $set
            [ $set = rpool ] || printf '%s\\tencryption\\taes-256-gcm\\t-\\n%s\\tkeystatus\\t%s\\t-\\n%s\\tkeyformat\\tpassphrase\\t-\\n%s\\tencryptionroot\\t%s\\t-\\n%s\\tkeylocation\\tprompt\\t-\\n' \\
              $set $set $key $set $set $set $set
          done
        fi\
        """);
  }

  private void tool(String name, String body) throws IOException {
    Path file = here.resolve(name);
    Files.writeString(
        file,
        "#!/bin/sh\nhere=%s\nact() { echo \"%s $*\" >>\"$here/acted\"; }\n%s\n"
            .formatted(here, name, body));
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void header(String resource, String name) throws IOException {
    try (InputStream header =
        UnlockingTest.class.getResourceAsStream("/dev/thaw/storage/" + resource)) {
      Files.copy(header, here.resolve(name));
    }
  }

  private List<String> acted() throws IOException {
    Path log = here.resolve("acted");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  private ActionResult unlock(FakePerson person, Optional<String> name) {
    return rescue(person).unlock(name, Optional.empty(), Optional.empty());
  }

  private Rescue rescue(FakePerson person) {
    var approver = new Approver(person);
    String record = here.resolve("record").toString();
    Interceptor tools =
        (command, output, next) ->
            next.run(
                command.withArgv(
                    Stream.concat(
                            Stream.of("env", "PATH=" + here + ":" + System.getenv("PATH")),
                            command.argv().stream())
                        .toList()),
                output);
    var chain = new InterceptorChain(machine, List.of(approver, new ActionRecorder(record), tools));
    String root = here.resolve("mnt").toString();
    return new Rescue(chain, approver, record, person, root);
  }
}
