package dev.thaw.view;

import dev.thaw.boot.BootChain;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Forecast;
import dev.thaw.boot.Mend;
import dev.thaw.machine.Clean;
import java.util.ArrayList;
import java.util.List;

/**
 * What was found to be broken: a paragraph each, with how sure it is, the evidence and the mend.
 *
 * @param width how many cells a line may have
 */
record Findings(int width, Style style) {

  List<String> lines(Diagnosis diagnosis) {
    var lines = new ArrayList<String>();
    for (String sentence : diagnosis.screen().sentences()) {
      lines.addAll(Width.wrap(Clean.line(sentence), width));
    }
    if (!lines.isEmpty() && !diagnosis.findings().isEmpty()) {
      lines.add("");
    }
    int number = 0;
    for (Finding finding : diagnosis.findings()) {
      if (number > 0) {
        lines.add("");
      }
      add("%2d. ".formatted(++number), finding, lines);
    }
    if (!lines.isEmpty() && !(diagnosis.notes().isEmpty() && diagnosis.chains().isEmpty())) {
      lines.add("");
    }
    boolean several = diagnosis.chains().stream().map(BootChain::host).distinct().count() > 1;
    for (List<BootChain> alike : alike(diagnosis.chains())) {
      String forecast = Clean.line(whose(alike.getFirst(), several) + forecast(alike));
      lines.addAll(Width.hanging("* ", forecast, width));
    }
    diagnosis.remembered().forEach(sentence -> remark(sentence, lines));
    diagnosis.notes().forEach(note -> remark(note, lines));
    boolean boots =
        diagnosis.chains().stream()
            .anyMatch(each -> each.isDefault() && each.forecast() instanceof Forecast.Boots);
    if (boots && !diagnosis.notLookedAt().isEmpty()) {
      remark("Not looked at: " + String.join(" ", diagnosis.notLookedAt()), lines);
    }
    return lines;
  }

  private void remark(String sentence, List<String> lines) {
    lines.addAll(Width.hanging("* ", Clean.line(sentence), width));
  }

  private static String whose(BootChain chain, boolean several) {
    return several && !chain.host().isEmpty() ? chain.host() + ": " : "";
  }

  /** Neighbours of which the same is to be said; the menu's default stands alone. */
  private static List<List<BootChain>> alike(List<BootChain> chains) {
    var groups = new ArrayList<List<BootChain>>();
    for (BootChain chain : chains) {
      BootChain before = groups.isEmpty() ? null : groups.getLast().getFirst();
      boolean same =
          before != null
              && !before.isDefault()
              && !chain.isDefault()
              && before.host().equals(chain.host())
              && before.profile().equals(chain.profile())
              && before.specialisation().isEmpty()
              && chain.specialisation().isEmpty()
              && before.forecast().equals(chain.forecast());
      if (same) {
        groups.getLast().add(chain);
      } else {
        groups.add(new ArrayList<>(List.of(chain)));
      }
    }
    return groups;
  }

  private static String forecast(List<BootChain> alike) {
    BootChain chain = alike.getFirst();
    String numbers = String.join(", ", alike.stream().map(Findings::number).toList());
    boolean boots = chain.forecast() instanceof Forecast.Boots;
    return (alike.size() > 1 ? "Generations " : "Generation ")
        + numbers
        + (chain.isDefault() ? ", the menu's default: " : ": ")
        + chain.forecast().sentence()
        + (boots && !chain.isDefault() && chain.isMain()
            ? " rollback(" + arguments(chain) + ") makes it the default; no rebuild."
            : "")
        // Of another profile, the boot menu alone starts one.
        + (chain.isMain() || chain.isDefault()
            ? " See bootChain(" + (chain.isDefault() ? "" : arguments(chain)) + ")."
            : "");
  }

  private static String number(BootChain chain) {
    return chain.generation()
        + (chain.isMain() ? "" : " of the profile " + Clean.line(chain.profile()))
        + (chain.specialisation().isEmpty()
            ? ""
            : " (specialisation " + Clean.line(chain.specialisation()) + ")");
  }

  /** What names it to a helper. */
  private static String arguments(BootChain chain) {
    return chain.generation()
        + (chain.specialisation().isEmpty()
            ? ""
            : ", specialisation=\"" + Clean.line(chain.specialisation()) + "\"");
  }

  List<String> lines(Finding finding) {
    var lines = new ArrayList<String>();
    add("", finding, lines);
    lines.addAll(Width.wrap(Clean.line(finding.why()), width));
    return lines;
  }

  private void add(String head, Finding finding, List<String> lines) {
    String word = word(finding.certainty());
    List<String> what = Width.hanging(head, word + ": " + Clean.line(finding.what()), width);
    lines.add(what.getFirst().replaceFirst(word, style.paint(tone(finding.certainty()), word)));
    lines.addAll(what.subList(1, what.size()));
    String indent = " ".repeat(head.length());
    finding
        .evidence()
        .forEach(seen -> lines.addAll(Width.hanging(indent + "- ", Clean.line(seen), width)));
    Mend mend = finding.mend();
    if (mend.isCall()) {
      // On a line of its own and never broken: it is there to be copied.
      lines.add(indent + "Mend: " + style.paint(Tone.CODE, Clean.line(mend.call())));
    } else {
      lines.addAll(Width.hanging(indent + "Mend: ", Clean.line(mend.call()), width));
    }
  }

  private static String word(Certainty certainty) {
    return switch (certainty) {
      case SURE -> "Sure";
      case LIKELY -> "Likely";
      case POSSIBLE -> "Only possible";
    };
  }

  private static Tone tone(Certainty certainty) {
    return switch (certainty) {
      case SURE -> Tone.BAD;
      case LIKELY -> Tone.WARN;
      case POSSIBLE -> Tone.DIM;
    };
  }
}
