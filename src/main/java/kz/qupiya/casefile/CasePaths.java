package kz.qupiya.casefile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kz.qupiya.engine.ProcessPaths;
import org.jspecify.annotations.Nullable;

/**
 * The way that the processes of a case went, read from its timeline alone.
 *
 * <p>An event {@value #EVENT} holds in {@code moves} one list for each process instance that moved: instance, process, digest of the model, calling instance and subject of the
 * call (both empty unless the instance begins with this event), then the steps in their order, each {@code in:}, {@code out:} or {@code cancel:} with a flow node, or {@code
 * flow:} with a sequence flow.
 */
public final class CasePaths {

    /** Code of the events; they have no place in a history told in plain words. */
    public static final String EVENT = "process.moved";

    static final String MOVES = "moves";

    private static final int HEAD = 5;
    private static final Map<ProcessPaths.Kind, String> PREFIXES = Map.of(
            ProcessPaths.Kind.ENTERED, "in:",
            ProcessPaths.Kind.LEFT, "out:",
            ProcessPaths.Kind.CANCELLED, "cancel:",
            ProcessPaths.Kind.TAKEN, "flow:");

    private CasePaths() {}

    /** Where a flow node stands. */
    public enum State {
        /** Entered and not left. */
        ACTIVE("active"),
        /** Left as the model has it. */
        DONE("done"),
        /** Ended from outside. */
        CANCELLED("cancelled");

        private final String json;

        State(String json) {
            this.json = json;
        }

        /** The name that the user interface knows it by. */
        public String json() {
            return json;
        }
    }

    /**
     * The visits to a flow node.
     *
     * @param state where the last of them stands
     * @param times how often it was entered
     * @param first when it was entered first
     * @param last  when it was entered or left last
     */
    public record Visits(State state, int times, Instant first, Instant last) {}

    /**
     * The way of one process instance.
     *
     * @param model   digest of its model; of the last one, should it have been moved to another
     * @param parent  the instance that called it
     * @param about   key of the system that it is about
     * @param flows   sequence flows taken, in the order in which they were taken first
     */
    public record Path(
            String instance,
            String process,
            String model,
            @Nullable String parent,
            @Nullable String about,
            Map<String, Visits> elements,
            Set<String> flows) {}

    static List<String> written(ProcessPaths.Move move) {
        var written = new ArrayList<String>();
        written.add(move.instance());
        written.add(move.process());
        written.add(move.model());
        written.add(move.parent() == null ? "" : move.parent());
        written.add(move.about() == null ? "" : move.about());
        move.steps().forEach(step -> written.add(PREFIXES.get(step.kind()) + step.element()));
        return written;
    }

    /** The ways of all instances, in the order in which they began. */
    public static List<Path> of(List<Timeline.Entry> timeline) {
        var readers = new LinkedHashMap<String, Reader>();
        for (var entry : timeline) {
            if (EVENT.equals(entry.code()) && entry.data().get(MOVES) instanceof Collection<?> moves) {
                moves.forEach(move -> read(entry.at(), (List<?>) move, readers));
            }
        }
        return readers.values().stream().map(Reader::path).toList();
    }

    private static void read(Instant at, List<?> move, Map<String, Reader> readers) {
        var words = move.stream().map(String::valueOf).toList();
        var reader = readers.computeIfAbsent(
                words.get(0), instance -> new Reader(instance, words.get(1), words.get(3), words.get(4)));
        reader.model = words.get(2);
        words.subList(HEAD, words.size()).forEach(step -> reader.step(at, step));
    }

    private static final class Reader {

        private final String instance;
        private final String process;
        private final @Nullable String parent;
        private final @Nullable String about;
        private String model = "";
        private final Map<String, Node> nodes = new LinkedHashMap<>();
        private final Set<String> flows = new LinkedHashSet<>();

        Reader(String instance, String process, String parent, String about) {
            this.instance = instance;
            this.process = process;
            this.parent = parent.isEmpty() ? null : parent;
            this.about = about.isEmpty() ? null : about;
        }

        void step(Instant at, String written) {
            var cut = written.indexOf(':') + 1;
            var element = written.substring(cut);
            switch (written.substring(0, cut)) {
                case "flow:" -> flows.add(element);
                case "in:" -> nodes.computeIfAbsent(element, id -> new Node(at)).entered(at);
                case "out:" ->
                    nodes.computeIfAbsent(element, id -> new Node(at)).left(at, State.DONE);
                case "cancel:" ->
                    nodes.computeIfAbsent(element, id -> new Node(at)).left(at, State.CANCELLED);
                default -> throw new IllegalStateException("no step of a path: " + written);
            }
        }

        Path path() {
            var elements = new LinkedHashMap<String, Visits>();
            nodes.forEach((element, node) -> elements.put(
                    element, new Visits(node.open > 0 ? State.ACTIVE : node.ended, node.times, node.first, node.last)));
            return new Path(instance, process, model, parent, about, elements, flows);
        }
    }

    private static final class Node {

        private final Instant first;
        private Instant last;
        private int times;
        private int open;
        private State ended = State.DONE;

        Node(Instant first) {
            this.first = first;
            this.last = first;
        }

        void entered(Instant at) {
            times++;
            open++;
            last = at;
        }

        void left(Instant at, State how) {
            open = Math.max(0, open - 1);
            ended = how;
            last = at;
        }
    }
}
