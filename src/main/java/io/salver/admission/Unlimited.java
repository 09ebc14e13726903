package io.salver.admission;

import java.util.Optional;

/** Lets everything in. */
final class Unlimited implements Limiter, Permit {

  static final Unlimited LIMITER = new Unlimited();

  private Unlimited() {}

  @Override
  public Optional<Permit> tryAcquire() {
    return Optional.of(this);
  }

  @Override
  public int limit() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void succeeded() {}

  @Override
  public void dropped() {}

  @Override
  public void ignored() {}
}
