package io.salver.fault;

/** The request is well formed and asks for something that this service does not implement. */
public final class Unsupported extends Fault {

  private static final long serialVersionUID = 1L;

  public Unsupported(String message) {
    super(message);
  }

  @Override
  public Blame blame() {
    return Blame.CLIENT;
  }
}
