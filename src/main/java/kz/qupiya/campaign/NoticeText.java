package kz.qupiya.campaign;

import java.util.List;

/**
 * What a notice says in one language. {@code {name}} in a paragraph is the person's name; it goes, with the comma before it, where no name is known. A notice
 * without it begins with a greeting of its own. How to answer, with code and link, stands at the end of each notice by itself.
 *
 * @param subject    subject of the mail
 * @param paragraphs plain text, one paragraph each
 */
public record NoticeText(String subject, List<String> paragraphs) {

    public NoticeText {
        paragraphs = List.copyOf(paragraphs);
    }
}
