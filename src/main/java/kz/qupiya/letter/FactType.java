package kz.qupiya.letter;

/** What the value of a fact is, and thereby how a letter words it. */
public enum FactType {
    /** {@link java.time.Instant}: date and time of day in Kazakhstan. */
    MOMENT,
    /** {@link java.time.LocalDate}: date in words of the language. */
    DATE,
    /** {@link String}: a code, worded by {@code <topic>.<code>} (see {@link LetterFact}) in {@code letters/words_<language>.properties}. */
    CODE,
    /** {@link LocalText}. */
    TEXT,
    /** {@link VaultText}: a personal value of the case. */
    PERSONAL,
    /** List of codes or {@link LocalText}s, not empty. */
    LIST,
    /** List of {@link VaultText}s, not empty; those without a value are left out, but one must have a value. */
    PERSONAL_LIST,
    /** List of {@link DueDate}s, not empty. */
    DEADLINES,
    /** List of {@link KeptItem}s, not empty. */
    KEPT_ITEMS,
    /** List of {@link Correction}s, not empty. */
    CORRECTIONS
}
