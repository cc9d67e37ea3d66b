package kz.qupiya.security;

import java.util.Optional;

/**
 * What a person or a system does here. A role is a group of the engine; a caller may have several.
 *
 * <p>A role says what may be done, never for whom: that is the caller's {@linkplain Caller#operators() operators}.
 */
public enum Role {
    /** Opens cases from letters, calls and visits. */
    CLERK("intake-clerk"),
    /** Verifies, decides, approves what another officer prepared. */
    OFFICER("privacy-officer"),
    /** Answers claims, approves what an officer prepared. */
    LAWYER("lawyer"),
    /** Leads the case of a breach. */
    SECURITY("security-officer"),
    /** Keeps one of an operator's personal-data systems: answers questions about it and does by hand what no connector does. */
    CUSTODIAN("data-custodian"),
    /** Watches over cases, deadlines and incidents, and loads calendars; decides and approves nothing. */
    MANAGER("manager"),
    /** Runs the application: users, technical settings; decides and approves nothing. */
    ADMIN("camunda-admin"),
    /** A system of an operator that calls the API. */
    CLIENT("api-client");

    private final String groupId;

    Role(String groupId) {
        this.groupId = groupId;
    }

    /** The id of the engine's group that carries this role, as models and task assignments name it. */
    public String groupId() {
        return groupId;
    }

    /** The role that an engine group carries, or nothing for a group that is none of ours. */
    public static Optional<Role> ofGroup(String groupId) {
        for (Role role : values()) {
            if (role.groupId.equals(groupId)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
