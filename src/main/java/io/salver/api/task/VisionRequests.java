package io.salver.api.task;

import io.salver.task.PairRequest;
import io.salver.task.TaskContext;
import io.salver.task.Verification;
import io.salver.task.vision.VisionAnswer;
import io.salver.task.vision.VisionRequest;
import io.salver.task.vision.VisionService;
import io.salver.task.vision.VisionTask;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes calls about pictures from what requests say. Thread-safe. */
@Singleton
public final class VisionRequests {

  /** Most pictures of one request. */
  public static final int MAX_IMAGES = 64;

  /** How a mask is written; the first is the default. */
  public static final List<String> MASKS = List.of("png", "rle");

  private static final int MAX_CLASSES = 1000;
  private static final int MAX_BOXES = 10_000;

  private final VisionService service;

  /** Requests to {@code service}. */
  @Inject
  public VisionRequests(VisionService service) {
    this.service = service;
  }

  /** The names of the parameters that {@code method} takes. */
  public static Set<String> parameters(TaskMethod method) {
    Set<String> names = new HashSet<>(TaskContexts.NAMES);
    switch (method) {
      case CLASSIFY -> names.add("top_k");
      case DETECT -> names.addAll(List.of("min_score", "iou", "max_boxes", "annotate"));
      case SEGMENT -> names.addAll(List.of("mask", "annotate"));
      case VERIFY -> names.add("threshold");
      case EMBED, TRANSCRIBE, STREAM_TRANSCRIBE, SPEAK, TAG, ANSWER, COMPLETE, PREDICT -> {}
    }
    return Set.copyOf(names);
  }

  /** The names of the files that {@code method} takes. */
  public static Set<String> files(TaskMethod method) {
    return method == TaskMethod.VERIFY ? Set.of("first", "second") : Set.of("image");
  }

  /** One of {@code classify}, {@code detect}, {@code segment} and {@code embed}. */
  public TaskCall<VisionAnswer> look(TaskMethod method, TaskArguments said, TaskContext context) {
    VisionRequest request =
        new VisionRequest(
            context,
            said.files("image", MAX_IMAGES),
            task(method, said),
            said.flag("annotate").orElse(false));
    return new TaskCall<>(context, () -> service.look(request));
  }

  public TaskCall<Verification> verify(TaskArguments said, TaskContext context) {
    PairRequest request = Pairs.of(said, context);
    return new TaskCall<>(context, () -> service.verify(request));
  }

  private static VisionTask task(TaskMethod method, TaskArguments said) {
    return switch (method) {
      case CLASSIFY -> new VisionTask.Classify(said.whole("top_k", 1, MAX_CLASSES));
      case DETECT ->
          new VisionTask.Detect(
              said.real("min_score", 0, 1),
              said.real("iou", 0, 1),
              said.whole("max_boxes", 1, MAX_BOXES));
      case SEGMENT -> new VisionTask.Segment();
      case EMBED -> new VisionTask.Embed();
      case VERIFY, TRANSCRIBE, STREAM_TRANSCRIBE, SPEAK, TAG, ANSWER, COMPLETE, PREDICT ->
          throw new IllegalArgumentException(method + " is no way to look at a picture");
    };
  }
}
