package kz.qupiya.security;

import java.util.Map;

/**
 * The operators this installation works for, as far as security must know them. Implemented by the module that knows operators; every
 * entry becomes a tenant of the engine at the start.
 */
public interface OperatorDirectory {

    /** Names of the enabled operators by their keys. */
    Map<String, String> names();
}
