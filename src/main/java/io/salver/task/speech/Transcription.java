package io.salver.task.speech;

import io.salver.model.ModelId;
import io.salver.task.TaskAnswer;
import io.salver.task.TaskTimes;
import java.util.List;

/**
 * What was said. Immutable.
 *
 * @param model the version that ran
 * @param seconds the length of the sound
 * @param segments its parts in order, one for each window that was read; never overlapping
 */
public record Transcription(ModelId model, double seconds, List<Segment> segments, TaskTimes times)
    implements TaskAnswer {

  /** Copies the list. */
  public Transcription {
    segments = List.copyOf(segments);
  }

  /** The whole text. */
  public String text() {
    return String.join(
        " ", segments.stream().map(Segment::text).filter(s -> !s.isEmpty()).toList());
  }

  /** All words in order. */
  public List<Word> words() {
    return segments.stream().flatMap(segment -> segment.words().stream()).toList();
  }

  /**
   * What was said in a part of the sound.
   *
   * @param start in seconds from the beginning of the sound
   * @param end likewise
   * @param confidence geometric mean of the probabilities of its symbols, 0 to 1
   */
  public record Segment(
      double start, double end, String text, List<Word> words, double confidence) {
    /** Copies the list. */
    public Segment {
      words = List.copyOf(words);
    }
  }

  /**
   * A word.
   *
   * @param start in seconds from the beginning of the sound
   * @param end likewise
   * @param confidence geometric mean of the probabilities of its symbols, 0 to 1
   */
  public record Word(String text, double start, double end, double confidence) {}
}
