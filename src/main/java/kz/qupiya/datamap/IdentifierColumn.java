package kz.qupiya.datamap;

import kz.qupiya.subject.IdentifierKind;

/** A column that identifies the person a row is about. */
public record IdentifierColumn(IdentifierKind kind, String column, Spelling spelling) {}
