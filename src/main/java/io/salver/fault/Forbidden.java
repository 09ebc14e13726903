package io.salver.fault;

/** It is known who asks, and it is not theirs to ask. */
public final class Forbidden extends Fault {

  private static final long serialVersionUID = 1L;

  /** What they lack. */
  public enum Reason {
    /** The role. */
    ROLE,
    /** The model, which may or may not be there. */
    MODEL,
    /** It is asked for at another port. */
    PORT
  }

  private final Reason reason;

  public Forbidden(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  @Override
  public Blame blame() {
    return Blame.CLIENT;
  }
}
