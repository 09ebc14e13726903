package io.salver.lifecycle;

/** The next thing to do about one life. */
public sealed interface Transition {

  /** Which life; see {@link LifeSnapshot#life}. */
  long life();

  /** Load a pending one. */
  record Load(long life) implements Transition {}

  /** Drop a pending one, or refuse leases of a ready one and close it when the last one ends. */
  record Drain(long life) implements Transition {}
}
