package dev.thaw.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetsTest {

  private static String get(String dataset, String property, String value, String source) {
    return String.join("\t", dataset, property, value, source) + "\n";
  }

  private static Dataset mountedAt(String value, String source, String altroot) {
    return ZfsGet.parse(get("p", "mountpoint", value, source), "1", altroot, new Numbers())
        .getFirst();
  }

  @Test
  void mountPointsAreToldApart() {
    assertThat(mountedAt("/home", "local", "").mountPoint())
        .isEqualTo(new MountPoint.At("/home", ""));
    assertThat(mountedAt("/p/home", "inherited from p", "").mountPoint())
        .isEqualTo(new MountPoint.At("/p/home", "p"));
    assertThat(mountedAt("legacy", "inherited from p x", "").mountPoint())
        .isEqualTo(new MountPoint.Legacy("p x"));
    assertThat(mountedAt("none", "local", "").mountPoint()).isEqualTo(new MountPoint.None(""));
    assertThat(mountedAt("-", "-", "").mountPoint()).isEqualTo(new MountPoint.NotApplicable());
  }

  @Test
  void theAltrootOfAnImportIsTakenOff() {
    assertThat(mountedAt("/mnt/home", "local", "/mnt").mountPoint().text()).isEqualTo("/home");
    assertThat(mountedAt("/mnt", "local", "/mnt").mountPoint().text()).isEqualTo("/");
    assertThat(mountedAt("/mntx/home", "local", "/mnt").mountPoint().text())
        .isEqualTo("/mntx/home");
  }

  @Test
  void aDatasetIsReadWithAllItsProperties() {
    String name = "my pool/ro ot";
    String text =
        get(name, "type", "filesystem", "-")
            + get(name, "used", "1024", "-")
            + get(name, "available", "2048", "-")
            + get(name, "referenced", "512", "-")
            + get(name, "volsize", "-", "-")
            + get(name, "mounted", "no", "-")
            + get(name, "canmount", "noauto", "local")
            + get(name, "encryption", "aes-256-gcm", "-")
            + get(name, "keystatus", "unavailable", "-")
            + get(name, "keyformat", "passphrase", "-")
            + get(name, "encryptionroot", "my pool", "-")
            + get(name, "keylocation", "none", "default")
            + get(name, "mountpoint", "legacy", "local");
    Dataset dataset = ZfsGet.parse(text, "7", "", new Numbers()).getFirst();
    assertThat(dataset.name()).isEqualTo(name);
    assertThat(dataset.pool()).isEqualTo("my pool");
    assertThat(dataset.used()).isEqualTo(1024);
    assertThat(dataset.volumeSize()).isEqualTo(-1);
    assertThat(dataset.isLocked()).isTrue();
    assertThat(dataset.encryption())
        .hasValueSatisfying(how -> assertThat(how.root()).isEqualTo("my pool"));
    assertThat(dataset.canMount()).isEqualTo("noauto");
  }

  @Test
  void aMountPointWithTabsNewlinesAndShellTextArrivesUnchanged() {
    String path = "/a\tb\n$(reboot)\tmountpoint\n\u001b[2J";
    assertThat(mountedAt(path, "local", "").mountPoint().text()).isEqualTo(path);
  }

  @Test
  void datasetsOfSeveralPoolsAreListedWithTheirOwnAltroots() {
    var sections =
        new Answers()
            .with("module", "")
            .with("imported", "1\ta\t/mnt\n")
            .with("get:1", get("a", "mountpoint", "/mnt/x", "local"))
            .with("tried:2 b c", "")
            .with("altroot:2", "/tmp/thaw.1/pool")
            .with("get:2", get("b c", "mountpoint", "/tmp/thaw.1/pool/y", "local"))
            .with("left:2 b c", "")
            .sections();
    ListWithNotes<Dataset> datasets = Datasets.read(sections);
    assertThat(datasets).extracting(d -> d.mountPoint().text()).containsExactly("/x", "/y");
    assertThat(datasets).extracting(Dataset::poolGuid).containsExactly("1", "2");
    assertThat(datasets.notes()).isEmpty();
  }

  @Test
  void poolsThatCouldNotBeLookedIntoAreNoted() {
    var sections =
        new Answers()
            .with("imported", "")
            .with("tried:5 bad\u001b", 1, "", "cannot import 'bad': I/O error\n")
            .with("twin:6 tank", "")
            .with("left:7 stuck", 1, "", "pool is busy\n")
            .sections();
    assertThat(Datasets.read(sections).notes())
        .containsExactly(
            "Pool bad\\x1b can't be looked into, even read-only: cannot import 'bad': I/O error",
            "A second pool called tank was left alone while the first is imported; its guid is 6.",
            "Pool stuck could not be exported again: pool is busy\n"
                + "It is imported read-only: export it with zpool export.");
  }

  @Test
  void emptyAndBrokenOutputGivesNoDatasets() {
    for (String text : List.of("", "\n", "cannot open 'x'", "a\tb", "a\tused\t1")) {
      assertThat(ZfsGet.parse(text, "1", "", new Numbers())).isEmpty();
    }
  }
}
