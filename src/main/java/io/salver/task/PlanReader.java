package io.salver.task;

import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;

/**
 * Reads what {@code model.yaml} says for one task. Stateless.
 *
 * @param <P> what it is read as
 */
@FunctionalInterface
public interface PlanReader<P> {

  /**
   * Reads it.
   *
   * @throws io.salver.fault.BackendFailure that names the key that is wrong, what was expected and
   *     what stands there
   */
  P read(ModelSpec spec, TextFiles texts, Signature signature);
}
