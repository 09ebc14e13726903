package io.salver.api.rest;

import io.salver.api.Parameter;
import io.salver.api.WellFormedText;
import io.salver.api.task.TaskArguments;
import io.salver.fault.InvalidInput;
import io.salver.tensor.TensorScope;
import io.vertx.core.MultiMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;

/**
 * Reads what a typed request says: in its query, and in a body that is a form, JSON, one file or
 * one text. A client that says of its body nothing, or what {@code curl} says by default, sends
 * JSON where it begins with a brace, as no picture and no sound does. Stateless.
 */
final class TaskBody {

  private static final int MAX_TEXT_BYTES = 64 * 1024;
  private static final String UTF_8 = "utf-8";
  private static final String ASCII = "us-ascii";

  private TaskBody() {}

  /**
   * Everything that is said.
   *
   * @param body whole and not compressed, in memory of {@code scope}
   * @throws InvalidInput when the body is not well-formed, or something is said that nobody knows
   */
  static TaskArguments read(
      TaskEndpoint<?> endpoint,
      MultiMap query,
      ContentType type,
      ByteBuffer body,
      TensorScope scope) {
    TaskFields fields = endpoint.fields();
    TaskArguments said = new TaskArguments(fields.most());
    for (Map.Entry<String, String> parameter : query) {
      said.add(parameter.getKey(), new Parameter.Text(parameter.getValue()));
    }
    Set<String> files = Set.copyOf(fields.files());
    if (type.isForm()) {
      MultipartForm.read(body, type, part -> add(part, files, said));
    } else if (type.isMultipart()) {
      throw new InvalidInput(
          "the body expects multipart/form-data, received " + Json.shortened(type.type()));
    } else if (type.isJson() || (!type.isFile() && !type.isText() && startsObject(body))) {
      new JsonTaskReader(body, fields, scope, said).read();
    } else if (fields.files().size() == 1) {
      said.addFile(fields.files().getFirst(), body);
    } else if (fields.plain().isPresent()) {
      addPlain(fields.plain().get(), type, body, said);
    } else if (body.hasRemaining() || !files.isEmpty()) {
      throw new InvalidInput(
          "the body expects "
              + (files.isEmpty() ? "" : "multipart/form-data, or ")
              + "JSON with "
              + (files.isEmpty() ? endpoint.method().label() : fields.files())
              + ", received "
              + (type.type().isEmpty() ? "bytes" : Json.shortened(type.type())));
    }
    said.only(fields.parameters(), files);
    return said;
  }

  private static void add(MultipartForm.Part part, Set<String> files, TaskArguments said) {
    if (files.contains(part.name()) || part.isFile()) {
      said.addFile(part.name(), part.content());
    } else {
      said.add(part.name(), new Parameter.Text(text(part)));
    }
  }

  private static String text(MultipartForm.Part part) {
    if (part.content().remaining() > MAX_TEXT_BYTES) {
      throw new InvalidInput(
          Json.shortened(part.name())
              + " takes at most "
              + MAX_TEXT_BYTES
              + " bytes of text, received "
              + part.content().remaining());
    }
    return WellFormedText.decode(part.content(), Json.shortened(part.name()));
  }

  /** Without a body, the parameter may stand in the query. */
  private static void addPlain(String name, ContentType type, ByteBuffer body, TaskArguments said) {
    if (!body.hasRemaining()) {
      return;
    }
    String charset = type.parameter("charset").orElse(UTF_8);
    if (!charset.equalsIgnoreCase(UTF_8) && !charset.equalsIgnoreCase(ASCII)) {
      throw new InvalidInput(
          "the body expects a text in UTF-8, received one in " + Json.shortened(charset));
    }
    if (body.remaining() > JsonTaskReader.MAX_TEXT) {
      throw new InvalidInput(
          "the body expects a text of at most "
              + JsonTaskReader.MAX_TEXT
              + " bytes, received "
              + body.remaining());
    }
    said.add(name, new Parameter.Text(WellFormedText.decode(body, "the body")));
  }

  private static boolean startsObject(ByteBuffer body) {
    ByteBuffer bytes = body.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        return next == '{';
      }
    }
    return false;
  }
}
