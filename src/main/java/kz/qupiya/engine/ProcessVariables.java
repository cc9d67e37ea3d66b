package kz.qupiya.engine;

import java.util.Set;

/** What a process module declares: the variables of its models. Everything else is refused when it is written. */
@FunctionalInterface
public interface ProcessVariables {

    /** All variables that the module's models, forms and delegates use. */
    Set<ProcessVariable<?>> declared();
}
