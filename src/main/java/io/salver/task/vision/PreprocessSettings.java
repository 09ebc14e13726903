package io.salver.task.vision;

import io.salver.fault.BackendFailure;
import io.salver.image.Colour;
import io.salver.image.Interpolation;
import io.salver.image.PixelWriter;
import io.salver.image.SampleTable;
import io.salver.model.Signature;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.task.vision.Fitting.Fit;
import io.salver.task.vision.Fitting.Size;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code preprocess} of {@code model.yaml} and compares it with the model's input. */
final class PreprocessSettings {

  private static final Set<String> KEYS =
      Set.of(
          "input",
          "color",
          "resize",
          "fit",
          "interpolation",
          "crop",
          "fill",
          "multiple",
          "background",
          "range",
          "mean",
          "std",
          "layout");
  private static final int MAX_SIDE = 16_384;
  private static final int RANK = 4;
  private static final int SAMPLE = 255;
  private static final double WIDE = 1e6;

  /** The order of the axes of an input. */
  enum Layout {
    NCHW,
    NHWC
  }

  private final Section settings;
  private final TensorSpec input;
  private final boolean isChannelsFirst;

  private PreprocessSettings(Section settings, TensorSpec input) {
    this.settings = settings;
    this.input = input;
    this.isChannelsFirst = settings.choice("layout", Layout.class, Layout.NCHW) == Layout.NCHW;
  }

  /**
   * What {@code values} say.
   *
   * @throws BackendFailure when they are wrong or do not fit the signature
   */
  static Preprocess read(Map<String, Object> values, Signature signature) {
    Section settings = Section.of(Origin.MODEL_YAML, "preprocess", values, KEYS);
    return new PreprocessSettings(settings, input(settings, signature)).read();
  }

  private static TensorSpec input(Section settings, Signature signature) {
    if (signature.inputs().size() != 1) {
      throw new BackendFailure(
          "a model of pictures takes one input, this one takes "
              + signature.inputs().stream().map(TensorSpec::name).toList());
    }
    TensorSpec only = signature.inputs().getFirst();
    settings
        .text("input")
        .filter(name -> !name.equals(only.name()))
        .ifPresent(
            name -> {
              throw settings.wrong("input", "'" + only.name() + "', the model's only input");
            });
    long rows = only.shape().rank() == RANK ? only.shape().extent(0) : 0;
    if ((rows != Shape.ANY && rows != 1) || !PixelWriter.writes(only.dataType())) {
      throw new BackendFailure(
          "input '%s' is %s %s; a model of pictures takes UINT8, FP16 or FP32 of four axes, the first of them open or 1"
              .formatted(only.name(), only.dataType(), only.shape()));
    }
    return only;
  }

  private Preprocess read() {
    Colour colour = colour();
    Fitting fitting = fitting();
    compare(fitting);
    return new Preprocess(
        input.name(),
        colour,
        background(),
        fitting,
        settings.choice("interpolation", Interpolation.class, Interpolation.BILINEAR),
        settings.integer("fill", 0, SAMPLE, 0),
        new PixelWriter(input.dataType(), isChannelsFirst, table(colour.channels())));
  }

  private Colour colour() {
    long channels = input.shape().extent(isChannelsFirst ? 1 : RANK - 1);
    Colour colour =
        settings.choice("color", Colour.class, channels == 1 ? Colour.GRAY : Colour.RGB);
    if (channels != Shape.ANY && channels != colour.channels()) {
      throw new BackendFailure(
          "input '%s' of shape %s has %d channels where layout puts them; %s has %d"
              .formatted(
                  input.name(),
                  input.shape(),
                  channels,
                  settings.has("color") ? "preprocess.color" : "a picture",
                  colour.channels()));
    }
    return colour;
  }

