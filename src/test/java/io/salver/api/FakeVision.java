package io.salver.api;

import io.salver.task.ClassScore;
import io.salver.task.PairRequest;
import io.salver.task.Verification;
import io.salver.task.vision.Finding;
import io.salver.task.vision.VisionAnswer;
import io.salver.task.vision.VisionAnswer.Seen;
import io.salver.task.vision.VisionRequest;
import io.salver.task.vision.VisionService;
import io.salver.task.vision.VisionTask;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Sees in each picture what was asked: the label of what it finds is the content of the picture
 * with the parameters. A picture is as wide as it has bytes, and one pixel high. Fails as {@link
 * FakeTasks} says.
 */
public final class FakeVision implements VisionService {

  private final FakeTasks tasks = new FakeTasks();

  /** What is the same for pictures and sounds. */
  public FakeTasks tasks() {
    return tasks;
  }

  @Override
  public CompletionStage<VisionAnswer> look(VisionRequest request) {
    return tasks.answer(
        request.context(),
        request.images(),
        model ->
            new VisionAnswer(
                model,
                request.images().stream().map(image -> seen(image, request)).toList(),
                FakeTasks.TIMES));
  }

  @Override
  public CompletionStage<Verification> verify(PairRequest request) {
    return tasks.verify(request);
  }

  private static Seen seen(ByteBuffer image, VisionRequest request) {
    String content = FakeTasks.text(image);
    return new Seen(
        image.remaining(),
        1,
        finding(content, request),
        request.annotate()
            ? Optional.of(("drawn " + content).getBytes(StandardCharsets.UTF_8))
            : Optional.empty());
  }

  private static Finding finding(String content, VisionRequest request) {
    return switch (request.task()) {
      case VisionTask.Classify(var topK) ->
          new Finding.Classes(
              List.of(
                  new ClassScore(7, content + " top " + topK.orElse(-1), 0.75f),
                  new ClassScore(2, "rest", 0.25f)));
      case VisionTask.Detect(var score, var iou, var most) ->
          new Finding.Boxes(
              List.of(
                  new Finding.Box(
                      new ClassScore(
                          1,
                          "%s score %s iou %s most %d"
                              .formatted(
                                  content, score.orElse(-1), iou.orElse(-1), most.orElse(-1)),
                          0.5f),
                      1,
                      2,
                      3,
                      4)));
      case VisionTask.Segment() -> mask(content);
      case VisionTask.Embed() -> new Finding.Embedding(new float[] {0.5f, -0.5f});
    };
  }

  /** The first pixel is of class 1, the others of class 0. */
  private static Finding.Mask mask(String content) {
    byte[] classes = new byte[content.getBytes(StandardCharsets.UTF_8).length];
    classes[0] = 1;
    return new Finding.Mask(classes, List.of("ground", "cell"));
  }
}
