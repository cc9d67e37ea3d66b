package kz.qupiya.claimhandling;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import kz.qupiya.problem.Violation;
import org.jspecify.annotations.Nullable;

/** Reads demands and damages as callers write them: one or several, codes or words, with an amount or without. */
final class DemandReader {

    static final int MOST = 20;
    private static final int LONGEST = 2000;
    private static final BigDecimal MOST_TENGE = new BigDecimal("999999999999.99");
    private static final String AMOUNT = "amount";

    private final List<Asked> asked = new ArrayList<>();
    private final List<Violation> violations;

    private DemandReader(List<Violation> violations) {
        this.violations = violations;
    }

    /**
     * What is demanded.
     *
     * @param words the claimant's words where the action was no code
     * @param scope purposes of a withdrawal, null for all
     */
    record Asked(DemandKind kind, @Nullable BigDecimal amount, @Nullable String words, @Nullable List<String> scope) {

        /** Says nothing of what was written. */
        @Override
        public String toString() {
            return "Asked[" + kind + "]";
        }
    }

    /** The demands of a request; what is wrong is added to the violations. */
    static List<Asked> read(ClaimRequest request, List<Violation> violations) {
        var reader = new DemandReader(violations);
        var demand = request.demand();
        if (demand != null && demand.isArray()) {
            for (int at = 0; at < demand.size() && at <= MOST; at++) {
                reader.demand(demand.get(at), "demand[" + at + "]");
            }
        } else if (demand != null && !demand.isNull()) {
            reader.demand(demand, "demand");
        }
        var codes = request.demands() == null ? List.<String>of() : request.demands();
        for (var code : codes) {
            DemandKind.find(code)
                    .ifPresentOrElse(
                            kind -> reader.add(new Asked(kind, null, null, null)),
                            () -> violations.add(new Violation("demands", "claimhandling.demand.unknown")));
        }
        reader.damages(request.damages());
        if (reader.asked.size() > MOST) {
            violations.add(new Violation("demand", "claimhandling.demand.many", MOST));
        }
        if (reader.asked.isEmpty()
                && violations.stream().noneMatch(one -> one.field().startsWith("demand"))) {
            violations.add(new Violation("demand", "problem.field.missing"));
        }
        return reader.asked;
    }

    private void demand(JsonNode node, String field) {
        if (node.isTextual()) {
            action(node.asText(), null, null, field);
        } else if (node.isObject()) {
            var amount = node.hasNonNull(AMOUNT) ? amount(node.get(AMOUNT), field + "." + AMOUNT) : null;
            var scope = node.get("scope");
            action(
                    node.hasNonNull("action") ? node.get("action").asText() : "",
                    amount,
                    scope != null && scope.isArray()
                            ? StreamSupport.stream(scope.spliterator(), false)
                                    .map(JsonNode::asText)
                                    .toList()
                            : scope == null || scope.isNull() ? null : List.of(scope.asText()),
                    field);
        } else {
            violations.add(new Violation(field, "claimhandling.demand.unknown"));
        }
    }

    private void action(String written, @Nullable BigDecimal amount, @Nullable List<String> scope, String field) {
        var action = written.strip();
        var known = DemandKind.find(action).orElse(null);
        if (known != null) {
            if (amount != null && !known.isMoney()) {
                add(new Asked(DemandKind.REAL_DAMAGE, amount, null, null));
            }
            add(new Asked(known, known.isMoney() ? amount : null, null, scope));
        } else if (action.length() > LONGEST) {
            violations.add(new Violation(field + ".action", "problem.field.too-long", LONGEST));
        } else if (!action.isEmpty()) {
            // An amount asks for money whatever the words beside it say.
            add(new Asked(amount == null ? DemandKind.OTHER : DemandKind.REAL_DAMAGE, amount, action, null));
        } else if (amount != null) {
            add(new Asked(DemandKind.REAL_DAMAGE, amount, null, null));
        } else if (violations.stream().noneMatch(one -> one.field().startsWith(field))) {
            violations.add(new Violation(field + ".action", "problem.field.missing"));
        }
    }

    private void damages(@Nullable JsonNode damages) {
        if (damages == null || damages.isNull()) {
            return;
        }
        if (damages.isNumber()) {
            money(DemandKind.REAL_DAMAGE, damages, "damages");
        } else if (damages.isObject()) {
            if (damages.hasNonNull("real")) {
                money(DemandKind.REAL_DAMAGE, damages.get("real"), "damages.real");
            }
            if (damages.hasNonNull("moral")) {
                money(DemandKind.MORAL_DAMAGE, damages.get("moral"), "damages.moral");
            }
        }
    }

    private void money(DemandKind kind, JsonNode node, String field) {
        var amount = amount(node, field);
        if (amount != null && asked.stream().noneMatch(one -> one.kind() == kind && amount.equals(one.amount()))) {
            asked.removeIf(one -> one.kind() == kind && one.amount() == null);
            add(new Asked(kind, amount, null, null));
        }
    }

    private void add(Asked one) {
        if (one.words() != null || asked.stream().noneMatch(other -> other.equals(one))) {
            asked.add(one);
        }
    }

    private @Nullable BigDecimal amount(JsonNode node, String field) {
        var amount = amount(node.asText());
        if (amount == null) {
            violations.add(new Violation(field, "claimhandling.amount.bad"));
        }
        return amount;
    }

    /** An amount in tenge with at most two decimals, more than nothing; null if it is none. */
    static @Nullable BigDecimal amount(String written) {
        try {
            var amount = new BigDecimal(written.strip()).stripTrailingZeros();
            return amount.signum() <= 0 || amount.scale() > 2 || amount.compareTo(MOST_TENGE) > 0
                    ? null
                    : amount.setScale(2, java.math.RoundingMode.UNNECESSARY);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
