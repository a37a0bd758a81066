package dev.thaw.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.TestSystem;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class BootSvgTest {

  private final TestSystem system = new TestSystem();

  private Document picture() throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    byte[] svg = BootSvg.of(system.chain()).getBytes(StandardCharsets.UTF_8);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg));
  }

  @Test
  void hasABoxForEachLinkItsVerdictAsAWordAndTheForecast() throws Exception {
    system.modules.remove("ahci");

    Document picture = picture();

    // One is the background.
    assertThat(picture.getElementsByTagName("rect").getLength()).isEqualTo(1 + 8);
    assertThat(picture.getDocumentElement().getTextContent())
        .contains("atlas, generation 57")
        .contains("✗ broken")
        .contains("✓ good")
        .contains("It fails at: disk drivers.");
  }

  @Test
  void nothingFromTheDiskBecomesMarkup() throws Exception {
    system.forced.add("</text><script>alert(1)</script>&\"'\u0000\u001b\uD800]]>");

    Document picture = picture();

    assertThat(picture.getElementsByTagName("script").getLength()).isZero();
    assertThat(picture.getDocumentElement().getTextContent()).contains("<script>alert(1)</script>");
  }
}
