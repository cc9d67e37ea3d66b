package kz.qupiya.casefile;

import java.util.List;
import java.util.Map;
import java.util.Set;
import kz.qupiya.security.Role;

/**
 * A kind of case that staff may open from a letter, a call or a visit. Each process that has one declares it as a bean; the dialog for a new case is drawn from these and
 * knows no process by name.
 */
public interface OpenableCase {

    /** The kind; its name stands in the register's own words. */
    CaseKind kind();

    /** Where it is posted below the operator, for example {@code data-blocks}. */
    String collection();

    /** Place among the kinds offered. */
    int order();

    /**
     * Prefix of its messages: {@code .help} says when to choose it, {@code .now} what confirming does at once, {@code .open} stands on the button, {@code .field.<name>}
     * and {@code .field.<name>.hint} beside a field of its own.
     */
    String messages();

    /** Who may open it in Tasklist. */
    Set<Role> roles();

    /** Whether it is about one person, on somebody's request: then subject and requester are asked for. */
    boolean aboutPerson();

    /** The field of the body that holds the moment from which its terms count. */
    default String momentField() {
        return "receivedAt";
    }

    /** What it needs beside receipt, channel, requester, subject and the request's words. */
    List<Field> fields();

    /**
     * A field of the body that is posted.
     *
     * @param options    codes to choose from, for the two kinds of choice; their words are those of the register by the field's name
     * @param ofOperator by operator's key, which of the options that operator has; asked of cases of these operators only. Empty for a field that every operator has
     */
    record Field(String name, Type type, boolean required, List<String> options, Map<String, List<String>> ofOperator) {

        public Field {
            options = List.copyOf(options);
            ofOperator = Map.copyOf(ofOperator);
        }

        /** A field that cases of every operator have. */
        public Field(String name, Type type, boolean required, List<String> options) {
            this(name, type, required, options, Map.of());
        }

        /** A choice that only some operators have, each of its own options. */
        public static Field ofSome(String name, boolean required, Map<String, List<String>> ofOperator) {
            var options = ofOperator.values().stream()
                    .flatMap(List::stream)
                    .distinct()
                    .sorted()
                    .toList();
            return new Field(name, Type.CHOICE, required, options, ofOperator);
        }
    }

    /** How a field is filled in. */
    enum Type {
        /** One of some codes. */
        CHOICE("choice"),
        /** Any of some codes. */
        CHOICES("choices"),
        /** A line. */
        TEXT("text"),
        /** Yes or no. */
        FLAG("flag"),
        /** A day. */
        DAY("day"),
        /** A moment, with offset. */
        MOMENT("moment"),
        /** A number. */
        NUMBER("number");

        private final String json;

        Type(String json) {
            this.json = json;
        }

        /** The name in JSON. */
        public String json() {
            return json;
        }
    }
}
