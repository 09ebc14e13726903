package io.salver.api;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Bounds of one request. Immutable. */
@Singleton
public final class RequestLimits {

  private final long maxBodyBytes;

  /** As configured. */
  @Inject
  public RequestLimits(
      @ConfigProperty(name = "salver.requests.max-body", defaultValue = "64M") MemorySize maxBody) {
    this(maxBody.asLongValue());
  }

  /** A bound of {@code maxBodyBytes}. */
  public RequestLimits(long maxBodyBytes) {
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Most bytes of a body: as sent, once inflated, and once expanded to tensors. */
  public long maxBodyBytes() {
    return maxBodyBytes;
  }
}
