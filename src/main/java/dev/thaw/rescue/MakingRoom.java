package dev.thaw.rescue;

import dev.thaw.boot.BootCheck;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.BootSpace;
import dev.thaw.nixos.BootSpaces;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Work that writes to the boot partition, with the room for it made first, and put back where the
 * work fails.
 *
 * @param before the installation as it was when it was looked at
 * @param room what goes
 * @param steps the steps that make the room
 * @param builds whether a new generation is built
 */
record MakingRoom(Installation before, BootRoom room, RoomSteps steps, boolean builds) {

  /** Nothing is written to the boot partition of this installation, so nothing has to go. */
  static MakingRoom none(Installation before) {
    return new MakingRoom(before, BootRoom.ENOUGH, new RoomSteps(BootRoom.ENOUGH, ""), false);
  }

  /**
   * Looks at the boot partition of the mounted installation.
   *
   * @param wanted the generation that is to boot next; empty where a new one is built
   * @throws Trouble.Refused if there is too little room, whatever goes
   */
  static MakingRoom look(Rescue rescue, Installation before, OptionalInt wanted) {
    BootRoom room =
        rescue.isReadable()
            ? BootRoom.plan(
                before,
                BootSpaces.look(rescue.machine(), before, rescue.root()),
                wanted,
                () -> isDefaultSureToFail(rescue),
                () -> isBuilt(rescue.recordSoFar(), rescue.root()))
            : BootRoom.ENOUGH;
    return new MakingRoom(before, room, new RoomSteps(room, rescue.root()), wanted.isEmpty());
  }

  /** Whether a rebuild succeeded since the configuration was changed last, by the record. */
  static boolean isBuilt(List<ActionLog.Entry> record, String root) {
    for (ActionLog.Entry entry : record.reversed()) {
      switch (entry.action()) {
        case SystemAction.Rebuild rebuild when rebuild.setsProfile() -> {
          return entry.succeeded();
        }
        case SystemAction.RebuildByHand byHand
            when byHand.part() != SystemAction.ByHandPart.MENU -> {
          return entry.succeeded();
        }
        case StorageAction storage -> {
          if (storage.equals(new StorageAction.Unmount(root))) {
            return false;
          }
        }
        // A menu without a new generation is that of what was built.
        case SystemAction.WriteMenu menu when menu.system().equals(Inside.PROFILE) -> {}
        case SystemAction.Rebuild _, SystemAction.DeleteGenerations _ -> {}
        case FileAction.MakeRoom _,
            FileAction.MoveFile _,
            FileAction.MakeFolders _,
            FileAction.RemoveFolder _,
            FileAction.RemoveFile _,
            FileAction.RemoveLeftovers _,
            FileAction.Unprotect _,
            OtherAction.CheckFilesystem _,
            OtherAction.Sync _,
            OtherAction.Restart _ -> {}
        // What may change the configuration, or have the profile lead elsewhere.
        case FileAction _, SystemAction _, OtherAction _ -> {
          return false;
        }
      }
    }
    return false;
  }

  /** The same plan, with the room made first. */
  Plan around(Plan plan) {
    if (room.isEnough()) {
      return plan;
    }
    var all = new ArrayList<>(steps.free());
    boolean lastIsCurrent = room.hung().filter(Generation::isCurrent).isPresent();
    if (room.hung().isEmpty()) {
      all.addAll(plan.steps());
      if (builds) {
        all.addLast(deletingNewFirst(all.removeLast()));
      }
    } else if (!lastIsCurrent) {
      all.addAll(steps.replace());
      all.addAll(plan.steps());
      all.addLast(undoingAll(all.removeLast(), makesNewer(plan)));
    } else {
      // The profile's own generation can't be taken out of it before it leads to another one.
      List<Step> moving = builds ? List.of(building(plan)) : plan.steps();
      all.addAll(builds ? moving : moving.subList(0, moving.size() - 1));
      all.addAll(steps.replace());
      all.add(undoingAll(builds ? menu(plan) : moving.getLast(), makesNewer(plan)));
    }
    var remarks = new ArrayList<>(room.remarks());
    remarks.addAll(plan.remarks());
    return new Plan(plan.title(), all, remarks);
  }

  /**
   * Carries out the plan from {@link #around}.
   *
   * @param work runs a step that is not one of those that make room
   */
  void run(Rescue rescue, Plan plan, Consumer<Step> work) {
    var done = new ArrayList<Step>();
    List<Step> own = new ArrayList<>(steps.free());
    own.addAll(steps.replace());
    int left = own.size();
    try {
      for (Step step : plan.steps()) {
        boolean makesRoom = own.contains(step);
        if (steps.replace().stream().findFirst().filter(step::equals).isPresent()) {
          mustBeAnother(rescue);
        }
        if (makesRoom || room.hung().isPresent()) {
          done.add(step);
        }
        if (makesRoom) {
          rescue.executor().run(step);
          if (--left == 0) {
            mustBeEnough(rescue);
          }
        } else {
          work.accept(step);
        }
      }
      if (room.hung().isPresent()) {
        mustBeWritten(rescue);
      }
    } catch (Trouble.Interrupted interrupted) {
      throw interrupted;
    } catch (RuntimeException failed) {
      putBack(rescue, done, failed);
      throw failed;
    }
  }

