package kz.qupiya.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Masks payment card numbers in free text before it is stored: card data never lie on the operator's server (Zvonobot 8.3).
 *
 * <p>A card number is 13 to 19 digits that satisfy Luhn's formula, together or in groups parted by spaces or dashes. Of each the
 * last four digits stay. IINs, telephone numbers and Kazakh account numbers (IBAN) stay as they are, also where they stand beside other
 * digits; a document number of that length that satisfies the formula by chance (one in ten) is masked too, which is the lesser harm.
 */
public final class CardNumbers {

    private static final int MIN = 13;
    private static final int MAX = 19;
    private static final int SHOWN = 4;
    private static final int MAX_GAP = 3;
    private static final int MOST_PRINTED = 5;
    private static final int PHONE_DIGITS = 11;
    private static final char STAR = '*';
    private static final Pattern IBAN =
            Pattern.compile("(?i)(?<![\\p{L}\\p{N}])KZ\\d{2}(?: ?[0-9A-Z]{4}){4}(?![\\p{L}\\p{N}])");

    private static final Pattern PRINTED = Pattern.compile("4,4,4,[1-4](,[1-3])?|4,6,[45]|4,4,5|1[3-9]");

    private CardNumbers() {}

    /** The text with every card number masked, for example {@code **** **** **** 1111}; the same text if there is none. */
    public static String mask(String text) {
        if (text.chars().filter(Character::isDigit).count() < MIN) {
            return text;
        }
        var masked = new StringBuilder(text);
        for (List<Group> run : runs(text)) {
            mask(text, run, masked);
        }
        return masked.toString();
    }

    private static void mask(String text, List<Group> run, StringBuilder masked) {
        if (isCard(text, run, true)) {
            star(text, run, masked);
            return;
        }
        for (int from = 0; from < run.size(); from++) {
            // Every group but the last has three digits or more, and the first four.
            for (int to = Math.min(run.size(), from + MAX / 3);
                    to > from && run.get(from).length() >= SHOWN;
                    to--) {
                var part = run.subList(from, to);
                if (isCard(text, part, false)) {
                    star(text, part, masked);
                    from = to - 1;
                    break;
                }
            }
        }
    }

    private static boolean isCard(String text, List<Group> groups, boolean alone) {
        if (groups.size() > MAX) {
            return false;
        }
        var count = digits(groups);
        if (count < MIN || count > MAX || digit(text, groups.get(0).from) == 0) {
            return false;
        }
        return (alone || looksGrouped(text, groups)) && luhn(text, groups);
    }

    /** Among other digits only what is written like a card number is taken for one. */
    private static boolean looksGrouped(String text, List<Group> groups) {
        if (groups.size() == 1) {
            return true;
        }
        return groups.get(0).length() >= SHOWN
                && digit(text, groups.get(0).from) >= 2
                && groups.stream().limit(groups.size() - 1L).allMatch(group -> group.length() >= 3);
    }

    private static boolean luhn(String text, List<Group> groups) {
        var sum = 0;
        var twice = false;
        for (int g = groups.size() - 1; g >= 0; g--) {
            for (int i = groups.get(g).to - 1; i >= groups.get(g).from; i--) {
                var digit = digit(text, i) * (twice ? 2 : 1);
                sum += digit > 9 ? digit - 9 : digit;
                twice = !twice;
            }
        }
        return sum > 0 && sum % 10 == 0;
    }

    private static void star(String text, List<Group> groups, StringBuilder masked) {
        var hidden = digits(groups) - SHOWN;
        for (Group group : groups) {
            for (int i = group.from; i < group.to && hidden > 0; i++, hidden--) {
                masked.setCharAt(i, STAR);
            }
        }
    }

