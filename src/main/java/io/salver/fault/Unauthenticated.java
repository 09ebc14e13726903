package io.salver.fault;

/** Nobody knows who asks: no credential came with the request, or one that is not good. */
public final class Unauthenticated extends Fault {

  private static final long serialVersionUID = 1L;

  /** What is wrong with the credential. */
  public enum Reason {
    /** There is none. */
    MISSING,
    /** It is nobody's, or cannot be read. */
    WRONG,
    /** It is not good any more. */
    EXPIRED
  }

  private final Reason reason;

  public Unauthenticated(Reason reason, String message) {
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
