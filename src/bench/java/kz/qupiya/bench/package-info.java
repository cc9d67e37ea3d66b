/** Benchmarks: each figure beside a floor of the same run. {@code ./mvnw -Pbench verify} runs them and nothing else. */
@NullMarked
package kz.qupiya.bench;

import org.jspecify.annotations.NullMarked;
