package io.salver.recommend.rerank;

import io.salver.recommend.AttributeFilter;
import io.salver.recommend.Value;
import io.salver.recommend.filter.ValueFilter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** When and for whom a rule applies. Immutable and thread-safe. */
public final class Scope {

  /** At any time, for everybody. */
  public static final Scope ALWAYS = new Scope(Optional.empty(), Optional.empty(), Map.of());

  private final Optional<Instant> from;
  private final Optional<Instant> to;
  private final Map<String, ValueFilter> when = new LinkedHashMap<>();

  /**
   * A scope.
   *
   * @param from its first moment; absent: it always applied
   * @param to the first moment after it; absent: it will always apply
   * @param when what features of user and context must be, by name, for example {@code
   *     context.device}
   */
  public Scope(Optional<Instant> from, Optional<Instant> to, Map<String, AttributeFilter> when) {
    this.from = from;
    this.to = to;
    when.forEach((feature, filter) -> this.when.put(feature, ValueFilter.of(filter)));
  }

  /** The features that it asks for. */
  public Set<String> features() {
    return when.keySet();
  }

  /**
   * Whether it holds now.
   *
   * @param features raw values of user and context features by name
   */
  boolean holds(Instant now, Map<String, Value> features) {
    if (from.filter(now::isBefore).isPresent()
        || to.filter(end -> !now.isBefore(end)).isPresent()) {
      return false;
    }
    for (Map.Entry<String, ValueFilter> condition : when.entrySet()) {
      if (!condition.getValue().test(Optional.ofNullable(features.get(condition.getKey())))) {
        return false;
      }
    }
    return true;
  }
}
