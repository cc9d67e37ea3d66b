package kz.qupiya.operator;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of a settings file that still knows its lines. Every key is taken by name, and {@link #end()} refuses what nobody took, so a
 * misspelt key is a fault with a line and not a silent default. No object is ever made from a tag of the file.
 */
final class YamlMap {

    private final int line;
    private final Map<String, Node> left;
    private final Map<String, Integer> lines = new HashMap<>();

    private YamlMap(MappingNode node, String what) {
        this.line = line(node);
        this.left = new LinkedHashMap<>();
        for (var tuple : node.getValue()) {
            var key = text(tuple.getKeyNode(), "a key of " + what);
            lines.put(key, line(tuple.getKeyNode()));
            if (left.put(key, tuple.getValueNode()) != null) {
                throw new YamlFault(line(tuple.getKeyNode()), key + " stands here twice");
            }
        }
    }

    /** @throws YamlFault if the text is no YAML or no mapping */
    static YamlMap read(Reader yaml) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(true); // found above, with both lines known
        options.setMaxAliasesForCollections(0);
        try {
            var root = new Yaml(options).compose(yaml);
            if (root == null) {
                throw new YamlFault(0, "the file is empty");
            }
            return map(root, "the file");
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            throw new YamlFault(mark == null ? 0 : mark.getLine() + 1, "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new YamlFault(0, "not YAML: " + e.getMessage());
        }
    }

    /** Like {@link #read(Reader)}, with the reader's own failure as a fault. */
    static YamlMap read(ReaderSource source) {
        try (var reader = source.open()) {
            return read(reader);
        } catch (IOException e) {
            throw new YamlFault(0, "cannot be read: " + e.getMessage());
        }
    }

    /** Opens a file. */
    interface ReaderSource {
        Reader open() throws IOException;
    }

    /** Line where the mapping starts, from 1. */
    int line() {
        return line;
    }

    /** Line of a key, also after it was taken; that of the mapping if the key is missing. */
    int line(String key) {
        return lines.getOrDefault(key, line);
    }

    /** The text under a key. */
    String text(String key) {
        return value(key, text -> text);
    }

    /** The text under a key that may be missing. */
    @Nullable
    String optionalText(String key) {
        var node = left.remove(key);
        return node == null || node.getTag().equals(Tag.NULL) ? null : text(node, key);
    }

    /** A value made of the text under a key; what makes it says {@link IllegalArgumentException} to refuse. */
    <T> T value(String key, Function<String, T> make) {
        return made(take(key), key, make);
    }

    /** A value out of a list of names. */
    <T> T named(String key, Function<String, Optional<T>> find) {
        return value(key, text -> find.apply(text).orElseThrow(() -> new IllegalArgumentException("unknown " + text)));
    }

    /** A whole number. */
    int number(String key) {
        return value(key, YamlMap::parse);
    }

    /** True or false. */
    boolean flag(String key) {
        return value(key, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false, not " + text);
        });
    }

    /** As {@link #flag}, false where the key is missing. */
    boolean optionalFlag(String key) {
        return left.containsKey(key) && flag(key);
    }

    /** Texts under a key; none where the key is missing. */
    List<String> optionalValues(String key) {
        return left.containsKey(key) ? values(key, text -> text) : List.of();
    }

    /** The mapping under a key, read to its end. */
    <T> T map(String key, Function<YamlMap, T> read) {
        var map = map(take(key), key);
        var value = read.apply(map);
        map.end();
        return value;
    }

    /** As {@link #map}, nothing where the key is missing. */
    <T> Optional<T> optionalMap(String key, Function<YamlMap, T> read) {
        return left.containsKey(key) ? Optional.of(map(key, read)) : Optional.empty();
    }

    /** The mappings of the list under a key, each read to its end. */
    <T> List<T> maps(String key, Function<YamlMap, T> read) {
        return items(key, (node, what) -> {
            var map = map(node, what);
            var value = read.apply(map);
            map.end();
            return value;
        });
    }

    /** As {@link #maps}, none where the key is missing. */
    <T> List<T> optionalMaps(String key, Function<YamlMap, T> read) {
        return left.containsKey(key) ? maps(key, read) : List.of();
    }

    /** The values of the list under a key. */
    <T> List<T> values(String key, Function<String, T> make) {
        return items(key, (node, what) -> made(node, what, make));
    }

    /** Refuses what was not taken. */
    void end() {
        left.forEach((key, node) -> {
            throw new YamlFault(line(node), "unknown key " + key);
        });
    }

    /** A whole number of a text. */
    static int parse(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a whole number, not " + text, e);
        }
    }

    private <T> List<T> items(String key, BiFunction<Node, String, T> read) {
        var node = take(key);
        if (!(node instanceof SequenceNode sequence)) {
            throw new YamlFault(line(node), key + " must be a list");
        }
        var items = new ArrayList<T>();
        for (var item : sequence.getValue()) {
            items.add(read.apply(item, key));
        }
        return items;
    }

    private Node take(String key) {
        var node = left.remove(key);
        if (node == null) {
            throw new YamlFault(line, key + " is missing");
        }
        return node;
    }

    private static YamlMap map(Node node, String what) {
        if (!(node instanceof MappingNode mapping)) {
            throw new YamlFault(line(node), what + " must be a mapping");
        }
        return new YamlMap(mapping, what);
    }

    private static <T> T made(Node node, String what, Function<String, T> make) {
        try {
            return make.apply(text(node, what));
        } catch (IllegalArgumentException e) {
            throw new YamlFault(line(node), what + ": " + e.getMessage());
        }
    }

    private static String text(Node node, String what) {
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            throw new YamlFault(line(node), what + " must be a text");
        }
        return scalar.getValue();
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
    }
}
