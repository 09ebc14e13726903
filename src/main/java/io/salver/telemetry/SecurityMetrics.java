package io.salver.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.salver.fault.Fault;
import io.salver.fault.Forbidden;
import io.salver.fault.Unauthenticated;
import io.salver.security.Action;
import io.salver.security.SecurityObserver;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Counts requests that were refused, {@code security_refused_total} by reason and action, and
 * writes a line of the first of each reason in every second, so that whoever is refused cannot fill
 * the log. A line names the client and the action; nothing that was sent is in it. Thread-safe.
 */
public final class SecurityMetrics implements SecurityObserver {

  private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int MOST_LETTERS = 80;

  private final MeterRegistry registry;
  private final Logger log;
  private final Ticker ticker;
  private final Map<String, AtomicLong> told = new ConcurrentHashMap<>();

  public SecurityMetrics(MeterRegistry registry, Ticker ticker) {
    this(registry, ticker, Logger.getLogger(SecurityMetrics.class));
  }

  SecurityMetrics(MeterRegistry registry, Ticker ticker, Logger log) {
    this.registry = registry;
    this.ticker = ticker;
    this.log = log;
  }

  @Override
  public void refused(Action action, String client, Fault why) {
    String reason = reason(why);
    Counter.builder("security.refused")
        .description("Requests that were refused for who asked, for what or how often")
        .tag("reason", reason)
        .tag("action", label(action))
        .register(registry)
        .increment();
    if (isDue(reason)) {
      log.warnf("Refused %s of %s: %s", label(action), cleaned(client), reason);
    }
  }

  private boolean isDue(String reason) {
    long now = ticker.nanos();
    AtomicLong last = told.computeIfAbsent(reason, name -> new AtomicLong(now - EVERY_NANOS));
    long before = last.get();
    return now - before >= EVERY_NANOS && last.compareAndSet(before, now);
  }

  /** A name comes from a token or a file: on one line, and not long. */
  private static String cleaned(String client) {
    String line = client.replaceAll("\\p{Cntrl}", "?");
    return line.length() > MOST_LETTERS ? line.substring(0, MOST_LETTERS) + "…" : line;
  }

  private static String reason(Fault why) {
    return switch (why) {
      case Unauthenticated unknown -> label(unknown.reason());
      case Forbidden forbidden -> label(forbidden.reason());
      default -> Reason.of(why).label();
    };
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
