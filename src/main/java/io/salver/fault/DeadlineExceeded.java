package io.salver.fault;

/** The deadline passed before there was an answer. */
public final class DeadlineExceeded extends Fault {

  private static final long serialVersionUID = 1L;

  public DeadlineExceeded(String message) {
    super(message);
  }

  @Override
  public Blame blame() {
    return Blame.CAPACITY;
  }
}
