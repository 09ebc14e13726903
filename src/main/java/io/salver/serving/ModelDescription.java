package io.salver.serving;

import io.salver.model.Signature;
import java.util.List;

/**
 * What a client may know of a model.
 *
 * @param name the model
 * @param versions the versions that are ready, ascending
 * @param backend the backend that runs the described version
 * @param signature the tensors of the described version
 */
public record ModelDescription(
    String name, List<Long> versions, String backend, Signature signature) {}
