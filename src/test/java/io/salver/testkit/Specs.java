package io.salver.testkit;

import io.salver.model.Device;
import io.salver.model.ModelSpec;
import io.salver.model.ModelSpec.Batching;
import io.salver.model.Signature;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Specifications that differ from the default in a few places. Immutable; each method returns
 * another.
 */
public record Specs(
    Device device,
    OptionalInt instances,
    Batching batching,
    Duration timeout,
    int warmup,
    Optional<Signature> signature) {

  /** Nothing differs. */
  public static final Specs DEFAULT =
      new Specs(
          ModelSpec.DEFAULT.device(),
          ModelSpec.DEFAULT.instances(),
          ModelSpec.DEFAULT.batching(),
          ModelSpec.DEFAULT.timeout(),
          ModelSpec.DEFAULT.warmup(),
          ModelSpec.DEFAULT.signature());

  public Specs device(Device other) {
    return new Specs(other, instances, batching, timeout, warmup, signature);
  }

  public Specs instances(int other) {
    return new Specs(device, OptionalInt.of(other), batching, timeout, warmup, signature);
  }

  /** Another queue and maximum batch. */
  public Specs queue(int places, int maxRows) {
    Batching other = new Batching(maxRows, batching.maxDelay(), places, batching.join());
    return new Specs(device, instances, other, timeout, warmup, signature);
  }

  public Specs batching(Batching other) {
    return new Specs(device, instances, other, timeout, warmup, signature);
  }

  public Specs timeout(Duration other) {
    return new Specs(device, instances, batching, other, warmup, signature);
  }

  public Specs warmup(int other) {
    return new Specs(device, instances, batching, timeout, other, signature);
  }

  public Specs signature(Optional<Signature> other) {
    return new Specs(device, instances, batching, timeout, warmup, other);
  }

  /** The specification. */
  public ModelSpec build() {
    ModelSpec d = ModelSpec.DEFAULT;
    return new ModelSpec(
        d.task(),
        d.backend(),
        device,
        instances,
        d.threads(),
        d.versions(),
        batching,
        timeout,
        d.cache(),
        warmup,
        signature,
        d.preprocess(),
        d.postprocess(),
        d.monitor());
  }
}
