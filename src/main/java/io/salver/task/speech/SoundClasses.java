package io.salver.task.speech;

import io.salver.model.ModelId;
import io.salver.task.ClassScore;
import io.salver.task.TaskAnswer;
import io.salver.task.TaskTimes;
import java.util.List;

/**
 * What a sound is. Immutable.
 *
 * @param model the version that ran
 * @param seconds the length of the sound
 * @param best the best classes, the best first
 */
public record SoundClasses(ModelId model, double seconds, List<ClassScore> best, TaskTimes times)
    implements TaskAnswer {

  /** Copies the list. */
  public SoundClasses {
    best = List.copyOf(best);
  }
}
