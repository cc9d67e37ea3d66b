package kz.qupiya.intake.mail;

import java.util.List;

/**
 * A mail as far as it could be read.
 *
 * @param text        what it says; empty if nothing
 * @param textCut     whether it says more than was read
 * @param attachments what came with it
 * @param leftOut     what was not read, at most so many as are worth telling
 * @param leftOutMore how many more were not read
 */
record ParsedMail(
        MailHeaders headers,
        String text,
        boolean textCut,
        List<Attachment> attachments,
        List<LeftOut> leftOut,
        int leftOutMore) {

    ParsedMail {
        attachments = List.copyOf(attachments);
        leftOut = List.copyOf(leftOut);
    }

    /** A file. */
    record Attachment(String name, byte[] content) {

        /** Its name may name a person. */
        @Override
        public String toString() {
            return "Attachment[" + content.length + "]";
        }
    }

    /**
     * A file that was not taken in.
     *
     * @param reason code
     */
    record LeftOut(String name, String reason) {

        /** Its name may name a person. */
        @Override
        public String toString() {
            return "LeftOut[" + reason + "]";
        }
    }

    /** What a mail says may name a person. */
    @Override
    public String toString() {
        return "ParsedMail[" + attachments.size() + " attachments, " + leftOut.size() + " left out]";
    }
}
