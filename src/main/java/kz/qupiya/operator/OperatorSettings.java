package kz.qupiya.operator;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where operators come from.
 *
 * @param operatorDir directory with a folder for each operator; a folder here takes the place of one of the same name that comes with the
 *     application, others are added
 * @param operators keys of the operators to start; none given means all
 */
@ConfigurationProperties("qupiya")
record OperatorSettings(@Nullable Path operatorDir, @DefaultValue List<String> operators) {

    OperatorSettings {
        operators = List.copyOf(operators);
    }
}
