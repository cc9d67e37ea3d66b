package kz.qupiya.consent;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import kz.qupiya.subject.SaltedDigest;

/**
 * What everybody who agreed to one version of a text agreed to alike: contents 1 and 3 to 8 of Law art. 8(4), the form and the action. Stored once.
 *
 * @param contents canonical JSON, of the fields of {@link GivenConsent.Proof} less name and address
 * @param thirdPartyTransfer content 4, on which a transfer by consent rests
 */
record ConsentText(String contents, boolean thirdPartyTransfer) {

    /** SHA-256 over the contents, hexadecimal. */
    String digest() {
        return SaltedDigest.of(null, contents);
    }

    byte[] digestBytes() {
        return HexFormat.of().parseHex(digest());
    }

    int length() {
        return contents.getBytes(StandardCharsets.UTF_8).length;
    }
}