  private Fitting fitting() {
    Optional<Size> extents = extents();
    Optional<Size> named = size("resize");
    boolean isNumber = settings.numbers("resize").length == 1;
    Fit fit = settings.choice("fit", Fit.class, isNumber ? Fit.SHORTEST : Fit.STRETCH);
    Optional<Size> resize = named.or(() -> extents);
    if (fit == Fit.SHORTEST && resize.filter(size -> size.width() != size.height()).isPresent()) {
      throw settings.wrong("resize", "one number where preprocess.fit is shortest");
    }
    if (fit == Fit.LETTERBOX && resize.isEmpty()) {
      throw settings.wrong("resize", "a number or [height, width] where fit is letterbox");
    }
    Optional<Size> crop = size("crop").or(() -> fit == Fit.SHORTEST ? extents : Optional.empty());
    return new Fitting(resize, fit, crop, settings.integer("multiple", 1, MAX_SIDE, 1));
  }

  private Optional<Size> size(String key) {
    double[] numbers = settings.numbers(key);
    boolean isSize =
        numbers.length <= 2
            && Arrays.stream(numbers)
                .allMatch(each -> each == Math.rint(each) && each >= 1 && each <= MAX_SIDE);
    if (!isSize || (settings.has(key) && numbers.length == 0)) {
      throw settings.wrong(
          key, "a whole number from 1 to %d or [height, width]".formatted(MAX_SIDE));
    }
    return numbers.length == 0
        ? Optional.empty()
        : Optional.of(new Size((int) numbers[0], (int) numbers[numbers.length - 1]));
  }

  /** Height and width of the input, if both are given. */
  private Optional<Size> extents() {
    long height = input.shape().extent(isChannelsFirst ? 2 : 1);
    long width = input.shape().extent(isChannelsFirst ? RANK - 1 : 2);
    return height > 0 && width > 0
        ? Optional.of(new Size((int) height, (int) width))
        : Optional.empty();
  }

  private void compare(Fitting fitting) {
    Optional<Size> made = fitting.fixed();
    if (extents().isPresent() && !made.equals(extents())) {
      throw new BackendFailure(
          "input '%s' has shape %s, but preprocess makes pictures of %s"
              .formatted(
                  input.name(),
                  input.shape(),
                  made.map(size -> size.height() + " x " + size.width() + " (height x width)")
                      .orElse("any size")));
    }
  }

  private int[] background() {
    double[] numbers = settings.numbers("background");
    if (numbers.length == 0 && !settings.has("background")) {
      return new int[] {SAMPLE, SAMPLE, SAMPLE};
    }
    boolean isColour =
        numbers.length == 3
            && Arrays.stream(numbers).allMatch(each -> each == Math.rint(each) && each >= 0)
            && Arrays.stream(numbers).allMatch(each -> each <= SAMPLE);
    if (!isColour) {
      throw settings.wrong("background", "[red, green, blue], each from 0 to 255");
    }
    return Arrays.stream(numbers).mapToInt(each -> (int) each).toArray();
  }

  private SampleTable table(int channels) {
    if (input.dataType() == DataType.UINT8) {
      for (String key : new String[] {"range", "mean", "std"}) {
        if (settings.has(key)) {
          throw settings.wrong(key, "left out, as input '" + input.name() + "' is UINT8");
        }
      }
    }
    double[] range = settings.has("range") ? settings.numbers("range") : new double[] {0, 1};
    if (range.length != 2 || range[0] == range[1] || !isModerate(range)) {
      throw settings.wrong("range", "two different numbers, such as [0, 1]");
    }
    return SampleTable.of(
        range[0], range[1], perChannel("mean", channels, 0), perChannel("std", channels, 1));
  }

  private double[] perChannel(String key, int channels, double otherwise) {
    double[] numbers = settings.numbers(key);
    boolean isCount = numbers.length == 1 || numbers.length == channels;
    boolean isDivisor = !key.equals("std") || Arrays.stream(numbers).noneMatch(each -> each == 0);
    if (settings.has(key) && (!isCount || !isDivisor || !isModerate(numbers))) {
      throw settings.wrong(
          key,
          "one number or %d of them%s".formatted(channels, isDivisor ? "" : ", none of them 0"));
    }
    double[] values = new double[channels];
    for (int i = 0; i < channels; i++) {
      values[i] = numbers.length == 0 ? otherwise : numbers[i % numbers.length];
    }
    return values;
  }

  private static boolean isModerate(double[] numbers) {
    return Arrays.stream(numbers).allMatch(each -> Math.abs(each) <= WIDE);
  }
}
