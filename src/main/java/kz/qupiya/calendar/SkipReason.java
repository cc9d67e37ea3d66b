package kz.qupiya.calendar;

import com.fasterxml.jackson.annotation.JsonValue;

/** Why a day is not a working day. */
public enum SkipReason {
    /** A weekly day off. */
    WEEKEND("weekend"),
    /** A national or state holiday (Law 267-II), also one that falls on a weekly day off. */
    HOLIDAY("holiday"),
    /** The working day that became a day off because a holiday fell on a weekly day off (Law 267-II art. 5). */
    MOVED_DAY_OFF("moved-day-off"),
    /** 7 January: a day off whatever the schedule, not a holiday, and never moved (Labour Code art. 84(5)). */
    DAY_OFF_BY_LAW("day-off-by-law"),
    /** The first day of Kurban Ait: a day off of the same kind, on a date set anew each year. */
    KURBAN_AIT("kurban-ait"),
    /** A day off by an order that moves days off (Labour Code art. 85(3)), or by the official list alone. */
    ORDER("order");

    private final String code;

    SkipReason(String code) {
        this.code = code;
    }

    /** The name in JSON and the key of the text. */
    @JsonValue
    public String code() {
        return code;
    }
}
