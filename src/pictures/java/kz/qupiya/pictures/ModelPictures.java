package kz.qupiya.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import kz.qupiya.testing.StaffBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.util.HtmlUtils;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A picture of every model and every table, drawn from its file in a browser, as large as its author laid it out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelPictures {

    private static final Path MODELS = Path.of("processes");
    private static final String LIBRARY =
            "META-INF/resources/webjars/bpmn-visualization/%s/dist/bpmn-visualization.min.js";
    private static final double DENSITY = 1.5;
    private static final int MARGIN = 16;
    private static final int TABLE_WIDTH = 1500;

    private StaffBrowser browser;

    @BeforeAll
    void open() {
        browser = new StaffBrowser("");
    }

    @AfterAll
    void close() {
        browser.close();
    }

    static List<Path> models() throws IOException {
        return files(".bpmn");
    }

    static List<Path> tables() throws IOException {
        return files(".dmn");
    }

    @ParameterizedTest
    @MethodSource
    void models(Path file) throws IOException {
        try (var desk = browser.desk("ru", 800, 600, DENSITY)) {
            var page = desk.page();
            page.setContent("<style>body { margin: 0; background: #fff }</style><div id=model></div>");
            page.addScriptTag(new Page.AddScriptTagOptions().setContent(library()));
            page.evaluate(DRAW, Map.of("xml", Files.readString(file), "margin", MARGIN));
            assertThat(page.locator("#model [data-bpmn-id]").count()).isPositive();
            Album.keep(name(file), page.locator("#model").screenshot());
            assertThat(desk.faults()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource
    void tables(Path file) throws IOException, ParserConfigurationException, SAXException {
        try (var desk = browser.desk("ru", TABLE_WIDTH, 600, DENSITY)) {
            desk.page().setContent(html(file));
            Album.keep(name(file), desk.page().locator("main").screenshot());
        }
    }

    private static List<Path> files(String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(MODELS)) {
            return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static String name(Path file) {
        return "model-" + file.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
    }

    /** The script that Cockpit's page draws with, from its webjar. */
    private static String library() {
        var loader = ModelPictures.class.getClassLoader();
        try (InputStream version =
                loader.getResourceAsStream("META-INF/maven/org.webjars.npm/bpmn-visualization/pom.properties")) {
            var properties = new java.util.Properties();
            properties.load(version);
            try (InputStream script =
                    loader.getResourceAsStream(LIBRARY.formatted(properties.getProperty("version")))) {
                return new String(script.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the drawing the room that shapes, labels and flows take in the file, and draws one to one; staff's steps and ours are told apart by colour. */
    private static final String DRAW =
            """
            ({xml, margin}) => {
              const model = new DOMParser().parseFromString(xml, 'application/xml');
              const xs = [], ys = [];
              for (const each of model.getElementsByTagNameNS('*', 'Bounds')) {
                const [x, y, width, height] = ['x', 'y', 'width', 'height'].map(name => Number(each.getAttribute(name)));
                xs.push(x, x + width);
                ys.push(y, y + height);
              }
              for (const each of model.getElementsByTagNameNS('*', 'waypoint')) {
                xs.push(Number(each.getAttribute('x')));
                ys.push(Number(each.getAttribute('y')));
              }
              const container = document.getElementById('model');
              container.style.width = `${Math.max(...xs) - Math.min(...xs) + 2 * margin}px`;
              container.style.height = `${Math.max(...ys) - Math.min(...ys) + 2 * margin}px`;
              const viewer = new bpmnvisu.BpmnVisualization({ container });
              viewer.load(xml, { fit: { type: bpmnvisu.FitType.Center, margin } });
              const kinds = bpmnvisu.ShapeBpmnElementKind;
              const paint = (kind, fill, stroke) => viewer.bpmnElementsRegistry.updateStyle(
                viewer.bpmnElementsRegistry.getElementsByKinds(kind).map(each => each.bpmnSemantic.id), { fill: { color: fill }, stroke: { color: stroke } });
              paint(kinds.TASK_USER, '#e3f1f7', '#155e75');
              paint([kinds.TASK_SERVICE, kinds.TASK_SEND, kinds.TASK_BUSINESS_RULE, kinds.TASK_SCRIPT], '#f4f6f8', '#52606d');
              paint(kinds.CALL_ACTIVITY, '#eef2e6', '#4d6b1f');
              // a label of three lines would lie on the sign of its step
              for (const label of container.querySelectorAll('.bpmn-service-task.bpmn-label')) {
                const text = [...label.querySelectorAll('div')].pop();
                if (text && text.getBoundingClientRect().height > 35) {
                  text.style.transform = 'translateY(11px)';
                }
              }
            }""";

    private static String html(Path file) throws IOException, ParserConfigurationException, SAXException {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setNamespaceAware(true);
        var html = new StringBuilder(
                """
                <style>
                  body { margin: 0; background: #fff; font: 14px/1.4 "Noto Sans", "DejaVu Sans", sans-serif; color: #1d232b }
                  main { padding: 16px }
                  h1 { font-size: 20px; margin: 0 0 4px }
                  table + h1 { margin-top: 24px }
                  th:last-child { min-width: 420px }
                  p { margin: 0 0 12px; color: #52606d }
                  table { border-collapse: collapse; width: 100% }
                  th, td { border: 1px solid #cbd5e1; padding: 5px 8px; text-align: left; vertical-align: top }
                  th { background: #f4f6f8 }
                  th.in { background: #e3f1f7 }
                  th.out { background: #eef2e6 }
                  td.code { font-family: "DejaVu Sans Mono", monospace; font-size: 13px; white-space: nowrap }
                </style><main>""");
        var document = factory.newDocumentBuilder().parse(file.toFile());
        for (var decision : elements(document.getElementsByTagNameNS("*", "decision"))) {
            html.append("<h1>").append(escaped(decision.getAttribute("name"))).append("</h1>");
            child(decision, "description")
                    .forEach(text -> html.append("<p>").append(escaped(text)).append("</p>"));
            for (var table : elements(decision.getElementsByTagNameNS("*", "decisionTable"))) {
                html.append("<table><thead><tr>");
                columns(html, table, "input", "in");
                columns(html, table, "output", "out");
                html.append("<th>Пояснение</th></tr></thead><tbody>");
                for (var rule : elements(table.getElementsByTagNameNS("*", "rule"))) {
                    html.append("<tr>");
                    cells(html, rule, "inputEntry");
                    cells(html, rule, "outputEntry");
                    html.append("<td>")
                            .append(escaped(String.join(" ", child(rule, "description"))))
                            .append("</td></tr>");
                }
                html.append("</tbody></table>");
            }
        }
        return html.append("</main>").toString();
    }

    private static void columns(StringBuilder html, Element table, String name, String className) {
        for (var column : children(table, name)) {
            html.append("<th class=")
                    .append(className)
                    .append('>')
                    .append(escaped(column.getAttribute("label")))
                    .append("</th>");
        }
    }

    private static void cells(StringBuilder html, Element rule, String name) {
        for (var entry : children(rule, name)) {
            // an empty condition holds for everything
            var text = String.join("", child(entry, "text")).strip();
            html.append("<td class=code>")
                    .append(text.isEmpty() ? "–" : codes(text))
                    .append("</td>");
        }
    }

    /** Codes without their quotes, one below the other, so that a row of many leaves room for its explanation. */
    private static String codes(String text) {
        return escaped(text.replace("\"", "")).replace(",", "<br>").replace("not(", "not(<br>");
    }

    private static List<String> child(Element parent, String name) {
        return children(parent, name).stream().map(Element::getTextContent).toList();
    }

    private static List<Element> children(Element parent, String name) {
        return elements(parent.getChildNodes()).stream()
                .filter(each -> name.equals(each.getLocalName()))
                .toList();
    }

    private static List<Element> elements(NodeList nodes) {
        return java.util.stream.IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text);
    }
}
