package io.salver.task.speech;

import io.salver.fault.InvalidInput;
import io.salver.fault.TooLarge;
import java.util.function.Supplier;

/** Says of which of several sounds a fault speaks. */
final class Naming {

  private Naming() {}

  static <A> A of(String which, Supplier<A> work) {
    try {
      return work.get();
    } catch (InvalidInput wrong) {
      throw new InvalidInput("the " + which + " sound: " + wrong.explanation());
    } catch (TooLarge large) {
      throw new TooLarge("the " + which + " sound: " + large.explanation());
    }
  }
}
