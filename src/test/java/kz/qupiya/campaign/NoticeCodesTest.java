package kz.qupiya.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import kz.qupiya.campaign.NoticeCodes.Named;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The codes of notices")
class NoticeCodesTest {

    private final NoticeCodes codes = new NoticeCodes(CampaignHouse.DIGESTS);

    @Test
    @DisplayName("name the person, however somebody writes them")
    void nameThePerson() {
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            int campaign = random.nextInt(1 << 18);
            long seq = random.nextInt(1 << 25);
            var code = codes.code(campaign, seq);
            assertThat(code).matches("([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}");
            assertThat(codes.read(code)).contains(new Named(campaign, seq));
            assertThat(codes.read(" "
                            + code.toLowerCase(Locale.ROOT).replace('-', ' ').replace('0', 'o') + " "))
                    .contains(new Named(campaign, seq));
            var token = codes.token(campaign, seq);
            assertThat(token).matches("[a-z0-9]{26}");
            assertThat(codes.ofToken(token)).contains(new Named(campaign, seq));
        }
        assertThat(codes.read(codes.code((1 << 18) - 1, (1 << 25) - 1)))
                .contains(new Named((1 << 18) - 1, (1 << 25) - 1));
        assertThatIllegalArgumentException().isThrownBy(() -> codes.code(1, 1 << 25));
        assertThatIllegalArgumentException().isThrownBy(() -> codes.code(1 << 18, 1));
    }

    @Test
    @DisplayName("cannot be changed into another one, nor read without the key")
    void cannotBeGuessed() {
        var code = codes.code(7, 1234).replace("-", "");
        var letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        for (int at = 0; at < code.length(); at++) {
            for (char letter : letters.toCharArray()) {
                if (letter != code.charAt(at)) {
                    assertThat(codes.read(code.substring(0, at) + letter + code.substring(at + 1)))
                            .isEmpty();
                }
            }
        }
        var random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            var guess = new StringBuilder();
            random.ints(16, 0, 32).forEach(n -> guess.append(letters.charAt(n)));
            assertThat(codes.read(guess.toString())).isEmpty();
        }
        var others = new NoticeCodes((purpose, content) -> CampaignHouse.DIGESTS.of("x" + purpose, content));
        assertThat(others.read(code)).isEmpty();
        assertThat(others.ofToken(codes.token(7, 1234))).isEmpty();
        // one is no help to the other
        assertThat(codes.ofToken(code.toLowerCase(Locale.ROOT) + "0000000000")).isEmpty();
    }

    @Test
    @DisplayName("of neighbours have nothing in common, and no two people have the same")
    void neighbours() {
        var seen = new HashSet<String>();
        var firsts = new HashSet<String>();
        for (long seq = 1; seq <= 5_000; seq++) {
            var code = codes.code(3, seq);
            assertThat(seen.add(code)).isTrue();
            firsts.add(code.substring(0, 4));
        }
        assertThat(firsts).hasSizeGreaterThan(4_500);
    }

    @Test
    @DisplayName("are told from what has not their form")
    void form() {
        for (var bad : new String[] {"", "ABC", "7K2M-9QXR-4T8V-B3N", "7K2M-9QXR-4T8V-B3NCC", "7K2M-9QXR-4T8V-B3N?"}) {
            assertThat(NoticeCodes.hasForm(bad)).as(bad).isFalse();
            assertThat(codes.read(bad)).isEmpty();
        }
        assertThat(NoticeCodes.hasForm("7K2M-9QXR-4T8V-B3NC")).isTrue();
    }
}
