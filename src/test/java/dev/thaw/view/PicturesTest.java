package dev.thaw.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.BootChain;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.TestSystem;
import dev.thaw.practice.PracticeMachine;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.BlockDeviceBuilder;
import dev.thaw.storage.DeviceType;
import dev.thaw.storage.Disks;
import dev.thaw.storage.ListWithNotes;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PicturesTest {

  private static final long GIB = 1L << 30;
  private static final String HOSTILE =
      "</text><script>alert(1)</script>&\"'\u0000\u001b\u202e\uD800]]>";

  private final TestSystem system = new TestSystem();

  private static Document picture(Object value) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    byte[] svg = Pictures.svg(value).orElseThrow().getBytes(StandardCharsets.UTF_8);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg));
  }

  private static String text(Document picture) {
    return picture.getDocumentElement().getTextContent();
  }

  private static List<Element> elements(Document picture, String tag) {
    var found = picture.getElementsByTagName(tag);
    var elements = new ArrayList<Element>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static BlockDevice device(
      String name, DeviceType type, long size, String label, BlockDevice... children) {
    boolean disk = type == DeviceType.DISK;
    return BlockDeviceBuilder.device("/dev/" + name, type)
        .size(size)
        .hardware(disk ? label : "", "nvme")
        .content(disk ? "" : "ext4", label, "")
        .children(List.of(children))
        .build();
  }

  @Test
  void aChainHasABoxForEachLinkItsVerdictAsAWordAndTheForecast() throws Exception {
    system.modules.remove("ahci");

    Document picture = picture(system.chain());

    // One is the background.
    assertThat(elements(picture, "rect")).hasSize(1 + 8);
    assertThat(text(picture))
        .contains("atlas, generation 57")
        .contains("✗ broken")
        .contains("✓ good")
        .contains("It fails at: disk drivers.");
  }

  @Test
  void everyPartOfItTakesTheColourOfJupytersTheme() {
    system.modules.remove("ahci");
    String chain = Pictures.svg(system.chain()).orElseThrow();

    Pattern.compile("thaw-[a-z-]+(?=[\" ])")
        .matcher(chain)
        .results()
        .map(MatchResult::group)
        .distinct()
        .forEach(part -> assertThat(chain).contains("[data-jp-theme-light] ." + part + "{"));
  }

  @Test
  void nothingFromTheDiskBecomesMarkup() throws Exception {
    system.forced.add(HOSTILE);
    BlockDevice part = device(HOSTILE, DeviceType.PART, 2 * GIB, HOSTILE);

    for (Object value :
        List.of(system.chain(), device("sda", DeviceType.DISK, 4 * GIB, HOSTILE, part))) {
      Document picture = picture(value);
      assertThat(elements(picture, "script")).isEmpty();
      assertThat(text(picture)).contains("<script>alert").doesNotContain("\u001b", "\u202e");
    }
  }

  @Test
  void aWordThatIsLongerThanItsLineIsBroken() throws Exception {
    system.forced.add("m".repeat(200));

    assertThat(elements(picture(system.chain()), "text"))
        .allSatisfy(line -> assertThat(line.getTextContent().length()).isLessThan(110));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vfio", "wrong-uuid"})
  void disksAreDrawnWithAllThatIsMadeOfThemInsideThePicture(String name) throws Exception {
    ListWithNotes<BlockDevice> disks;
    try (var machine = PracticeMachine.fresh(name, text -> {})) {
      disks = Disks.look(machine);
    }

    Document picture = picture(disks);

    disks.forEach(disk -> assertThat(text(picture)).contains(disk.path()));
    assertThat(text(picture)).contains("nvme0n1p1").contains("vfat").contains("256 MiB, BOOT");
    staysInside(picture);
  }

  @Test
  void manyPartitionsAndLayersMakeThePictureWiderInsteadOfOverlapping() throws Exception {
    var parts = new ArrayList<BlockDevice>();
    for (int i = 1; i < 12; i++) {
      parts.add(device("sda" + i, DeviceType.PART, i == 3 ? 900 * GIB : 1, "p" + i));
    }
    BlockDevice[] volumes = {
      device("vg-root", DeviceType.LVM, 300 * GIB, "root"),
      device("vg-home", DeviceType.LVM, 500 * GIB, "home"),
      device("vg-swap", DeviceType.LVM, 1, "swap")
    };
    parts.add(
        device(
            "sda12",
            DeviceType.PART,
            -1,
            "",
            device("open", DeviceType.CRYPT, 800 * GIB, "", volumes)));

    Document picture =
        picture(device("sda", DeviceType.DISK, 2000 * GIB, "", parts.toArray(BlockDevice[]::new)));

    assertThat(text(picture)).contains("no partition").contains("1.1 TiB").contains("lvm: ext4");
    staysInside(picture);
    List<Element> boxes = elements(picture, "rect").subList(1, elements(picture, "rect").size());
    for (Element one : boxes) {
      for (Element other : boxes) {
        boolean apart =
            one == other
                || right(one) <= number(other, "x")
                || right(other) <= number(one, "x")
                || bottom(one) <= number(other, "y")
                || bottom(other) <= number(one, "y");
        assertThat(apart).isTrue();
      }
    }
  }

  private static void staysInside(Document picture) {
    int width = number(picture.getDocumentElement(), "width");
    int height = number(picture.getDocumentElement(), "height");
    assertThat(elements(picture, "rect"))
        .allMatch(box -> right(box) <= width && bottom(box) <= height);
  }

  private static int right(Element box) {
    return number(box, "x") + number(box, "width");
  }

  private static int bottom(Element box) {
    return number(box, "y") + number(box, "height");
  }

  private static int number(Element element, String name) {
    String value = element.getAttribute(name);
    return value.isEmpty() ? 0 : Integer.parseInt(value);
  }

  @Test
  void ofADiagnosisTheDefaultsChainIsDrawnAndTheOthersInShort() throws Exception {
    var chain = system.chain();
    var older = new BootChain("atlas", 56, false, chain.links());
    var foreign = new BootChain("juno", 3, true, chain.links());
    var diagnosis = new Diagnosis(List.of(), List.of(older, chain, foreign), List.of());

    Document picture = picture(Optional.of(diagnosis));

    assertThat(text(picture))
        .contains("atlas, generation 57", "generation 56")
        .doesNotContain("generation 3");
    assertThat(elements(picture, "rect")).hasSize(1 + 8 + 8);
    staysInside(picture);
  }

  @Test
  void whatCannotBeDrawnHasNoPicture() {
    var nothing = new Diagnosis(List.of(), List.of(), List.of());
    for (Object value : List.of("text", 1, List.of(), List.of("text"), Optional.empty(), nothing)) {
      assertThat(Pictures.svg(value)).isEmpty();
    }
    assertThat(Pictures.svg(null)).isEmpty();
  }
}
