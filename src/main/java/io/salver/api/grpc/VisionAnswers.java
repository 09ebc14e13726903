package io.salver.api.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.salver.api.task.MaskPng;
import io.salver.api.task.MaskRuns;
import io.salver.serving.RequestId;
import io.salver.task.vision.Finding;
import io.salver.task.vision.VisionAnswer;
import io.salver.task.vision.VisionAnswer.Seen;
import io.salver.v1.Box;
import io.salver.v1.ClassShare;
import io.salver.v1.ClassifiedImage;
import io.salver.v1.ClassifyImagesResponse;
import io.salver.v1.DetectResponse;
import io.salver.v1.DetectedImage;
import io.salver.v1.DetectedObject;
import io.salver.v1.EmbedResponse;
import io.salver.v1.EmbeddedImage;
import io.salver.v1.SegmentResponse;
import io.salver.v1.SegmentedImage;

/** Encodes what was seen in pictures as messages. Stateless. */
final class VisionAnswers {

  private VisionAnswers() {}

  static ClassifyImagesResponse classified(RequestId id, VisionAnswer answer) {
    ClassifyImagesResponse.Builder message =
        ClassifyImagesResponse.newBuilder()
            .setId(id.text())
            .setModel(answer.model().name())
            .setVersion(answer.model().version())
            .setTimes(TaskAnswers.encode(answer.times()));
    for (Seen seen : answer.pictures()) {
      ClassifiedImage.Builder image =
          ClassifiedImage.newBuilder().setWidth(seen.width()).setHeight(seen.height());
      if (seen.finding() instanceof Finding.Classes(var best, _)) {
        best.forEach(score -> image.addClasses(TaskAnswers.encode(score)));
      }
      message.addImages(image);
    }
    return message.build();
  }

  static DetectResponse detected(RequestId id, VisionAnswer answer) {
    DetectResponse.Builder message =
        DetectResponse.newBuilder()
            .setId(id.text())
            .setModel(answer.model().name())
            .setVersion(answer.model().version())
            .setTimes(TaskAnswers.encode(answer.times()));
    for (Seen seen : answer.pictures()) {
      DetectedImage.Builder image =
          DetectedImage.newBuilder()
              .setWidth(seen.width())
              .setHeight(seen.height())
              .setAnnotated(annotated(seen));
      if (seen.finding() instanceof Finding.Boxes(var boxes)) {
        boxes.forEach(box -> image.addBoxes(object(box)));
      }
      message.addImages(image);
    }
    return message.build();
  }

  /** With masks as PNG, else as run lengths. */
  static SegmentResponse segmented(RequestId id, VisionAnswer answer, boolean asPng) {
    SegmentResponse.Builder message =
        SegmentResponse.newBuilder()
            .setId(id.text())
            .setModel(answer.model().name())
            .setVersion(answer.model().version())
            .setTimes(TaskAnswers.encode(answer.times()));
    for (Seen seen : answer.pictures()) {
      SegmentedImage.Builder image =
          SegmentedImage.newBuilder()
              .setWidth(seen.width())
              .setHeight(seen.height())
              .setAnnotated(annotated(seen));
      if (seen.finding() instanceof Finding.Mask mask) {
        mask(image, seen, mask, asPng);
      }
      message.addImages(image);
    }
    return message.build();
  }

  static EmbedResponse embedded(RequestId id, VisionAnswer answer) {
    EmbedResponse.Builder message =
        EmbedResponse.newBuilder()
            .setId(id.text())
            .setModel(answer.model().name())
            .setVersion(answer.model().version())
            .setTimes(TaskAnswers.encode(answer.times()));
    for (Seen seen : answer.pictures()) {
      EmbeddedImage.Builder image =
          EmbeddedImage.newBuilder().setWidth(seen.width()).setHeight(seen.height());
      if (seen.finding() instanceof Finding.Embedding(float[] vector)) {
        for (float number : vector) {
          image.addEmbedding(number);
        }
      }
      message.addImages(image);
    }
    return message.build();
  }

  private static DetectedObject object(Finding.Box box) {
    return DetectedObject.newBuilder()
        .setLabel(box.object().label())
        .setIndex(box.object().index())
        .setScore(box.object().score())
        .setBox(
            Box.newBuilder()
                .setLeft(box.left())
                .setTop(box.top())
                .setRight(box.right())
                .setBottom(box.bottom()))
        .build();
  }

  private static void mask(
      SegmentedImage.Builder image, Seen seen, Finding.Mask mask, boolean asPng) {
    for (MaskRuns.Share share : MaskRuns.shares(mask)) {
      image.addClasses(
          ClassShare.newBuilder()
              .setLabel(share.label())
              .setIndex(share.index())
              .setShare(share.share()));
    }
    if (asPng) {
      image.setPng(
          UnsafeByteOperations.unsafeWrap(MaskPng.encode(mask, seen.width(), seen.height())));
    } else {
      for (int run : MaskRuns.encode(mask)) {
        image.addRuns(run);
      }
    }
  }

  private static ByteString annotated(Seen seen) {
    return seen.annotated().map(UnsafeByteOperations::unsafeWrap).orElse(ByteString.EMPTY);
  }
}
