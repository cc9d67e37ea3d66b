package kz.qupiya.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The hash chain")
class HashChainTest {

    private static final UUID CASE = UUID.fromString("01234567-0123-4123-8123-0123456789ab");

    private static String written(Instant at) {
        var out = new StringBuilder();
        HashChain.append(out, CASE, new HashChain.Row(1, at, "user:o", "a.b", null, "{}", "", ""));
        return out.toString();
    }

    private static String expected(Instant at) {
        return "{\"actor\":\"user:o\",\"at\":\"" + at + "\",\"case\":\"" + CASE
                + "\",\"code\":\"a.b\",\"data\":{},\"result\":null,\"sequence\":1}";
    }

    @ParameterizedTest
    @DisplayName("writes an instant as it was always hashed")
    @ValueSource(
            strings = {
                "2026-03-02T05:00:00Z",
                "2026-03-02T05:00:00.100Z",
                "2026-03-02T05:00:00.001Z",
                "2026-03-02T05:00:00.000001Z",
                "2026-03-02T05:00:00.100001Z",
                "2026-03-02T05:00:00.123456Z",
                "2026-12-31T23:59:59.999999Z",
                "2026-03-02T05:00:00.000000001Z",
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59.500Z",
                "0999-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z"
            })
    void instants(String written) {
        assertThat(written(Instant.parse(written))).isEqualTo(expected(Instant.parse(written)));
    }

    @Test
    @DisplayName("writes any instant as it was always hashed")
    void anyInstant() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            var at = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000L);
            assertThat(written(at)).isEqualTo(expected(at));
        }
    }

    @Test
    @DisplayName("names a wrong row before a head that is not there any more, and that before the count")
    void order() {
        var first = row(1, HashChain.GENESIS);
        var second = row(2, first.hash());
        assertThat(check(List.of(), 2, second.hash(), first, second)).isNull();
        assertThat(check(List.of(new HashChain.Anchor(1, first.hash())), 2, second.hash(), first, second))
                .isNull();
        assertThat(check(List.of(new HashChain.Anchor(1, "x")), 2, second.hash(), first, row(2, "y")))
                .isEqualTo(new HashChain.Break(2, "previous-hash"));
        assertThat(check(List.of(new HashChain.Anchor(1, "x")), 9, second.hash(), first, second))
                .isEqualTo(new HashChain.Break(1, "anchor"));
        assertThat(check(List.of(new HashChain.Anchor(3, "x")), 2, second.hash(), first, second))
                .isEqualTo(new HashChain.Break(3, "truncated"));
        assertThat(check(List.of(), 3, second.hash(), first, second)).isEqualTo(new HashChain.Break(3, "truncated"));
        assertThat(check(List.of(), 1, first.hash(), first, second)).isEqualTo(new HashChain.Break(2, "head"));
        assertThat(check(List.of(), 2, first.hash(), first, second)).isEqualTo(new HashChain.Break(2, "head"));
        assertThat(check(List.of(), 2, null, first, second)).isEqualTo(new HashChain.Break(2, "head"));
        assertThat(check(List.of(), 0, null)).isEqualTo(new HashChain.Break(1, "empty"));
    }

    private static HashChain.Row row(int sequence, String previous) {
        var at = Instant.parse("2026-03-02T05:00:00Z");
        return new HashChain.Row(
                sequence,
                at,
                "user:o",
                "a.b",
                null,
                "{}",
                previous,
                HashChain.hash(CASE, sequence, at, "user:o", "a.b", null, "{}", previous));
    }

    private static HashChain.Break check(
            List<HashChain.Anchor> anchors, long count, String head, HashChain.Row... rows) {
        var chain = new HashChain.Checker(CASE, anchors);
        List.of(rows).forEach(chain::add);
        return chain.end(count, head);
    }
}
