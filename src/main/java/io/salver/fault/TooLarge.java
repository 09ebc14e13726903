package io.salver.fault;

/** The request, or what it would expand to, is over a size limit. */
public final class TooLarge extends Fault {

  private static final long serialVersionUID = 1L;

  public TooLarge(String message) {
    super(message);
  }

  @Override
  public Blame blame() {
    return Blame.CLIENT;
  }
}
