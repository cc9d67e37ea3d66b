package kz.qupiya.casefile;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import kz.qupiya.security.Caller;

/** What is open for people in a case; implemented over the engine. */
public interface OpenTasks {

    /** Names of the open tasks by case id, no people; a case without an open task may be missing. */
    Map<UUID, List<String>> names(Collection<CaseFile> caseFiles);

    /** Whether an open task of the case is the caller's, or is offered to a group of the caller. A custodian sees a case only then. */
    boolean concerns(CaseFile caseFile, Caller caller);
}
