package kz.qupiya.operator;

import java.util.Map;
import java.util.TreeMap;
import kz.qupiya.security.OperatorDirectory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells security of the operators that started, each of which is a tenant of the engine. */
@Component
class OperatorTenants implements OperatorDirectory {

    private final ObjectProvider<Operators> operators;

    OperatorTenants(ObjectProvider<Operators> operators) {
        this.operators = operators;
    }

    @Override
    public Map<String, String> names() {
        var names = new TreeMap<String, String>();
        operators
                .orderedStream()
                .flatMap(each -> each.all().stream())
                .forEach(profile ->
                        names.put(profile.key().value(), profile.name().ru()));
        return names;
    }
}