    /** Groups of digits that only spaces and dashes part, cut where a telephone number, an IIN or an account number stands. */
    private static List<List<Group>> runs(String text) {
        List<List<Group>> runs = new ArrayList<>();
        List<Group> run = new ArrayList<>();
        var accounts = IBAN.matcher(text);
        var account = accounts.find() ? accounts.start() : text.length();
        var at = 0;
        while (at < text.length()) {
            if (at == account) {
                run = cut(runs, run);
                at = accounts.end();
                account = accounts.find() ? accounts.start() : text.length();
            } else if (digit(text, at) >= 0) {
                var end = at;
                while (end < text.length() && digit(text, end) >= 0) {
                    end++;
                }
                // A number whose front is starred already has been dealt with: its last digits start nothing new.
                if (followsStar(text, at)) {
                    run = cut(runs, run);
                } else {
                    if (!run.isEmpty() && !joined(text, run.get(run.size() - 1).to, at)) {
                        run = cut(runs, run);
                    }
                    run.add(new Group(at, end));
                }
                at = end;
            } else {
                at++;
            }
        }
        cut(runs, run);
        return runs.stream().flatMap(r -> withoutOthers(text, r).stream()).toList();
    }

    private static List<Group> cut(List<List<Group>> runs, List<Group> run) {
        if (!run.isEmpty()) {
            runs.add(run);
        }
        return new ArrayList<>();
    }

    private static boolean joined(String text, int end, int next) {
        return next - end <= MAX_GAP && text.substring(end, next).chars().allMatch(c -> isSeparator((char) c));
    }

    private static boolean followsStar(String text, int at) {
        for (int i = at - 1; i >= 0 && at - i <= MAX_GAP + 1; i--) {
            if (text.charAt(i) == STAR) {
                return true;
            }
            if (!isSeparator(text.charAt(i))) {
                return false;
            }
        }
        return false;
    }

    private static List<List<Group>> withoutOthers(String text, List<Group> run) {
        List<List<Group>> parts = new ArrayList<>();
        List<Group> part = new ArrayList<>();
        for (int i = 0; i < run.size(); i++) {
            var card = cardGroups(text, run, i);
            var phone = phoneGroups(text, run, i);
            if (card > 0) {
                part.addAll(run.subList(i, i + card));
                i += card - 1;
            } else if (phone > 0 || isIin(text, run.get(i))) {
                part = cut(parts, part);
                i += Math.max(phone, 1) - 1;
            } else {
                part.add(run.get(i));
            }
        }
        cut(parts, part);
        return parts;
    }

    /** How many groups from this one are printed the way cards are and satisfy the formula; this comes before what looks like a phone. */
    private static int cardGroups(String text, List<Group> run, int first) {
        var length = run.get(first).length();
        if (length != 4 && length < MIN) {
            return 0;
        }
        for (int to = Math.min(run.size(), first + MOST_PRINTED); to > first; to--) {
            var part = run.subList(first, to);
            var lengths =
                    part.stream().map(group -> String.valueOf(group.length())).collect(Collectors.joining(","));
            if (PRINTED.matcher(lengths).matches() && isCard(text, part, true)) {
                return to - first;
            }
        }
        return 0;
    }

    private static boolean isIin(String text, Group group) {
        return group.length() == Iin.LENGTH && Iin.checkDigitHolds(ascii(text, group));
    }

    /** How many groups from this one make a telephone number of Kazakhstan or Russia: eleven digits that start with 7 or 8. */
    private static int phoneGroups(String text, List<Group> run, int first) {
        var start = digit(text, run.get(first).from);
        if (start != 7 && start != 8) {
            return 0;
        }
        var digits = 0;
        for (int i = first; i < run.size() && digits < PHONE_DIGITS; i++) {
            digits += run.get(i).length();
            if (digits == PHONE_DIGITS) {
                return i - first + 1;
            }
        }
        return 0;
    }

    private static String ascii(String text, Group group) {
        var digits = new StringBuilder(group.length());
        for (int i = group.from; i < group.to; i++) {
            digits.append((char) ('0' + digit(text, i)));
        }
        return digits.toString();
    }

    private static int digits(List<Group> groups) {
        return groups.stream().mapToInt(Group::length).sum();
    }

    /** The value of a digit of any script, or -1. */
    private static int digit(String text, int index) {
        return Character.digit(text.charAt(index), 10);
    }

    private static boolean isSeparator(char c) {
        return c == ' '
                || c == '-'
                || c == '\u00A0'
                || c == '\u2007'
                || c == '\u2009'
                || c == '\u202F'
                || (c >= '\u2010' && c <= '\u2015');
    }

    private record Group(int from, int to) {

        int length() {
            return to - from;
        }
    }
}
