package io.salver.settings;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import java.util.function.Function;

/**
 * Where settings were written, and so who is to blame for what is wrong with them.
 *
 * @param prefix what messages begin with, for example {@code model.yaml: }
 * @param fault made of a message
 */
public record Origin(String prefix, Function<String, Fault> fault) {

  /** What somebody says of a model. */
  public static final Origin MODEL_YAML = file("model.yaml");

  /** A file of the operator's. */
  public static Origin file(String name) {
    return new Origin(name + ": ", BackendFailure::new);
  }

  /** The body of a request. */
  public static Origin request() {
    return new Origin("", InvalidInput::new);
  }
}
