package kz.qupiya.security;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds every address of a JAX-RS resource class and of the resources below it. */
final class JaxRs {

    /** One address; names of path parameters are left out: {@code {}}. */
    record Endpoint(String method, String path) implements Comparable<Endpoint> {

        @Override
        public int compareTo(Endpoint other) {
            return (path + method).compareTo(other.path + other.method);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static final int DEEPEST = 6;

    private JaxRs() {}

    static Set<Endpoint> of(Class<?> resource) {
        var found = new TreeSet<Endpoint>();
        var root = find(resource, Path.class).map(Path::value).orElse("");
        collect(resource, join("", root), found, 0);
        return found;
    }

    private static void collect(Class<?> type, String at, Set<Endpoint> found, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        for (var method : type.getMethods()) {
            var path = annotation(method, Path.class).map(Path::value);
            var http = http(method);
            var here = join(at, path.orElse(""));
            if (http.isPresent()) {
                found.add(new Endpoint(http.get(), here));
            } else if (path.isPresent()) {
                collect(method.getReturnType(), here, found, depth + 1);
            }
        }
    }

    private static String join(String at, String path) {
        var clean = path.replaceAll("\\{[^}]*}", "{}").replaceAll("^/+|/+$", "");
        return clean.isEmpty() ? at : at + "/" + clean;
    }

    private static Optional<String> http(Method method) {
        for (var declared : all(method)) {
            for (var annotation : declared.getAnnotations()) {
                var http = annotation.annotationType().getAnnotation(HttpMethod.class);
                if (http != null) {
                    return Optional.of(http.value());
                }
            }
        }
        return Optional.empty();
    }

    private static <A extends Annotation> Optional<A> annotation(Method method, Class<A> type) {
        return all(method).stream()
                .map(declared -> declared.getAnnotation(type))
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }

    private static java.util.List<Method> all(Method method) {
        var methods = new java.util.ArrayList<Method>();
        methods.add(method);
        types(method.getDeclaringClass()).forEach(type -> {
            try {
                methods.add(type.getMethod(method.getName(), method.getParameterTypes()));
            } catch (NoSuchMethodException e) {
                // Declared further down only.
            }
        });
        return methods;
    }

    private static Set<Class<?>> types(Class<?> type) {
        var types = new java.util.LinkedHashSet<Class<?>>();
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            types.add(at);
            Arrays.stream(at.getInterfaces()).forEach(each -> types.addAll(types(each)));
        }
        return types;
    }

    private static <A extends Annotation> Optional<A> find(Class<?> type, Class<A> annotation) {
        return types(type).stream()
                .map(each -> each.getAnnotation(annotation))
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }
}
