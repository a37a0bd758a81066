package dev.thaw.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.boot.BootChain;
import dev.thaw.boot.BootLink;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Forecast;
import dev.thaw.boot.JudgedSystem;
import dev.thaw.boot.screen.ScreenEvent;
import java.util.List;
import java.util.Locale;

/**
 * A diagnosis for programs, in JSON, as {@code docs/diagnosis.schema.json} describes it. Words are
 * in lower case: {@code sure}, {@code hangs}. Everything beyond ASCII is escaped.
 */
public final class DiagnosisJson {

  /** Counted up when what is there already changes its name or its meaning. */
  private static final int VERSION = 1;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private DiagnosisJson() {}

  /**
   * The diagnosis as indented text, without a newline at its end.
   *
   * @param address the machine, as {@code --on} names it
   */
  public static String of(Diagnosis diagnosis, String address) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("version", VERSION);
    machine(diagnosis, root.putObject("machine").put("address", address));
    screen(diagnosis, root.putObject("screen"));
    ArrayNode findings = root.putArray("findings");
    diagnosis.findings().forEach(finding -> add(finding, findings.addObject()));
    ArrayNode forecasts = root.putArray("forecast");
    diagnosis.chains().forEach(chain -> add(chain, forecasts.addObject()));
    texts(root.putArray("remembered"), diagnosis.remembered());
    texts(root.putArray("notLookedAt"), diagnosis.notLookedAt());
    texts(root.putArray("notes"), diagnosis.notes());
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void machine(Diagnosis diagnosis, ObjectNode node) {
    ArrayNode systems = node.putArray("systems");
    for (JudgedSystem system : diagnosis.systems()) {
      systems
          .addObject()
          .put("hostName", system.hostName())
          .put("hostId", system.hostId())
          .put("machineId", system.machineId())
          .put("nixos", system.nixosVersion());
    }
  }

  private static void screen(Diagnosis diagnosis, ObjectNode node) {
    node.put("understood", !diagnosis.screen().screen().events().isEmpty());
    node.put("stage", diagnosis.screen().screen().stage().map(DiagnosisJson::word).orElse(""));
    ArrayNode events = node.putArray("events");
    for (ScreenEvent event : diagnosis.screen().screen().failures()) {
      ObjectNode each = events.addObject();
      String kind = diagnosis.kind(event);
      each.put("kind", kind);
      each.put("about", event.about());
      each.put("line", event.line());
      each.put("as", event.known().shown());
      each.put("speaker", word(event.speaker()));
      each.put("stage", word(event.stage()));
      each.put("corrected", event.typed().corrected());
      texts(
          each.putArray("or"),
          event.kinds().stream().filter(other -> !other.equals(kind)).toList());
    }
    texts(node.putArray("sentences"), diagnosis.screen().sentences());
  }

  private static void add(Finding finding, ObjectNode node) {
    node.put("id", finding.id());
    node.put("certainty", word(finding.certainty()));
    node.put("about", finding.subject());
    node.put("stage", word(finding.stage()));
    node.put("course", word(finding.course()));
    node.put("what", finding.what());
    texts(node.putArray("seen"), finding.evidence());
    node.put("why", finding.why());
    ObjectNode mend = node.putObject("mend");
    mend.put(finding.mend().isCall() ? "call" : "byHand", finding.mend().call());
    node.put("page", "docs/failures/" + finding.id() + ".md");
  }

  private static void add(BootChain chain, ObjectNode node) {
    node.put("host", chain.host());
    node.put("generation", chain.generation());
    if (!chain.isMain()) {
      node.put("profile", chain.profile());
    }
    if (!chain.specialisation().isEmpty()) {
      node.put("specialisation", chain.specialisation());
    }
    node.put("default", chain.isDefault());
    Forecast forecast = chain.forecast();
    node.put(
        "forecast",
        switch (forecast) {
          case Forecast.Boots _ -> "boots";
          case Forecast.Hangs _ -> "hangs";
          case Forecast.Fails _ -> "fails";
          case Forecast.CantTell _ -> "can't tell";
        });
    node.put("sentence", forecast.sentence());
    ArrayNode links = node.putArray("links");
    for (BootLink link : chain.links()) {
      ObjectNode each = links.addObject();
      each.put("stage", word(link.stage()));
      each.put("verdict", word(link.verdict()));
      each.put("seen", link.seen());
    }
  }

  private static void texts(ArrayNode node, List<String> texts) {
    texts.forEach(node::add);
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
