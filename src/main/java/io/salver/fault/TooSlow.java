package io.salver.fault;

/** The client did not send its request in a reasonable time. */
public final class TooSlow extends Fault {

  private static final long serialVersionUID = 1L;

  public TooSlow(String message) {
    super(message);
  }

  @Override
  public Blame blame() {
    return Blame.CLIENT;
  }
}
