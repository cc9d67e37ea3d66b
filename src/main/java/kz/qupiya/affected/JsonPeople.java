package kz.qupiya.affected;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import org.jspecify.annotations.Nullable;

/** People in JSON: an array of objects, or one object after the other, as in JSON lines. The line of a fault is the place of the object, from 1. */
final class JsonPeople implements PeopleSource {

    private static final int LONGEST_VALUE = 8_192;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_VALUE)
                    .maxNestingDepth(8)
                    .build())
            // Field names come from outside: kept, they would fill the memory.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final MessageDigest digest;
    private final JsonParser parser;
    private final boolean array;
    private @Nullable String sha256;

    private JsonPeople(MessageDigest digest, JsonParser parser, boolean array) {
        this.digest = digest;
        this.parser = parser;
        this.array = array;
    }

    /**
     * Opens a body.
     *
     * @param query takes the parser, at the value, if the body is a query
     * @return people; or what the query gave
     */
    static PeopleSource open(InputStream in, Query query) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        try {
            var parser = JSON.createParser(new DigestInputStream(in, digest));
            var first = parser.nextToken();
            if (first == null) {
                throw new InvalidInputException("", "problem.body.missing");
            }
            if (first == JsonToken.START_ARRAY) {
                return new JsonPeople(digest, parser, true);
            }
            if (first != JsonToken.START_OBJECT) {
                throw new InvalidInputException("", "affected.load.json", 1);
            }
            if (parser.nextToken() == JsonToken.FIELD_NAME && "query".equals(parser.currentName())) {
                parser.nextToken();
                return query.read(parser);
            }
            return new JsonPeople(digest, parser, false);
        } catch (JacksonException e) {
            // Its message may quote the body.
            throw new InvalidInputException("", "problem.json.broken");
        } catch (IOException e) {
            throw new InvalidInputException("", "affected.load.broken");
        }
    }

    /** Reads a query. */
    interface Query {
        PeopleSource read(JsonParser parser) throws IOException;
    }

    @Override
    public void read(Taker to) {
        long item = 0;
        try {
            if (!array) {
                // The parser stands in the first object.
                person(++item, parser.currentToken(), to);
            }
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (array && token == JsonToken.END_ARRAY) {
                    if (parser.nextToken() != null) {
                        throw new InvalidInputException("", "affected.load.json", item);
                    }
                    break;
                }
                if (token != JsonToken.START_OBJECT) {
                    throw new InvalidInputException("", "affected.load.json", item);
                }
                person(++item, parser.nextToken(), to);
            }
            sha256 = HexFormat.of().formatHex(digest.digest());
        } catch (JacksonException e) {
            throw new InvalidInputException("", "affected.load.json", item);
        } catch (IOException e) {
            throw new InvalidInputException("", "affected.load.broken");
        }
    }

    /** @param first the first token inside of the object */
    private void person(long item, @Nullable JsonToken first, Taker to) throws IOException {
        @Nullable String[] values = new String[PersonLine.FIELDS.size()];
        String wrong = null;
        for (var token = first; token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            if (token != JsonToken.FIELD_NAME) {
                throw new InvalidInputException("", "affected.load.json", item - 1);
            }
            int place = PersonLine.FIELDS.indexOf(parser.currentName());
            if (place < 0) {
                throw new InvalidInputException("", "affected.load.field-unknown", item);
            }
            var value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING) {
                values[place] = parser.getText();
            } else if (value != JsonToken.VALUE_NULL) {
                // A number has lost its leading zeros; an object or a list is something else.
                wrong = PersonLine.FIELDS.get(place);
                parser.skipChildren();
            }
        }
        if (wrong != null) {
            to.take(item, List.of(), null, null, List.of(new Violation(wrong, "problem.field.invalid")));
        } else {
            PersonLine.take(item, values, to);
        }
    }

    @Override
    public @Nullable String query() {
        return null;
    }

    @Override
    public @Nullable String sha256() {
        return sha256;
    }
}
