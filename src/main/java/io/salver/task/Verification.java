package io.salver.task;

import io.salver.model.ModelId;

/**
 * Whether two pictures or sounds are of the same person or thing.
 *
 * @param model the version that ran
 * @param similarity cosine of the two embeddings, -1 to 1
 * @param threshold from which on they count as the same
 */
public record Verification(ModelId model, double similarity, double threshold, TaskTimes times)
    implements TaskAnswer {

  public boolean isSame() {
    return similarity >= threshold;
  }
}