  /** Nix makes no new generation of what it has built before. */
  private void mustBeAnother(Rescue rescue) {
    Optional<Generation> hung = room.hung().filter(Generation::isCurrent);
    if (hung.isEmpty() || !builds) {
      return;
    }
    Optional<Generation> now = rescue.mounted("the check").current();
    if (now.filter(g -> g.toplevel().equals(hung.get().toplevel())).isPresent()) {
      throw new Trouble.NotReady(
          "The configuration builds what generation "
              + hung.get().number()
              + " is, which is sure to hang: nothing would replace it. It stays, with its files.",
          "Take the bad change back: config() shows the files, mend(diagnose(symptom=\"…\")) does"
              + " what is known. Then rebuild() again.");
    }
  }

  private void putBack(Rescue rescue, List<Step> done, RuntimeException failed) {
    List<Step> back = steps.back(done);
    if (back.isEmpty()) {
      return;
    }
    rescue.interaction().tell("That failed: what made room for it is put back.");
    try (var _ = rescue.approver().allow(Step.commands(back))) {
      for (Step step : back) {
        if (!rescue.machine().run(step.command()).ok()) {
          rescue.interaction().tell("Not put back: " + step.shown() + ". undo() tries again.");
        }
      }
    } catch (RuntimeException worse) {
      failed.addSuppressed(worse);
    }
  }

  /** What went may be freed late, or take less than it said: the room is looked at again. */
  private void mustBeEnough(Rescue rescue) {
    Installation now = rescue.mounted("making room");
    boolean isBuilt = room.hung().filter(Generation::isCurrent).isPresent();
    var writes = new BootWrites(now, room.builds() && !isBuilt);
    for (BootSpace space : BootSpaces.look(rescue.machine(), now, rescue.root())) {
      long least = writes.least(space, now.generations(), List.of());
      long free = writes.room(space, now.generations(), List.of());
      if (space.copies() && free < least) {
        throw new Trouble.NotReady(
            "Still too little room at "
                + space.mountPoint()
                + ": "
                + (free >> 20)
                + " MiB are free, "
                + ((least >> 20) + 1)
                + " are needed.",
            "sh(\"df -h\", looks=true) shows it; what was taken away is put back.");
      }
    }
  }

  /** The generation that hung is let go of only when what replaces it is there, compared. */
  private void mustBeWritten(Rescue rescue) {
    Installation now = rescue.mounted("the check");
    Optional<BootCheck.Check> bad =
        BootCheck.of(rescue.machine(), now, rescue.root()).checks().stream()
            .filter(check -> check.isOfCopy() && !check.holds())
            .findFirst();
    if (bad.isPresent()) {
      throw new Trouble.NotReady(
          "What was written is not what was built: " + bad.get().detail() + ".",
          "rebuild() again; generation "
              + room.hung().map(Generation::number).orElse(0)
              + " is put back for now.");
    }
  }

  /**
   * Before the old menu is written again, the new generation is no part of the profile any more.
   */
  private Step deletingNewFirst(Step rebuild) {
    if (rebuild.undo().isEmpty()) {
      return rebuild;
    }
    var undo = new ArrayList<>(rebuild.undo());
    undo.add(undo.size() - 1, deleteNew());
    return rebuild.undoneBy(undo);
  }

  /** Whether a generation comes that was not there: a build, or an old system's newer number. */
  private boolean makesNewer(Plan plan) {
    return builds
        || plan.steps().stream()
            .anyMatch(step -> step.action() instanceof SystemAction.SetGeneration);
  }

  private Step undoingAll(Step writesMenu, boolean newer) {
    var profile = new ArrayList<Action>();
    before.current().ifPresent(g -> profile.add(Rollback.pointAt(g, steps.root()).action()));
    if (newer) {
      profile.add(deleteNew());
    }
    Optional<Action> menu =
        room.hung()
            .filter(Generation::isCurrent)
            .map(g -> Rollback.writeMenu(g, steps.root()).action());
    return steps.undoingAll(writesMenu, profile, menu);
  }

  /** Out with the number that nix gives the next generation. */
  private Action deleteNew() {
    return new SystemAction.DeleteGenerations(
        steps.root(), Inside.PROFILE, List.of(NewestFirst.newest(before) + 1));
  }

  private Step building(Plan plan) {
    return Rebuild.withoutMenu(plan.steps().getLast())
        .undoneBy(Rollback.pointAt(room.hung().orElseThrow(), steps.root()).action(), deleteNew());
  }

  private Step menu(Plan plan) {
    return Rebuild.menuOnly(plan.steps().getLast());
  }

  /**
   * Whether what the menu starts by default is sure not to come up, by what was told of the screen,
   * and only another generation mends that.
   */
  private static boolean isDefaultSureToFail(Rescue rescue) {
    return rescue.diagnoseAgain().findings().stream()
        .filter(finding -> finding.certainty() == Certainty.SURE && finding.stops())
        .map(Finding::mend)
        .anyMatch(mend ->
            switch (mend) {
              case Mend.RemoveElement _,
                  Mend.AddElement _,
                  Mend.SetOption _,
                  Mend.UnsetOption _,
                  Mend.Several _,
                  Mend.Rebuild _,
                  Mend.Rollback _ ->
                  true;
              // The same system does: only its files are damaged.
              case Mend.RemoveFiles _,
                  Mend.ClearVariable _,
                  Mend.ForgetChoice _,
                  Mend.Repair _,
                  Mend.MakeFolder _,
                  Mend.SetPassword _,
                  Mend.Export _,
                  Mend.OneOf _,
                  Mend.Nothing _,
                  Mend.ByHand _ ->
                  false;
            });
  }
}
