package kz.qupiya.operator;

import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;

/** What the law answers to statements of policies, and which duties are read together; {@code operators/law-positions.yaml}. */
final class LawPositions {

    private static final String FILE = "operators/law-positions.yaml";

    private final List<Position> claims;
    private final Map<Duty, Duty> readTogether;

    private LawPositions(List<Position> claims, Map<Duty, Duty> readTogether) {
        this.claims = List.copyOf(claims);
        this.readTogether = Map.copyOf(readTogether);
    }

    static LawPositions bundled() {
        try {
            var yaml = YamlMap.read(
                    () -> new InputStreamReader(new ClassPathResource(FILE).getInputStream(), StandardCharsets.UTF_8));
            var claims = yaml.maps(
                    "claims",
                    map -> new Position(
                            map.text("kind"),
                            map.text("act"),
                            map.text("article"),
                            map.named("severity", PolicyFinding.Severity::of)));
            var together = yaml.maps(
                    "read-together", map -> Map.entry(map.named("duty", Duty::of), map.named("with", Duty::of)));
            yaml.end();
            return new LawPositions(
                    claims, together.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        } catch (YamlFault e) {
            throw new IllegalStateException(FILE + ":" + e.line() + ": " + e.cause(), e);
        }
    }

    /** The answer of the law to a statement. */
    Optional<Position> find(String kind) {
        return claims.stream().filter(position -> position.kind().equals(kind)).findFirst();
    }

    /** The statements that have an answer. */
    List<String> kinds() {
        return claims.stream().map(Position::kind).toList();
    }

    /** The duty of the law whose clock may run beside that of this duty. */
    Optional<Duty> besides(Duty duty) {
        return Optional.ofNullable(readTogether.get(duty));
    }

    /** @param act code of the act */
    record Position(String kind, String act, String article, PolicyFinding.Severity severity) {}
}
