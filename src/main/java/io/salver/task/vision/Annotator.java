package io.salver.task.vision;

import io.salver.image.Annotation;
import io.salver.image.Picture;
import io.salver.image.PngWriter;
import io.salver.task.ClassScore;
import java.util.Locale;

/** Draws findings into the pictures in which they were found. */
final class Annotator {

  /** What drawing takes: a copy, and a file that may be as large. */
  static final int BYTES_PER_PIXEL = 2 * Picture.RGB;

  private Annotator() {}

  /** A PNG file of the picture with boxes or a mask; of others nothing can be drawn. */
  static byte[] png(Picture picture, Finding finding) {
    Annotation annotation = new Annotation(picture);
    switch (finding) {
      case Finding.Boxes found -> found.boxes().reversed().forEach(box -> draw(box, annotation));
      case Finding.Mask mask -> annotation.tint(mask.classes());
      case Finding.Classes _, Finding.Embedding _ -> {}
    }
    return PngWriter.write(annotation.picture());
  }

  private static void draw(Finding.Box box, Annotation annotation) {
    ClassScore object = box.object();
    annotation.box(
        box.left(),
        box.top(),
        box.right(),
        box.bottom(),
        String.format(Locale.ROOT, "%s %.2f", object.label(), object.score()),
        Annotation.colour(object.index()));
  }
}
