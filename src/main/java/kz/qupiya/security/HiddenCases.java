package kz.qupiya.security;

import java.util.Set;

/**
 * The cases that do not exist for somebody, because they concern the one who would look. Implemented by the module that keeps the register; what security shows of the engine
 * leaves them out.
 */
public interface HiddenCases {

    /** Numbers of the cases hidden from that user; empty for nearly everybody. */
    Set<String> numbersHiddenFrom(String userId);
}
