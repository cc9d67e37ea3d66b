package kz.qupiya.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An address of engine REST")
class AddressesTest {

    @ParameterizedTest(name = "{0}")
    @DisplayName("is known in every spelling")
    @ValueSource(
            strings = {
                "/engine-rest",
                "/engine-rest/",
                "/engine-rest/version",
                "//engine-rest//version",
                "/ENGINE-REST/version",
                "/./engine-rest/version",
                "/ui/../engine-rest/version",
                "/engine%2Drest/version",
                "/engine%252Drest/version",
                "/%65ngine-rest/version",
                "/engine-rest;a=b/version",
                "/;x/engine-rest/version",
                "/engine-rest%2Fversion",
                "\\engine-rest\\version",
                "/engine-rest%20/version",
            })
    void known(String uri) {
        assertThat(Addresses.isEngineRest(uri, "")).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("is not seen in another one")
    @ValueSource(
            strings = {
                "/",
                "/engine-restored",
                "/api/engine-rest",
                "/engine-rest/../api/v1",
                "/%zz",
                "/camunda/api/engine/"
            })
    void others(String uri) {
        assertThat(Addresses.isEngineRest(uri, "")).isFalse();
    }
}
