package kz.qupiya.operator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.security.OperatorDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** The operators read at the start. A faulty one is named with file, line and cause and stays out; the others start. */
@Component
@EnableConfigurationProperties(OperatorSettings.class)
class LoadedOperators implements Operators, OperatorDirectory {

    private static final Logger log = LoggerFactory.getLogger(LoadedOperators.class);

    private final Map<String, OperatorProfile> started;
    private final List<RejectedOperator> rejected;

    LoadedOperators(OperatorSettings settings) {
        var profiles = new TreeMap<String, OperatorProfile>();
        this.rejected = new ArrayList<>();
        var files = OperatorFiles.find(settings.operatorDir());
        var wanted = new HashSet<>(settings.operators());
        var reader = new ProfileReader(LawPositions.bundled());
        var owners = new HashMap<String, String>();
        for (var entry : files.entrySet()) {
            var key = entry.getKey();
            if (!wanted.isEmpty() && !wanted.contains(key)) {
                continue;
            }
            var file = entry.getValue();
            try {
                var profile = reader.read(key, file::open);
                var owner = owners.putIfAbsent(profile.casePrefix(), key);
                if (owner != null) {
                    throw new YamlFault(
                            0, "case-prefix: " + profile.casePrefix() + " is that of " + owner + " already");
                }
                profiles.put(key, profile);
            } catch (YamlFault e) {
                note(new RejectedOperator(key, file.name(), e.line(), e.cause()));
            }
        }
        wanted.stream()
                .filter(key -> !files.containsKey(key))
                .sorted()
                .forEach(key -> note(new RejectedOperator(
                        key,
                        "operators/" + key + "/profile.yaml",
                        0,
                        "named in qupiya.operators, but there is no profile")));
        this.started = profiles;
        log.info("operators started: {}", String.join(", ", profiles.keySet()));
    }

    @Override
    public OperatorProfile get(OperatorKey key) {
        return find(key.value()).orElseThrow(() -> new NotFoundException("operator.unknown"));
    }

    @Override
    public synchronized Optional<OperatorProfile> find(String key) {
        return Optional.ofNullable(started.get(key));
    }

    @Override
    public synchronized List<OperatorProfile> all() {
        return List.copyOf(started.values());
    }

    @Override
    public synchronized List<RejectedOperator> rejected() {
        return rejected.stream()
                .sorted(Comparator.comparing(RejectedOperator::key))
                .toList();
    }

    @Override
    public synchronized void reject(RejectedOperator fault) {
        started.remove(fault.key());
        note(fault);
    }

    @Override
    public synchronized Map<String, String> names() {
        var names = new LinkedHashMap<String, String>();
        started.forEach((key, profile) -> names.put(key, profile.name().ru()));
        return names;
    }

    private void note(RejectedOperator fault) {
        rejected.add(fault);
        log.error("{}", fault);
    }
}
