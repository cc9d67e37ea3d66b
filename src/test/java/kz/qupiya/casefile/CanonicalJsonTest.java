package kz.qupiya.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

    @Test
    void members_are_sorted_and_nothing_stands_between() {
        var map = new LinkedHashMap<String, Object>();
        map.put("b", List.of("x", 1L, true));
        map.put("a", null);
        map.put("ә", Map.of());
        map.put("A", List.of());
        assertThat(CanonicalJson.write(map)).isEqualTo("{\"A\":[],\"a\":null,\"b\":[\"x\",1,true],\"ә\":{}}");
    }

    @Test
    void escapes_are_the_shortest() {
        assertThat(CanonicalJson.write("\"\\\b\f\n\r\t\u0001/ж😀")).isEqualTo("\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001/ж😀\"");
    }

    @Test
    void a_fraction_has_no_canonical_form() {
        assertThatThrownBy(() -> CanonicalJson.write(1.5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 300)
    void what_is_written_reads_back_and_the_order_of_entry_does_not_matter(
            @ForAll Map<String, String> texts, @ForAll List<Long> numbers) throws Exception {
        var one = new LinkedHashMap<String, Object>(texts);
        one.put("numbers", numbers);
        var other = new HashMap<String, Object>();
        other.put("numbers", numbers);
        texts.entrySet().stream()
                .sorted(Map.Entry.<String, String>comparingByKey().reversed())
                .forEach(entry -> other.putIfAbsent(entry.getKey(), entry.getValue()));
        var written = CanonicalJson.write(one);
        assertThat(CanonicalJson.write(other)).isEqualTo(written);
        var mapper = new ObjectMapper();
        assertThat(mapper.readTree(written)).isEqualTo(mapper.readTree(mapper.writeValueAsString(one)));
    }
}
