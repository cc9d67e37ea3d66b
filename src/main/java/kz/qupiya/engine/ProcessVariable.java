package kz.qupiya.engine;

import java.util.Map;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.jspecify.annotations.Nullable;

/**
 * A declared variable of a process. Only ids, codes, flags and dates: the engine copies variables into its history, so no
 * personal datum and no object may be one.
 *
 * @param name name in the model, camelCase
 * @param type {@code String}, {@code Boolean}, {@code Long} or {@code java.util.Date}
 */
public record ProcessVariable<T>(String name, Class<T> type) {

    /** A variable holding an id or a code. */
    public static ProcessVariable<String> text(String name) {
        return new ProcessVariable<>(name, String.class);
    }

    /** A variable holding a fact that a gateway asks for. */
    public static ProcessVariable<Boolean> flag(String name) {
        return new ProcessVariable<>(name, Boolean.class);
    }

    /** The value, which must be there. */
    public T from(VariableScope scope) {
        var value = find(scope);
        if (value == null) {
            throw new IllegalStateException("variable " + name + " is missing");
        }
        return value;
    }

    /** The value, or null. */
    public @Nullable T find(VariableScope scope) {
        return type.cast(scope.getVariable(name));
    }

    /** Sets the value on the process instance. */
    public void on(VariableScope scope, T value) {
        scope.setVariable(name, value);
    }

    /** Puts the value among the variables of a start or a message. */
    public void in(Map<String, Object> variables, T value) {
        variables.put(name, value);
    }
}
