package io.salver.telemetry;

import static io.salver.testkit.TensorValues.floats;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.salver.cache.CaffeineAnswerCache;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec.Caching;
import io.salver.model.Signature;
import io.salver.serving.AnswerCache;
import io.salver.serving.AnswerKey;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CacheMetricsTest {

  private static final ModelId ID = new ModelId("m", 3);
  private static final Caching BOUNDS = new Caching(1 << 20, Duration.ofMinutes(1));
  private static final Signature NUMBER =
      new Signature(List.of(new TensorSpec("x", DataType.FP32, Shape.of(1))), List.of());

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CacheMetrics caches =
      new CacheMetrics(registry, (_, bounds) -> new CaffeineAnswerCache(bounds, Ticker.SYSTEM));

  @Test
  void hits_and_misses_are_counted_for_the_version() {
    AnswerCache cache = caches.open(ID, BOUNDS);
    askTwice(cache);
    assertThat(counted("hits")).isEqualTo(1);
    assertThat(counted("misses")).isEqualTo(1);
    assertThat(counted("evictions")).isZero();
    assertThat(shown("entries")).isEqualTo(1);
    assertThat(shown("bytes")).isPositive();
  }

  @Test
  void counters_go_on_and_gauges_start_again_when_a_version_is_loaded_again() {
    AnswerCache before = caches.open(ID, BOUNDS);
    askTwice(before);
    AnswerCache after = caches.open(ID, BOUNDS);
    before.close();
    assertThat(counted("hits")).isEqualTo(1);
    assertThat(shown("entries")).isZero();
    askTwice(after);
    assertThat(counted("hits")).isEqualTo(2);
    assertThat(counted("misses")).isEqualTo(2);
    assertThat(shown("entries")).isEqualTo(1);
  }

  private static void askTwice(AnswerCache cache) {
    try (TensorScope scope = new DirectMemoryPool(0).open()) {
      Tensors tensors = Tensors.of("x", floats(scope, Shape.of(1), 1));
      AnswerKey key = AnswerKey.of(NUMBER, tensors);
      assertThat(cache.find(key, scope)).isEmpty();
      cache.keep(key, tensors);
      assertThat(cache.find(key, scope)).isPresent();
    }
  }

  private double counted(String name) {
    return registry
        .get("serving.cache." + name)
        .tags("model", "m", "version", "3")
        .functionCounter()
        .count();
  }

  private double shown(String name) {
    return registry.get("serving.cache." + name).tags("model", "m", "version", "3").gauge().value();
  }
}
