package kz.qupiya.casefile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import kz.qupiya.engine.ProcessPaths;
import org.springframework.stereotype.Component;

/**
 * Puts the way of a case's processes into its timeline: one event for each command of the engine that moved something. So the path is part of the hash chain and outlives the
 * engine's history.
 */
@Component
class PathRecorder implements ProcessPaths {

    private static final Actor ENGINE = Actor.system("engine");

    private final JdbcTimeline timeline;

    PathRecorder(JdbcTimeline timeline) {
        this.timeline = timeline;
    }

    @Override
    public void moved(List<Move> moves) {
        var byCase = new LinkedHashMap<String, List<List<String>>>();
        for (var move : moves) {
            // A process without a case leaves no path: nothing of it is ours.
            if (move.businessKey() != null) {
                byCase.computeIfAbsent(move.businessKey(), number -> new ArrayList<>())
                        .add(CasePaths.written(move));
            }
        }
        byCase.forEach((number, written) -> timeline.appendByNumber(
                number, TimelineEvent.of(CasePaths.EVENT, ENGINE).with(CasePaths.MOVES, written)));
    }
}
