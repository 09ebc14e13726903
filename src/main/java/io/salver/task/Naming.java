package io.salver.task;

import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.TooLarge;
import java.util.function.Supplier;

/** Says of which part of a request a fault of the client speaks. */
public final class Naming {

  private Naming() {}

  /** Has a complaint of {@code work} begin with {@code which}. */
  public static <A> A of(String which, Supplier<A> work) {
    try {
      return work.get();
    } catch (Fault fault) {
      throw switch (fault) {
        case InvalidInput wrong -> new InvalidInput(which + ": " + wrong.explanation());
        case TooLarge large -> new TooLarge(which + ": " + large.explanation());
        default -> fault;
      };
    }
  }

  /** Has a complaint about one of several things say which: {@code picture 2 of 3}. */
  public static <A> A of(String kind, int index, int count, Supplier<A> work) {
    return count == 1 ? work.get() : of("%s %d of %d".formatted(kind, index + 1, count), work);
  }
}
