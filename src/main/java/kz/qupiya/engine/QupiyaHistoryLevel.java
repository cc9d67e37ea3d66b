package kz.qupiya.engine;

import org.camunda.bpm.engine.impl.history.HistoryLevelFull;
import org.camunda.bpm.engine.impl.history.event.HistoryEventType;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;
import org.jspecify.annotations.Nullable;

/**
 * The engine's level {@code full} (the operation log needs it) less the variables by which outside systems hand in a
 * request: those hold personal data and are taken into the case file in the same transaction.
 */
final class QupiyaHistoryLevel extends HistoryLevelFull {

    static final String NAME = "qupiya";

    @Override
    public int getId() {
        return 61;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public boolean isHistoryEventProduced(HistoryEventType eventType, @Nullable Object entity) {
        if (entity instanceof VariableInstanceEntity variable && Intake.isIntake(variable.getName())) {
            return false;
        }
        return super.isHistoryEventProduced(eventType, entity);
    }
}
