package io.salver.repository.triton;

import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import triton.ModelConfig;

/** Reads the text form of a Triton model configuration. */
final class ConfigFile {

  static final String NAME = "config.pbtxt";

  private static final long MOST_BYTES = 4 << 20;
  private static final TextFormat.Parser PARSER = TextFormat.Parser.newBuilder().build();

  private ConfigFile() {}

  static ModelConfig read(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new TritonProblem(
          "it has %d bytes; at most %d are read".formatted(Files.size(file), MOST_BYTES));
    }
    ModelConfig.Builder config = ModelConfig.newBuilder();
    try {
      PARSER.merge(Files.readString(file), config);
    } catch (MalformedInputException binary) {
      throw new TritonProblem("it is not text in UTF-8");
    } catch (TextFormat.ParseException malformed) {
      throw new TritonProblem("line:column " + onOneLine(String.valueOf(malformed.getMessage())));
    }
    return config.build();
  }

  /** The parser lists unknown fields line by line, with the names of our messages. */
  private static String onOneLine(String message) {
    return message.strip().replaceAll("\\s+", " ").replace("triton.", "");
  }
}
