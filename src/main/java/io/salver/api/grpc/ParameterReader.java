package io.salver.api.grpc;

import io.salver.api.Parameter;
import io.salver.api.Parameters;
import io.salver.fault.InvalidInput;
import org.jspecify.annotations.Nullable;

/** Reads one entry of a {@code map<string, InferParameter>}. */
final class ParameterReader {

  private ParameterReader() {}

  /** Reads the entry that comes next into {@code parameters}. */
  static void read(MessageReader message, Parameters parameters) {
    String name = "";
    @Nullable Parameter value = null;
    long outer = message.enter();
    while (message.hasMore()) {
      int tag = message.tag();
      switch (tag) {
        case 1 << 3 | MessageReader.DELIMITED -> name = message.text();
        case 2 << 3 | MessageReader.DELIMITED -> value = value(message);
        default -> message.skip(tag);
      }
    }
    message.leave(outer);
    if (value == null) {
      throw new InvalidInput(
          "parameter '"
              + name
              + "' must be a bool, int64, string, double or uint64; it has no value");
    }
    parameters.put(name, value);
  }

  private static @Nullable Parameter value(MessageReader message) {
    @Nullable Parameter value = null;
    long outer = message.enter();
    while (message.hasMore()) {
      int tag = message.tag();
      switch (tag) {
        case 1 << 3 | MessageReader.VARINT -> value = new Parameter.Flag(message.varint() != 0);
        case 2 << 3 | MessageReader.VARINT -> value = new Parameter.Whole(message.varint());
        case 3 << 3 | MessageReader.DELIMITED -> value = new Parameter.Text(message.text());
        case 4 << 3 | MessageReader.FIXED64 ->
            value = new Parameter.Real(Double.longBitsToDouble(message.fixed64()));
        case 5 << 3 | MessageReader.VARINT -> value = unsigned(message.varint());
        default -> message.skip(tag);
      }
    }
    message.leave(outer);
    return value;
  }

  private static Parameter unsigned(long bits) {
    return new Parameter.Whole(bits < 0 ? Long.MAX_VALUE : bits);
  }
}
