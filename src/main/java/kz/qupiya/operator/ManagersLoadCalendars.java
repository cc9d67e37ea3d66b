package kz.qupiya.operator;

import kz.qupiya.calendar.CalendarGuard;
import kz.qupiya.security.Access;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Role;
import org.springframework.stereotype.Component;

/** Tells the calendar, which is below the module of callers, who may load it. */
@Component
class ManagersLoadCalendars implements CalendarGuard {

    private final Access access;
    private final Callers callers;

    ManagersLoadCalendars(Access access, Callers callers) {
        this.access = access;
        this.callers = callers;
    }

    @Override
    public String requireManager() {
        access.requireRole(Role.MANAGER);
        return callers.current().id();
    }

    @Override
    public boolean sees(String operator) {
        return access.may(operator);
    }
}
