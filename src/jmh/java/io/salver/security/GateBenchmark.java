package io.salver.security;

import io.salver.settings.Origin;
import io.salver.time.Ticker;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a request costs that comes with a key, with and without a limit of its rate. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GateBenchmark {

  private final ApiKey key = ApiKey.draw(new SecureRandom());
  private final Credential credential = new Credential.Key(key.text());
  private final KeyRing ring = ring(key);
  private final Gate unlimited = gate(Optional.empty());
  private final Gate limited = gate(Optional.of(new Rate(1e6, Integer.MAX_VALUE)));

  @Benchmark
  public Caller key() {
    return unlimited.enter(credential, "192.0.2.1", Action.INFER);
  }

  @Benchmark
  public Caller keyAndRate() {
    return limited.enter(credential, "192.0.2.1", Action.INFER);
  }

  private Gate gate(Optional<Rate> rate) {
    return new Gate(
        () -> ring,
        Pepper.NONE,
        TokenVerifier.NONE,
        new Gate.Rates(new RateLimits(1000, Ticker.SYSTEM), rate, new Rate(1, 1)),
        InstantSource.system(),
        SecurityObserver.NONE);
  }

  private static KeyRing ring(ApiKey key) {
    String hash = KeyHash.of(key.text(), Pepper.NONE, new SecureRandom()).text();
    Map<String, Object> entry =
        Map.of("id", key.id(), "hash", hash, "roles", List.of("infer"), "models", List.of("a*"));
    return KeyFile.read(Origin.file("keys.yaml"), Map.of("keys", List.of(entry)));
  }
}
