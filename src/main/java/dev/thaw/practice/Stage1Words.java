package dev.thaw.practice;

/** What each kind of stage 1 prints. */
sealed interface Stage1Words permits ScriptedStage1, SystemdStage1 {
  void begins();

  void loading(String module);

  void hangs(String module);

  void loaded();

  void opens(String device, String name);

  void imports(String pool);

  void imported(String pool);

  void cannotImport(String pool, String why);

  void waits(String device);

  void gaveUp(String device);

  void mounts(String device, String point);

  void cannotMount(String device, String point, String type);

  void noInit(String init);

  void ends();
}
