package io.salver.api.rest;

import io.salver.task.speech.Transcription;
import io.salver.task.speech.Transcription.Segment;
import io.salver.task.speech.Transcription.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes a transcription as subtitles, SubRip or WebVTT. A segment may last for many seconds, so
 * that its words are put into cues that can be read: a new one begins after a pause, and where one
 * would become too long. Stateless.
 */
final class Subtitles {

  private static final double PAUSE_SECONDS = 1;
  private static final double MOST_SECONDS = 7;
  private static final int MOST_CHARACTERS = 84;

  private Subtitles() {}

  private record Cue(double start, double end, String text) {}

  static String srt(Transcription answer) {
    List<Cue> cues = cues(answer);
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < cues.size(); index++) {
      Cue cue = cues.get(index);
      text.append(index + 1).append('\n').append(line(cue, ',')).append("\n\n");
    }
    return text.toString();
  }

  static String vtt(Transcription answer) {
    return cues(answer).stream()
        .map(cue -> line(cue, '.') + "\n\n")
        .collect(Collectors.joining("", "WEBVTT\n\n", ""));
  }

  private static String line(Cue cue, char separator) {
    return time(cue.start(), separator)
        + " --> "
        + time(cue.end(), separator)
        + "\n"
        + cue.text().replace("-->", "->").replace('\n', ' ');
  }

  private static String time(double seconds, char separator) {
    long millis = Math.round(seconds * 1000);
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d%c%03d",
        millis / 3_600_000,
        millis / 60_000 % 60,
        millis / 1000 % 60,
        separator,
        millis % 1000);
  }

  private static List<Cue> cues(Transcription answer) {
    List<Cue> cues = new ArrayList<>();
    for (Segment segment : answer.segments()) {
      if (!segment.words().isEmpty()) {
        addWords(segment.words(), cues);
      } else if (!segment.text().isBlank()) {
        cues.add(new Cue(segment.start(), segment.end(), segment.text()));
      }
    }
    return cues;
  }

  private static void addWords(List<Word> words, List<Cue> cues) {
    Word first = words.getFirst();
    Cue cue = new Cue(first.start(), first.end(), first.text());
    for (Word word : words.subList(1, words.size())) {
      boolean fits =
          word.start() - cue.end() < PAUSE_SECONDS
              && word.end() - cue.start() <= MOST_SECONDS
              && cue.text().length() + 1 + word.text().length() <= MOST_CHARACTERS;
      if (fits) {
        cue = new Cue(cue.start(), word.end(), cue.text() + " " + word.text());
      } else {
        cues.add(cue);
        cue = new Cue(word.start(), word.end(), word.text());
      }
    }
    cues.add(cue);
  }
}
