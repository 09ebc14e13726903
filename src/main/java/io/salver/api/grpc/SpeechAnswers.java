package io.salver.api.grpc;

import com.google.protobuf.UnsafeByteOperations;
import io.salver.api.task.SpokenAudio;
import io.salver.serving.RequestId;
import io.salver.task.speech.SoundClasses;
import io.salver.task.speech.Speech;
import io.salver.task.speech.Transcription;
import io.salver.v1.ClassifySoundResponse;
import io.salver.v1.SpeakResponse;
import io.salver.v1.TranscribeResponse;
import io.salver.v1.TranscribedSegment;
import io.salver.v1.TranscribedWord;

/** Encodes what was heard and spoken as messages. Stateless. */
final class SpeechAnswers {

  private SpeechAnswers() {}

  static TranscribeResponse transcribed(RequestId id, Transcription answer) {
    TranscribeResponse.Builder message =
        TranscribeResponse.newBuilder()
            .setId(id.text())
            .setModel(answer.model().name())
            .setVersion(answer.model().version())
            .setText(answer.text())
            .setSeconds(answer.seconds())
            .setTimes(TaskAnswers.encode(answer.times()));
    answer.segments().forEach(segment -> message.addSegments(segment(segment)));
    return message.build();
  }

  static ClassifySoundResponse classified(RequestId id, SoundClasses answer) {
    ClassifySoundResponse.Builder message =
        ClassifySoundResponse.newBuilder()
            .setId(id.text())
            .setModel(answer.model().name())
            .setVersion(answer.model().version())
            .setSeconds(answer.seconds())
            .setTimes(TaskAnswers.encode(answer.times()));
    answer.best().forEach(score -> message.addClasses(TaskAnswers.encode(score)));
    return message.build();
  }

  static SpeakResponse spoken(RequestId id, Speech answer, String format) {
    SpokenAudio audio = SpokenAudio.of(answer, format);
    return SpeakResponse.newBuilder()
        .setId(id.text())
        .setModel(answer.model().name())
        .setVersion(answer.model().version())
        .setAudio(UnsafeByteOperations.unsafeWrap(audio.bytes()))
        .setMediaType(audio.mediaType())
        .setSampleRate(answer.sampleRate())
        .setTimes(TaskAnswers.encode(answer.times()))
        .build();
  }

  private static TranscribedSegment segment(Transcription.Segment segment) {
    TranscribedSegment.Builder message =
        TranscribedSegment.newBuilder()
            .setStart(segment.start())
            .setEnd(segment.end())
            .setText(segment.text())
            .setConfidence(segment.confidence());
    for (Transcription.Word word : segment.words()) {
      message.addWords(
          TranscribedWord.newBuilder()
              .setText(word.text())
              .setStart(word.start())
              .setEnd(word.end())
              .setConfidence(word.confidence()));
    }
    return message.build();
  }
}
