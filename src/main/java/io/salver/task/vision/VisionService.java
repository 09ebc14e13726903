package io.salver.task.vision;

import io.salver.task.PairRequest;
import io.salver.task.Verification;
import java.util.concurrent.CompletionStage;

/**
 * Everything a protocol can do with pictures. Thread-safe; no method blocks. Answers complete on a
 * thread of the task, exceptionally with a {@code Fault}, and only once nothing uses the memory of
 * the request any more.
 *
 * <p>Faults that are particular to it: {@code InvalidInput} for a file that is no picture, is
 * damaged or of a format that is not read; {@code TooLarge} for one with more pixels than may be;
 * {@code NotFound} when no model, or more than one, could be meant.
 */
public interface VisionService {

  /** Looks at every picture of the request, in one run of the model where they have one shape. */
  CompletionStage<VisionAnswer> look(VisionRequest request);

  /** Compares two pictures by the embeddings of a model. */
  CompletionStage<Verification> verify(PairRequest request);
}
