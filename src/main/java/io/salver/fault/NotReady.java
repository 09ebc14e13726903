package io.salver.fault;

/** The version that was asked for by number exists but is not ready to serve. */
public final class NotReady extends Fault {

  private static final long serialVersionUID = 1L;

  public NotReady(String message) {
    super(message);
  }

  @Override
  public Blame blame() {
    return Blame.CAPACITY;
  }
}
