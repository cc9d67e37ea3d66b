package kz.qupiya.casefile.web;

import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseConcerns;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.OpenTasks;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Operators;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.security.Access;
import kz.qupiya.security.Caller;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Role;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Who may see and do what in a case: only staff whose work needs it see personal data (KAO policy 5.2). A case of another operator does not exist; for the right
 * operator and the wrong role it is forbidden.
 */
@Component
class CaseAccess {

    private final Access access;
    private final Callers callers;
    private final Operators operators;
    private final CaseFiles files;
    private final CaseConcerns concerns;
    private final ObjectProvider<OpenTasks> openTasks;

    CaseAccess(
            Access access,
            Callers callers,
            Operators operators,
            CaseFiles files,
            CaseConcerns concerns,
            ObjectProvider<OpenTasks> openTasks) {
        this.access = access;
        this.callers = callers;
        this.operators = operators;
        this.files = files;
        this.concerns = concerns;
        this.openTasks = openTasks;
    }

    /** How much of a case somebody sees. */
    enum Scope {
        /** The whole file. */
        FILE,
        /** The subject, for a task that cannot be done without: a custodian has to find the person in the system. */
        TASK,
        /** How the case stands, and nobody's data. */
        OVERSIGHT
    }

    /** The operator, for its list of cases. */
    OperatorKey forList(String operator) {
        access.require(
                operator, Role.CLERK, Role.OFFICER, Role.LAWYER, Role.SECURITY, Role.MANAGER, Role.ADMIN, Role.CLIENT);
        return known(operator);
    }

    /** A case without personal data: for everybody of the operator, for a custodian only with a task in it. */
    CaseFile forView(String operator, String number) {
        access.require(operator);
        var caseFile = files.require(known(operator), number);
        var caller = callers.current();
        boolean custodianOnly = caller.hasAny(Role.CUSTODIAN)
                && !caller.hasAny(
                        Role.CLERK, Role.OFFICER, Role.LAWYER, Role.SECURITY, Role.MANAGER, Role.ADMIN, Role.CLIENT);
        if (custodianOnly && !concerns(caseFile, caller)) {
            throw new ForbiddenException("casefile.forbidden");
        }
        return caseFile;
    }

    /** A case without personal data, for who watches over it: staff who see cases whether or not they have a task in them. */
    CaseFile forStory(String operator, String number) {
        access.require(operator, Role.CLERK, Role.OFFICER, Role.LAWYER, Role.SECURITY, Role.MANAGER, Role.ADMIN);
        return files.require(known(operator), number);
    }

    /** A case in which a manager acts. */
    CaseFile forManager(String operator, String number) {
        access.require(operator, Role.MANAGER);
        return files.require(known(operator), number);
    }

    /** A case of which somebody says whom of the staff it concerns. */
    CaseFile forConcerns(String operator, String number) {
        access.require(operator, Role.OFFICER, Role.MANAGER);
        return files.require(known(operator), number);
    }

    /** A case for the panel of Tasklist. */
    CaseFile forPanel(String operator, String number) {
        access.require(operator, Role.CLERK, Role.OFFICER, Role.LAWYER, Role.SECURITY, Role.CUSTODIAN, Role.MANAGER);
        return files.require(known(operator), number);
    }

    /** How much of it the caller sees. */
    Scope scope(CaseFile caseFile) {
        var caller = callers.current();
        if (caller.hasAny(Role.CLERK, Role.OFFICER, Role.LAWYER)
                || (caller.hasAny(Role.SECURITY) && caseFile.kind() == CaseKind.BREACH)) {
            return Scope.FILE;
        }
        if (caller.hasAny(Role.SECURITY, Role.CUSTODIAN) && concerns(caseFile, caller)) {
            return Scope.TASK;
        }
        if (caller.hasAny(Role.MANAGER)) {
            return Scope.OVERSIGHT;
        }
        throw new ForbiddenException("casefile.forbidden");
    }

    /** A case to which the caller may add a document: a custodian files the proof of what was done by hand. */
    CaseFile forUpload(String operator, String number) {
        var caseFile = forPanel(operator, number);
        if (scope(caseFile) == Scope.OVERSIGHT) {
            throw new ForbiddenException("casefile.forbidden");
        }
        return caseFile;
    }

    /** A case whose file the caller works with: documents and notes. */
    CaseFile forFile(String operator, String number) {
        var caseFile = forPanel(operator, number);
        if (scope(caseFile) != Scope.FILE) {
            throw new ForbiddenException("casefile.forbidden");
        }
        return caseFile;
    }

    /**
     * Who gets the archive of a case, and as what.
     *
     * @param personal whether with people's data: who only watches over cases gets it without
     */
    record Reader(CaseFile caseFile, Role role, boolean personal) {}

    /**
     * A case as an archive: for officer and lawyer whole, for a manager without anybody's data. Nothing can be left out of it, or its timeline would not verify: who may not see a case
     * that it tells of asks a colleague for it.
     */
    Reader forExport(String operator, String number) {
        access.require(operator, Role.OFFICER, Role.LAWYER, Role.MANAGER);
        var caseFile = forPanel(operator, number);
        if (concerns.nameHidden(caseFile)) {
            throw new ForbiddenException("casefile.export.names-hidden");
        }
        var caller = callers.current();
        var role = caller.hasAny(Role.OFFICER) ? Role.OFFICER : caller.hasAny(Role.LAWYER) ? Role.LAWYER : Role.MANAGER;
        return new Reader(caseFile, role, scope(caseFile) == Scope.FILE);
    }

    /** A case in which the caller decides about the requester. */
    CaseFile forOfficer(String operator, String number) {
        access.require(operator, Role.OFFICER);
        return files.require(known(operator), number);
    }

    Actor actor() {
        return Actor.user(callers.current().id());
    }

    Caller caller() {
        return callers.current();
    }

    private boolean concerns(CaseFile caseFile, Caller caller) {
        var tasks = openTasks.getIfAvailable();
        return tasks != null && tasks.concerns(caseFile, caller);
    }

    private OperatorKey known(String operator) {
        return operators
                .find(operator)
                .orElseThrow(() -> new NotFoundException("casefile.operator-unknown"))
                .key();
    }
}
