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
import java.util.Locale;

/**
 * A diagnosis for programs, in JSON: {@code findings} (surest first), {@code chains} (one for each
 * generation that was judged), {@code notes}. Words are in lower case: {@code sure}, {@code hangs}.
 * Everything beyond ASCII is escaped.
 */
public final class DiagnosisJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private DiagnosisJson() {}

  /** The diagnosis as indented text, without a newline at its end. */
  public static String of(Diagnosis diagnosis) {
    ObjectNode root = MAPPER.createObjectNode();
    ArrayNode findings = root.putArray("findings");
    diagnosis.findings().forEach(finding -> add(finding, findings.addObject()));
    ArrayNode chains = root.putArray("chains");
    diagnosis.chains().forEach(chain -> add(chain, chains.addObject()));
    ArrayNode notes = root.putArray("notes");
    diagnosis.notes().forEach(notes::add);
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(Finding finding, ObjectNode node) {
    node.put("failure", finding.failure());
    node.put("stage", word(finding.stage()));
    node.put("course", word(finding.course()));
    node.put("certainty", word(finding.certainty()));
    node.put("what", finding.what());
    ArrayNode evidence = node.putArray("evidence");
    finding.evidence().forEach(evidence::add);
    node.put("why", finding.why());
    ObjectNode mend = node.putObject("mend");
    mend.put(finding.mend().isCall() ? "call" : "byHand", finding.mend().call());
  }

  private static void add(BootChain chain, ObjectNode node) {
    node.put("host", chain.host());
    node.put("generation", chain.generation());
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

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
