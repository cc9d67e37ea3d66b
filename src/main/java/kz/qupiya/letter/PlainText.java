package kz.qupiya.letter;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Turns the markup of a letter into plain text: paragraphs, lists and tables; wrapped by the reader's program. */
final class PlainText {

    /** Class of an element whose line breaks are a person's own, and stay (see {@code letter.css}). */
    private static final String LINES = "lines";

    private PlainText() {}

    /** The text of an element in one line. */
    static String line(Element element) {
        return squeeze(element.getTextContent());
    }

    /** The text of an element in the lines in which it was written; of several empty ones one stays. */
    private static String lines(Element element) {
        return element.getTextContent()
                .lines()
                .map(PlainText::squeeze)
                .collect(Collectors.joining("\n"))
                .replaceAll("\n{3,}", "\n\n")
                .strip();
    }

    /** The text of an element with its blocks apart by an empty line. */
    static String of(Element body) {
        List<String> blocks = new ArrayList<>();
        collect(body, blocks);
        return String.join("\n\n", blocks);
    }

    private static void collect(Element parent, List<String> blocks) {
        for (var child : elements(parent)) {
            switch (child.getTagName()) {
                case "ul", "ol" -> blocks.add(list(child));
                case "table" -> blocks.add(table(child));
                case "div", "section" -> collect(child, blocks);
                default -> {
                    var text = LINES.equals(child.getAttribute("class")) ? lines(child) : line(child);
                    if (!text.isEmpty()) {
                        blocks.add(text);
                    }
                }
            }
        }
    }

    private static String list(Element list) {
        var numbered = list.getTagName().equals("ol");
        var items = elements(list);
        var text = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            text.append(i == 0 ? "" : "\n")
                    .append(numbered ? (i + 1) + ") " : "– ")
                    .append(line(items.get(i)));
        }
        return text.toString();
    }

    /** Each row becomes a line «first cell: second; third», the head is left out. */
    private static String table(Element table) {
        return rows(table).stream()
                .map(row -> elements(row).stream()
                        .filter(cell -> cell.getTagName().equals("td"))
                        .map(PlainText::line)
                        .toList())
                .filter(cells -> !cells.isEmpty())
                .map(cells -> "– " + cells.get(0)
                        + (cells.size() == 1
                                ? ""
                                : ": "
                                        + cells.stream()
                                                .skip(1)
                                                .filter(c -> !c.isEmpty())
                                                .collect(Collectors.joining("; "))))
                .collect(Collectors.joining("\n"));
    }

    private static List<Element> rows(Element parent) {
        List<Element> rows = new ArrayList<>();
        for (var child : elements(parent)) {
            if (child.getTagName().equals("tr")) {
                rows.add(child);
            } else {
                rows.addAll(rows(child));
            }
        }
        return rows;
    }

    private static List<Element> elements(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    private static String squeeze(String text) {
        return text.replaceAll("[ \\t\\r\\n]+", " ").strip();
    }
}
