package io.salver.admission;

final class UnlimitedTest extends LimiterContract {

  @Override
  protected Limiters limiters() {
    return Limiters.none();
  }
}
