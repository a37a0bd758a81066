package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.rescue.FileAction.Care;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was recorded is read back as what it was. */
class ActionLogTest {

  private static final List<Action> ALL =
      List.of(
          new StorageAction.ImportPool("tank", "123", true, "/dev", "/mnt"),
          new StorageAction.ExportPool("tank"),
          new StorageAction.OpenLuks("/dev/sda2", "luks-1", "-"),
          new StorageAction.CloseLuks("luks-1"),
          new StorageAction.RepairLuks("/dev/sda2"),
          new StorageAction.ActivateGroup("y"),
          new StorageAction.DeactivateGroup("vg_uuid=abc"),
          new StorageAction.AssembleArray("/dev/md/root", "a:b", "/dev/md/imsm"),
          new StorageAction.RunArray("/dev/md/root"),
          new StorageAction.StopArray("/dev/md/root"),
          new StorageAction.LoadKey("tank/home", "prompt"),
          new StorageAction.UnloadKey("tank/home"),
          new StorageAction.Mount("UUID=1-2", "vfat", List.of("umask=77", "ro"), "/mnt/boot"),
          new StorageAction.BindMount("/mnt/a", "/mnt/b c", true),
          new StorageAction.MakeSlave("/mnt/dev"),
          new StorageAction.Unmount("/mnt"),
          new StorageAction.UnmountAll("/mnt/dev"),
          new FileAction.WriteFile("/mnt/é \"x\"", 3, "00", "11"),
          new FileAction.RestoreFile("/mnt/x.thaw-1", "/mnt/x", "00"),
          new FileAction.CopyFile("/a", "/b", true),
          new FileAction.MoveFile("/a", "/b"),
          new FileAction.RemoveFile("/a"),
          new FileAction.RemoveLeftovers(List.of("/a", "/b")),
          new FileAction.MakeFolders(List.of("/a", "/b")),
          new FileAction.RemoveFolder("/a"),
          new FileAction.Unprotect("/a"),
          new FileAction.SetPassword("/mnt", "/kept", "alice"),
          new FileAction.RestorePassword("/mnt", "/kept", "alice"),
          new FileAction.MakeRoom(Care.KEEP, "/mnt", "/boot", "/kept", List.of("/a")),
          new FileAction.PutBack(
              Care.MILD, "/mnt", "/boot", "/kept", "/EFI", List.of("n"), List.of("/a")),
          new FileAction.RestoreCommit("/mnt", "/etc/nixos", "HEAD~1", "/etc/nixos"),
          new FileAction.Stash("/mnt", "/etc/nixos", "/etc/nixos"),
          new FileAction.PopStash("/mnt", "/etc/nixos"),
          new SystemAction.Rebuild(
              "/mnt",
              "boot",
              List.of("--flake", "/etc/nixos#atlas"),
              List.of("substitute", "false"),
              List.of("substitute = false"),
              true,
              true,
              true,
              true),
          new SystemAction.RebuildByHand(
              "/mnt", SystemAction.ByHandPart.MENU, "", "", "/nix/store/x", List.of(), false, true),
          new SystemAction.WriteMenu("/mnt", "/nix/store/e", "/nix/store/x", true),
          new SystemAction.SwitchGeneration("/mnt", "/nix/store/e", 41),
          new SystemAction.LinkProfile("/mnt", "/mnt/nix/var/nix/profiles", 41),
          new SystemAction.ChooseDefault(
              "/mnt", "/mnt/boot/loader/loader.conf", 3, "00", "11", "/nix/store/x"),
          new SystemAction.SetGeneration("/mnt", "/nix/store/e", "/nix/store/x"),
          new SystemAction.DeleteGenerations("/mnt", "/nix/store/e", List.of(41, 42)),
          new SystemAction.LinkGeneration("/mnt", "/nix/store/x", "/profiles/system-41-link"),
          new SystemAction.DateGeneration("/mnt", 1_700_000_000L, "/profiles/system-41-link"),
          new OtherAction.Line(List.of("sh", "-c", "true")),
          new OtherAction.LineInside("/mnt", "true"),
          new OtherAction.Shell("/mnt"),
          new OtherAction.CheckFilesystem("/dev/sda1", true),
          new OtherAction.Sync(List.of("/mnt")),
          new OtherAction.Restart());

  static List<Action> all() {
    return ALL;
  }

  @Test
  void everyKindIsTried() {
    assertThat(ALL.stream().map(Object::getClass))
        .containsExactlyInAnyOrderElementsOf(kinds(Action.class).toList());
  }

  private static Stream<Class<?>> kinds(Class<?> group) {
    return group.isSealed()
        ? Stream.of(group.getPermittedSubclasses()).flatMap(ActionLogTest::kinds)
        : Stream.of(group);
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatWasDoneAndWhatTakesItBackAreReadAsWhatTheyAre(Action action) {
    assertThat(recorded(action)).containsExactly(action, action);
  }

  /** Linux takes no argument that is longer than 128 KiB, nor ssh a line. */
  @Test
  void howeverManyStepsTakeItBackTheLineStaysShort() {
    Action menu = new SystemAction.WriteMenu("/mnt", "/nix/store/e", "/nix/store/x", false);
    String line = RecordedLine.of(Step.of("do it", menu).undoneBy(Collections.nCopies(20, menu)));

    assertThat(line).hasSizeLessThan(40_000);
    assertThat(ActionLog.parse(line).getFirst().undo()).hasSize(20).containsOnly(menu);
  }

  private static List<Action> recorded(Action action) {
    ActionLog.Entry entry =
        ActionLog.parse(RecordedLine.of(Step.of("do it", action).undoneBy(action))).getFirst();
    return List.of(entry.action(), entry.undo().getFirst());
  }

  @Test
  void ofWhatAnotherVersionWouldDoOtherwiseOnlyTheArgumentsCount() {
    String line =
        "{\"id\":\"a\",\"time\":\"2026-11-20T10:00:00Z\",\"argv\":[\"umount\",\"-l\",\"/mnt\"],"
            + "\"action\":{\"kind\":\"Unmount\",\"of\":{\"point\":\"/mnt\"}},"
            + "\"undo\":[[\"mount\",\"/mnt\"],"
            + "{\"kind\":\"Later\",\"of\":{},\"argv\":[\"x\"]},"
            + "{\"kind\":\"Unmount\",\"of\":{\"where\":1},\"argv\":[\"y\"]}]}";
    ActionLog.Entry entry = ActionLog.parse(line).getFirst();
    assertThat(entry.action()).isEqualTo(new OtherAction.Line(List.of("umount", "-l", "/mnt")));
    assertThat(entry.undo())
        .containsExactly(
            new OtherAction.Line(List.of("mount", "/mnt")),
            new OtherAction.Line(List.of("x")),
            new OtherAction.Line(List.of("y")));
  }

  @Test
  void anEntryWithoutAnEndHasNoStatus() {
    String line =
        "{\"id\":\"a-1\",\"time\":\"2026-11-20T10:00:00Z\",\"session\":\"a\",\"purpose\":\"p\","
            + "\"argv\":[\"x\"],\"undo\":[]}\n";
    assertThat(ActionLog.parse(line).getFirst().status()).isEmpty();
    assertThat(ActionLog.parse("")).isEmpty();
    assertThat(ActionLog.parse("\n[]\n7\n{}\nnull\n")).isEmpty();
  }
}
