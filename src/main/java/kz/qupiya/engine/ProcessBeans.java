package kz.qupiya.engine;

import java.util.AbstractMap;
import java.util.Set;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The beans that expressions see. Looked up lazily: an eager map would need delegates before the engine that they use.
 * A read-only view by name; it cannot be enumerated, because the engine never asks for that.
 */
final class ProcessBeans extends AbstractMap<Object, Object> {

    private final ListableBeanFactory beans;

    ProcessBeans(ListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        if (!(key instanceof String name) || !beans.containsBean(name)) {
            return false;
        }
        return beans.isTypeMatch(name, JavaDelegate.class)
                || beans.isTypeMatch(name, ExecutionListener.class)
                || beans.isTypeMatch(name, TaskListener.class)
                || beans.findAnnotationOnBean(name, ProcessBean.class) != null;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return containsKey(key) ? beans.getBean((String) key) : null;
    }

    @Override
    public Set<Entry<Object, Object>> entrySet() {
        return Set.of();
    }

    @Override
    public boolean isEmpty() {
        return false;
    }
}
