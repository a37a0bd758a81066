package dev.thaw.boot.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          It asks for the passphrase but the keyboard does not react. | luks-keyboard-dead
          My keyboard no longer works at the passphrase prompt | luks-keyboard-dead
          I can't type the password, nothing happens | luks-keyboard-dead
          Die Tastatur reagiert nicht. | luks-keyboard-dead
          Le clavier ne répond pas | luks-keyboard-dead
          El teclado no responde | luks-keyboard-dead
          After the update the screen goes black. | graphics-dark
          Nur noch ein blinkender Cursor, sonst nichts | graphics-dark
          Der Bildschirm bleibt schwarz | graphics-dark
          L'écran reste noir après le menu | graphics-dark
          La pantalla se queda en negro | graphics-dark
          It keeps booting the old generation | menu-not-written
          the new generation does not show up | menu-not-written
          Er startet immer die alte Generation | menu-not-written
          it boots straight into the BIOS | firmware-no-entry
          No boot entries for NixOS show up in the UEFI boot menu | firmware-no-entry
          it always boots Windows | firmware-other-first
          Il démarre toujours sur Windows | firmware-other-first
          the boot menu is empty | menu-empty
          my password is rejected at the login | locked-out
          Ich kann mich nicht mehr anmelden | locked-out
          Le mot de passe est refusé | locked-out
          the passphrase is not accepted | luks-wrong-key
          it just hangs after selecting the entry | kernel-silent
          I end up in emergency mode | emergency-locked
          it waits for gpt-auto-root | gpt-auto-root
          """)
  void wordsTell(String said, String kind) {
    Screen screen = Screen.read(said);

    assertThat(screen.failures())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.kinds()).first().isEqualTo(kind);
          assertThat(event.speaker()).isEqualTo(Speaker.PERSON);
          assertThat(event.typed().corrected()).isFalse();
        });
  }

  /** What was, what is elsewhere, what is asked, and what only sounds like it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "The keyboard worked before.",
        "On another computer the screen goes black, too.",
        "Why is the keyboard layout wrong? How can I set it?",
        "Last year I had a black screen.",
        "Früher blieb der Bildschirm schwarz.",
        "The old generation boots fine.",
        "I can still boot the old generation",
        "The new generation does not boot",
        "The machine boots in UEFI mode",
        "How do I boot into the BIOS?",
        "Ubuntu boots on the same machine",
        "The wifi password is wrong",
        "I have a new keyboard and a black mouse",
        "L'écran fonctionnait avant",
        "La pantalla es nueva",
        "The password was changed and everything works now",
        "I booted the live stick and the screen stays black",
      })
  void otherWordsDoNot(String said) {
    assertThat(Screen.read(said).isUnderstood()).isFalse();
  }
}
