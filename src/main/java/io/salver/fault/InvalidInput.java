package io.salver.fault;

/** The request contradicts the protocol, the model's signature or itself. */
public final class InvalidInput extends Fault {

  private static final long serialVersionUID = 1L;

  public InvalidInput(String message) {
    super(message);
  }

  @Override
  public Blame blame() {
    return Blame.CLIENT;
  }
}
