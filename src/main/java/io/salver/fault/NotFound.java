package io.salver.fault;

/**
 * There is no model, version, recommender or item of that name, or none of its versions is ready.
 */
public final class NotFound extends Fault {

  private static final long serialVersionUID = 1L;

  public NotFound(String message) {
    super(message);
  }

  @Override
  public Blame blame() {
    return Blame.CLIENT;
  }
}
