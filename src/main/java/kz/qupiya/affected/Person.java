package kz.qupiya.affected;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import org.jspecify.annotations.Nullable;

/**
 * What is known of somebody: personal data, in memory only. Written as bytes it is the same for the same knowledge, in whatever order it came.
 *
 * @param identifiers sorted by kind and value
 */
record Person(@Nullable String name, List<Identifier> identifiers) {

    static final int IIN = 1;
    static final int EMAIL = 2;
    static final int PHONE = 4;
    static final int NAME = 8;

    private static final Comparator<Identifier> ORDER =
            Comparator.comparing(Identifier::kind).thenComparing(Identifier::value);
    private static final int LONGEST = 0xffff;

    static Person of(@Nullable String name, Collection<Identifier> identifiers) {
        return new Person(name, identifiers.stream().sorted(ORDER).toList());
    }

    /** The fuller of two names; of two as long the one later in the alphabet, so that the order of the lines makes no difference. */
    static @Nullable String fuller(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        int longer = Integer.compare(one.length(), other.length());
        return longer > 0 || (longer == 0 && one.compareTo(other) >= 0) ? one : other;
    }

    /** Of two languages Kazakh before Russian before English. */
    static @Nullable String preferred(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return rank(one) <= rank(other) ? one : other;
    }

    private static int rank(String language) {
        return switch (language) {
            case "kk" -> 0;
            case "ru" -> 1;
            default -> 2;
        };
    }

    /** What stands in the database for a kind. */
    static int code(IdentifierKind kind) {
        return switch (kind) {
            case IIN -> 1;
            case CONTRACT -> 2;
            case LOGIN -> 3;
            case PHONE -> 4;
            case EMAIL -> 5;
        };
    }

    private static IdentifierKind kind(int code) {
        return switch (code) {
            case 1 -> IdentifierKind.IIN;
            case 2 -> IdentifierKind.CONTRACT;
            case 3 -> IdentifierKind.LOGIN;
            case 4 -> IdentifierKind.PHONE;
            case 5 -> IdentifierKind.EMAIL;
            default -> throw new IllegalStateException("no such kind of identifier: " + code);
        };
    }

    /** Which of IIN, mail address, telephone and name are known, as bits. */
    int has() {
        int has = name == null ? 0 : NAME;
        for (Identifier identifier : identifiers) {
            has |= switch (identifier.kind()) {
                case IIN -> IIN;
                case EMAIL -> EMAIL;
                case PHONE -> PHONE;
                case CONTRACT, LOGIN -> 0;
            };
        }
        return has;
    }

    /** The first value of a kind. */
    @Nullable
    String first(IdentifierKind kind) {
        for (Identifier identifier : identifiers) {
            if (identifier.kind() == kind) {
                return identifier.value();
            }
        }
        return null;
    }

    /** The telephones, those that take messages first. */
    List<String> phones() {
        List<String> mobile = new ArrayList<>(1);
        List<String> others = new ArrayList<>(0);
        for (Identifier identifier : identifiers) {
            if (identifier.kind() == IdentifierKind.PHONE) {
                (takesMessages(identifier.value()) ? mobile : others).add(identifier.value());
            }
        }
        mobile.addAll(others);
        return mobile;
    }

    /** In Kazakhstan mobile numbers begin with +7 70, 74, 75, 76 and 77, the others are of regions and services. Of a foreign number nobody knows. */
    private static boolean takesMessages(String phone) {
        return !phone.startsWith("+77") || "04567".indexOf(phone.charAt(3)) >= 0;
    }

    byte[] bytes() {
        var bytes = new ByteArrayOutputStream(96);
        try (var out = new DataOutputStream(bytes)) {
            write(out, 0, name == null ? "" : name);
            for (Identifier identifier : identifiers) {
                write(out, code(identifier.kind()), identifier.value());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, int code, String value) throws IOException {
        var text = value.getBytes(StandardCharsets.UTF_8);
        if (text.length > LONGEST) {
            throw new IllegalArgumentException("a value of a person is too long");
        }
        out.writeByte(code);
        out.writeShort(text.length);
        out.write(text);
    }

    static Person read(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        String name = null;
        List<Identifier> identifiers = new ArrayList<>(3);
        while (in.hasRemaining()) {
            int code = in.get();
            int length = in.getShort() & LONGEST;
            var value = new String(bytes, in.position(), length, StandardCharsets.UTF_8);
            in.position(in.position() + length);
            if (code != 0) {
                identifiers.add(new Identifier(kind(code), value));
            } else if (!value.isEmpty()) {
                name = value;
            }
        }
        return new Person(name, identifiers);
    }

    @Override
    public String toString() {
        return "Person" + identifiers.stream().map(Identifier::kind).toList();
    }
}
