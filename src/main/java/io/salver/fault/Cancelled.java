package io.salver.fault;

/** The client went away before there was an answer. */
public final class Cancelled extends Fault {

  private static final long serialVersionUID = 1L;

  public Cancelled(String message) {
    super(message);
  }

  @Override
  public Blame blame() {
    return Blame.CLIENT;
  }
}
