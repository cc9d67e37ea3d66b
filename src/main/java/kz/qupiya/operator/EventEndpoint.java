package kz.qupiya.operator;

import java.net.URI;

/**
 * An address that is told of an operator's cases.
 *
 * @param name name of the endpoint, unique in the profile; the signing secret is the setting {@code qupiya.events.secrets.<operator>.<name>},
 *     never in a profile
 * @param url where events are posted; https unless it is the machine itself
 * @param allowIdentifiers whether events may hold identifiers of the subject; only over https
 */
public record EventEndpoint(String name, URI url, boolean allowIdentifiers) {}
