package kz.qupiya.campaign;

/** What became of one try. */
sealed interface Outcome {

    /** Taken. */
    record Sent() implements Outcome {}

    /** Refused for this person and for good. */
    record Refused(String code) implements Outcome {}

    /** Refused for this person for now. */
    record Later(String code) implements Outcome {}

    /** Nobody can be reached on this way now; says nothing about the person. */
    record Down(String what) implements Outcome {}
}
