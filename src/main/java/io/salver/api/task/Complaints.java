package io.salver.api.task;

import io.salver.api.Parameter;
import io.salver.api.WellFormedText;
import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import java.util.Set;
import java.util.TreeSet;

/** What is said of a parameter that is not what it should be. Stateless. */
final class Complaints {

  private static final int SHOWN = 40;

  private Complaints() {}

  static InvalidInput unknown(String name, Set<String> knownParameters, Set<String> knownFiles) {
    Set<String> known = new TreeSet<>(knownParameters);
    known.addAll(knownFiles);
    return new InvalidInput(
        "unknown parameter '" + shortened(name) + "'" + Nearest.hint(shortened(name), known));
  }

  static InvalidInput wrong(String name, String expected, Parameter received) {
    String shown =
        switch (received) {
          case Parameter.Text(String text) -> "'" + shortened(text) + "'";
          case Parameter.Whole(long whole) -> Long.toString(whole);
          case Parameter.Flag(boolean flag) -> Boolean.toString(flag);
          case Parameter.Real(double real) -> plain(real);
        };
    return new InvalidInput(name + " expects " + expected + ", received " + shown);
  }

  static String shortened(String text) {
    return WellFormedText.shortened(text, SHOWN);
  }

  static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
