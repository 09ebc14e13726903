package io.salver.task.speech;

import io.salver.task.speech.Transcription.Segment;
import io.salver.task.speech.Transcription.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes words of symbols, with their times and how sure they are. Immutable.
 *
 * @param frameSeconds time of one frame
 */
record Spelling(Vocabulary vocabulary, double frameSeconds) {

  /** The words that the symbols spell, in order; ends are no later than {@code seconds}. */
  List<Word> words(List<Emission> symbols, double seconds) {
    List<Word> words = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    List<Emission> spelled = new ArrayList<>();
    for (Emission symbol : symbols) {
      String part =
          switch (vocabulary.effect(symbol.symbol())) {
            case Vocabulary.Effect.Begin(String first) -> {
              end(text, spelled, seconds, words);
              yield first;
            }
            case Vocabulary.Effect.Append(String more) -> more;
          };
      if (!part.isEmpty()) {
        text.append(part);
        spelled.add(symbol);
      }
    }
    end(text, spelled, seconds, words);
    return words;
  }

  /** Whether the last word is complete, whatever follows. */
  boolean hasEnded(List<Emission> symbols) {
    return symbols.isEmpty()
        || vocabulary.hasWords()
        || vocabulary.effect(symbols.getLast().symbol()).equals(new Vocabulary.Effect.Begin(""));
  }

  /** What was said in each part of a sound, which the {@code joints} divide. */
  List<Segment> segments(List<Word> words, List<Long> joints, double seconds) {
    List<Segment> segments = new ArrayList<>();
    int next = 0;
    double start = 0;
    for (int part = 0; part <= joints.size(); part++) {
      double end =
          part < joints.size() ? Math.min(joints.get(part) * frameSeconds, seconds) : seconds;
      int from = next;
      while (next < words.size() && (part == joints.size() || words.get(next).start() < end)) {
        next++;
      }
      segments.add(segment(start, end, words.subList(from, next)));
      start = end;
    }
    return segments;
  }

  private static Segment segment(double start, double end, List<Word> words) {
    double log = 0;
    for (Word word : words) {
      log += Math.log(word.confidence());
    }
    double confidence = words.isEmpty() ? 1 : Math.exp(log / words.size());
    String text = String.join(" ", words.stream().map(Word::text).toList());
    return new Segment(start, end, text, words, confidence);
  }

  private void end(StringBuilder text, List<Emission> spelled, double seconds, List<Word> words) {
    if (!text.isEmpty()) {
      double log = spelled.stream().mapToDouble(Emission::logProbability).average().orElse(0);
      double start = Math.min(spelled.getFirst().first() * frameSeconds, seconds);
      double end = Math.min((spelled.getLast().last() + 1) * frameSeconds, seconds);
      words.add(new Word(text.toString(), start, end, Math.exp(log)));
    }
    text.setLength(0);
    spelled.clear();
  }
}
