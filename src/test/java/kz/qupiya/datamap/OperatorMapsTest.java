package kz.qupiya.datamap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The maps that the product ships are read without a fault. */
class OperatorMapsTest {

    @ParameterizedTest
    @ValueSource(strings = {"zvonobot", "digital-rocket", "kz-pay-bot", "kao-solutions", "twelve"})
    void shipped_maps_are_read(String operator) throws IOException {
        var file = "/operators/" + operator + "/data-map.yaml";
        try (InputStream in = OperatorMapsTest.class.getResourceAsStream(file)) {
            assertThat(in).as(file).isNotNull();
            var result = MapReader.read(operator, file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(result.faults()).isEmpty();
            assertThat(result.map()).isNotNull();
        }
    }
}
