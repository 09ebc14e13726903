package io.salver.api.task;

import io.salver.api.Parameter;
import io.salver.fault.InvalidInput;
import io.salver.table.RowSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a typed request says, wherever it says it: parameters by name, and encoded files by name. A
 * text that spells a number, {@code true} or {@code false} counts as one, because a query and a
 * form have nothing but texts. Whatever is wrong becomes an {@link InvalidInput} that names the
 * parameter, what was expected and what came. Not thread-safe.
 */
public final class TaskArguments {

  /** Most values and files of a request that has neither lists of texts nor of numbers. */
  public static final int FEW = 256;

  /** Most values of a request that has lists of texts, of words or of tokens. */
  public static final int MANY = 1 << 18;

  private static final int VALUE_BYTES = 64;

  private final int mostValues;
  private final Map<String, List<Parameter>> parameters = new LinkedHashMap<>();
  private final Map<String, List<Nested>> nested = new LinkedHashMap<>();
  private final Map<String, List<ByteBuffer>> files = new LinkedHashMap<>();
  private final Map<String, RowSource> rows = new LinkedHashMap<>();
  private int count;
  private long heapBytes;

  /** What a request says that gives at most {@code mostValues} values and files. */
  public TaskArguments(int mostValues) {
    this.mostValues = mostValues;
  }

  /** Adds a value of {@code name}. */
  public void add(String name, Parameter value) {
    count(1);
    weigh(value);
    parameters.computeIfAbsent(name, absent -> new ArrayList<>(1)).add(value);
  }

  /** Adds a file of {@code name}, in the memory of the request's scope. */
  public void addFile(String name, ByteBuffer file) {
    count(1);
    files.computeIfAbsent(name, absent -> new ArrayList<>(1)).add(file);
  }

  /** Adds a list or an object to the values of {@code name}. */
  public void add(String name, Nested value) {
    count(1 + value.size());
    value.scalars().forEach(this::weigh);
    nested.computeIfAbsent(name, absent -> new ArrayList<>(1)).add(value);
  }

  /** Adds rows, which stand under {@code name}. */
  public void addRows(String name, RowSource source) {
    count(1);
    rows.put(name, source);
  }

  /** About how many bytes of the heap the values take. */
  long heapBytes() {
    return heapBytes;
  }

  /** Refuses every parameter and file whose name is not known. */
  public void only(Set<String> knownParameters, Set<String> knownFiles) {
    for (String name : parameters.keySet()) {
      if (!knownParameters.contains(name)) {
        throw knownFiles.contains(name)
            ? new InvalidInput(name + " expects a file, received a text")
            : Complaints.unknown(name, knownParameters, knownFiles);
      }
    }
    for (String name : nested.keySet()) {
      if (!knownParameters.contains(name)) {
        throw Complaints.unknown(name, knownParameters, knownFiles);
      }
    }
    for (String name : files.keySet()) {
      if (!knownFiles.contains(name)) {
        throw knownParameters.contains(name)
            ? new InvalidInput(name + " expects a text, received a file")
            : Complaints.unknown(name, knownParameters, knownFiles);
      }
    }
  }

  /** Every value of a parameter, of whatever kind. */
  public List<Parameter> values(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  public Optional<String> text(String name) {
    return one(name).map(value -> text(name, value));
  }

  /** Every text of a parameter that may come more than once. */
  public List<String> texts(String name) {
    return parameters.getOrDefault(name, List.of()).stream()
        .map(value -> text(name, value))
        .toList();
  }

  /** The lists and objects of a parameter, in their order. */
  public List<Nested> nested(String name) {
    return nested.getOrDefault(name, List.of());
  }

  /** Whether a value or a file of that name is there. */
  public boolean has(String name) {
    return parameters.containsKey(name) || nested.containsKey(name) || files.containsKey(name);
  }

  /** All rows that are said, by where they stand. */
  public Map<String, RowSource> rows() {
    return Collections.unmodifiableMap(rows);
  }

  public Optional<Boolean> flag(String name) {
    return one(name)
        .map(
            value ->
                switch (value) {
                  case Parameter.Flag(boolean flag) -> flag;
                  case Parameter.Text(String text) when text.equals("true") -> true;
                  case Parameter.Text(String text) when text.equals("false") -> false;
                  default -> throw Complaints.wrong(name, "true or false", value);
                });
  }

  public OptionalInt whole(String name, int least, int most) {
    Optional<Parameter> value = one(name);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      long number =
          switch (value.get()) {
            case Parameter.Whole(long whole) -> whole;
            case Parameter.Text(String text) -> Long.parseLong(text);
            case Parameter.Flag _, Parameter.Real _ -> throw new NumberFormatException();
          };
      if (number >= least && number <= most) {
        return OptionalInt.of((int) number);
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw Complaints.wrong(name, "a whole number from " + least + " to " + most, value.get());
  }

  public OptionalDouble real(String name, double least, double most) {
    Optional<Parameter> value = one(name);
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    try {
      double number =
          switch (value.get()) {
            case Parameter.Whole(long whole) -> whole;
            case Parameter.Real(double real) -> real;
            case Parameter.Text(String text) -> Double.parseDouble(text);
            case Parameter.Flag _ -> Double.NaN;
          };
      if (number >= least && number <= most) {
        return OptionalDouble.of(number);
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw Complaints.wrong(
        name,
        "a number from " + Complaints.plain(least) + " to " + Complaints.plain(most),
        value.get());
  }

  /** One of {@code choices}; the first where nothing is said. */
  public String choice(String name, List<String> choices) {
    Optional<String> text = text(name);
    if (text.isPresent() && !choices.contains(text.get())) {
      throw new InvalidInput(
          name
              + " expects one of "
              + String.join(", ", choices)
              + ", received '"
              + Complaints.shortened(text.get())
              + "'");
    }
    return text.orElse(choices.getFirst());
  }

  /** The one file of that name. */
  public ByteBuffer file(String name) {
    List<ByteBuffer> given = files(name, 1);
    return given.getFirst();
  }

  /** The files of that name, from one to {@code most}. */
  public List<ByteBuffer> files(String name, int most) {
    List<ByteBuffer> given = files.getOrDefault(name, List.of());
    if (given.isEmpty()) {
      throw new InvalidInput(name + " expects an encoded file, received nothing");
    }
    if (given.size() > most) {
      throw new InvalidInput(
          name
              + " expects "
              + (most == 1 ? "one file" : "at most " + most + " files")
              + ", received "
              + given.size());
    }
    if (!given.stream().allMatch(ByteBuffer::hasRemaining)) {
      throw new InvalidInput(name + " expects an encoded file, received one of 0 bytes");
    }
    return given;
  }

  private void count(int more) {
    count += more;
    if (count > mostValues) {
      throw new InvalidInput("the request gives more than " + mostValues + " parameters and files");
    }
  }

  private void weigh(Parameter value) {
    heapBytes += VALUE_BYTES;
    if (value instanceof Parameter.Text(String text)) {
      heapBytes += (long) Character.BYTES * text.length();
    }
  }

  private Optional<Parameter> one(String name) {
    List<Parameter> values = parameters.getOrDefault(name, List.of());
    if (nested.containsKey(name)) {
      throw new InvalidInput(name + " expects one value, received a list or an object");
    }
    if (values.size() > 1) {
      throw new InvalidInput(name + " is given " + values.size() + " times; it takes one value");
    }
    return values.stream().findFirst();
  }

  private static String text(String name, Parameter value) {
    if (value instanceof Parameter.Text(String text)) {
      return text;
    }
    throw Complaints.wrong(name, "a text", value);
  }
}
