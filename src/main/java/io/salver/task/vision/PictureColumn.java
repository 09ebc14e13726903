package io.salver.task.vision;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.TooLarge;
import io.salver.image.Picture;
import io.salver.image.PictureDecoder;
import io.salver.image.PictureHead;
import io.salver.model.Signature;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * Pictures that are one feature among others of rows: an input of a model that takes more than
 * pictures. Immutable.
 */
public final class PictureColumn {

  private final Preprocess preprocess;
  private final Fitting.Size size;

  private PictureColumn(Preprocess preprocess, Fitting.Size size) {
    this.preprocess = preprocess;
    this.size = size;
  }

  /**
   * What {@code values}, the keys of {@code preprocess} of pictures, say of that input.
   *
   * @throws BackendFailure when they are wrong, do not fit, or leave the size open
   */
  public static PictureColumn read(Map<String, Object> values, TensorSpec input) {
    Preprocess preprocess =
        PreprocessSettings.read(values, new Signature(List.of(input), List.of()));
    return new PictureColumn(
        preprocess,
        preprocess
            .fitting()
            .fixed()
            .orElseThrow(
                () ->
                    new BackendFailure(
                        "pictures for input '%s' must all come to one size, by resize or crop"
                            .formatted(input.name()))));
  }

  /**
   * The tensor of those files, one a row.
   *
   * @param refuse is told the place and the fault of each that cannot be read; its row is undefined
   * @param look is told the place of each other, and what the model sees of it, until it returns
   */
  public Tensor write(
      List<ByteBuffer> files,
      PictureDecoder decoder,
      TensorScope scope,
      ObjIntConsumer<Fault> refuse,
      ObjIntConsumer<Picture> look) {
    Tensor.Dense tensor =
        scope.allocate(
            preprocess.writer().dataType(),
            preprocess.writer().isChannelsFirst()
                ? Shape.of(
                    files.size(), preprocess.colour().channels(), size.height(), size.width())
                : Shape.of(
                    files.size(), size.height(), size.width(), preprocess.colour().channels()));
    int bytes = tensor.data().limit() / Math.max(1, files.size());
    for (int row = 0; row < files.size(); row++) {
      try (TensorScope passing = scope.nested()) {
        look.accept(
            write(
                files.get(row),
                decoder,
                passing,
                tensor.view().position(row * bytes).limit((row + 1) * bytes)),
            row);
      } catch (InvalidInput | TooLarge unread) {
        refuse.accept(unread, row);
      }
    }
    return tensor;
  }

  private Picture write(
      ByteBuffer file, PictureDecoder decoder, TensorScope passing, ByteBuffer row) {
    PictureHead head = decoder.head(file);
    Picture picture = decoder.decode(file, head, passing);
    return preprocess.write(picture, preprocess.fitting().place(head.width(), head.height()), row);
  }
}
