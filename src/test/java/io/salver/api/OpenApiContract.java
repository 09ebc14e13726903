package io.salver.api;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds every exchange against the OpenAPI document: what comes back must be as it says, and a
 * request that was answered with a success must be one that it allows.
 *
 * <p>Exceptions: paths and methods that the document does not have, which must be answered 404 or
 * 405 (400 for a path that is not well encoded); the content type of a request, which the service
 * ignores but where it may be a text, so that the one it stands for is put in its place; HEAD,
 * which is GET without the body; forms, whose parts the validator does not know; bodies that are
 * binary, compressed or hold a bare NaN or Infinity, which no reader of JSON takes, go unread.
 */
public final class OpenApiContract implements Filter {

  private static final String JSON_LENGTH = "Inference-Header-Content-Length";
  private static final String NDJSON = "application/x-ndjson";
  private static final Set<Integer> NOWHERE = Set.of(400, 404, 405);
  private static final Pattern BARE_TOKEN = Pattern.compile("[\\[,:]\\s*-?(NaN|Infinity)");
  private static final Pattern FILE =
      Pattern.compile("(image|audio)/|application/(octet-stream|vnd\\.apache\\.arrow)");
  private static final Pattern TEXT = Pattern.compile("text/(plain|csv)");
  private static final Pattern MAY_BE_TEXT = Pattern.compile("/v1/(text|tabular)/");
  private static final OpenApiInteractionValidator VALIDATOR =
      OpenApiInteractionValidator.createFor("META-INF/openapi.yaml")
          .withLevelResolver(
              LevelResolver.create()
                  // the document allows unknown fields by saying so
                  .withLevel("validation.schema.additionalProperties", ValidationReport.Level.ERROR)
                  .build())
          .build();

  @Override
  public Response filter(
      FilterableRequestSpecification request,
      FilterableResponseSpecification response,
      FilterContext context) {
    Response answer = context.next(request, response);
    if (method(request) == Method.HEAD) {
      return answer;
    }
    String path = URI.create(request.getURI()).getRawPath();
    ValidationReport report =
        answer.statusCode() < 400
            ? VALIDATOR.validate(requested(request, path), answered(answer))
            : VALIDATOR.validateResponse(path, method(request), answered(answer));
    if (report.hasErrors() && !isNowhere(report, answer.statusCode())) {
      throw new AssertionError(
          request.getMethod() + " " + path + " contradicts the OpenAPI document: " + report);
    }
    return answer;
  }

  private static boolean isNowhere(ValidationReport report, int status) {
    return NOWHERE.contains(status)
        && report.getMessages().stream()
            .allMatch(
                message ->
                    message.getKey().equals("validation.request.path.missing")
                        || message.getKey().equals("validation.request.operation.notAllowed"));
  }

  private static Method method(FilterableRequestSpecification request) {
    return Method.valueOf(request.getMethod().toUpperCase(Locale.ROOT));
  }

  private static SimpleRequest requested(FilterableRequestSpecification request, String path) {
    SimpleRequest.Builder built = new SimpleRequest.Builder(method(request), path);
    request.getQueryParams().forEach((name, value) -> built.withQueryParam(name, value));
    Object body = request.getBody();
    boolean isBinary = request.getHeaders().hasHeaderWithName(JSON_LENGTH);
    if (isBinary) {
      built.withHeader(JSON_LENGTH, request.getHeaders().getValue(JSON_LENGTH));
    }
    if (!request.getMultiPartParams().isEmpty()) {
      built.withContentType("multipart/form-data").withBody("--");
    } else if (body != null) {
      String text = text(body);
      boolean isText =
          MAY_BE_TEXT.matcher(path).lookingAt() && TEXT.matcher(type(request)).lookingAt();
      boolean isJson =
          !isBinary
              && !isText
              && !isFile(request)
              && !request.getHeaders().hasHeaderWithName("Content-Encoding")
              && !BARE_TOKEN.matcher(text).find();
      built.withContentType(
          isText
              ? type(request).split(";", 2)[0]
              : isJson ? mediaType(request) : "application/octet-stream");
      built.withBody(text);
    }
    return built.build();
  }

  /** Where lines may stand beside one document, the content type tells them apart. */
  private static String mediaType(FilterableRequestSpecification request) {
    return type(request).startsWith(NDJSON) ? NDJSON : "application/json";
  }

  private static boolean isFile(FilterableRequestSpecification request) {
    return FILE.matcher(type(request)).lookingAt();
  }

  private static String type(FilterableRequestSpecification request) {
    String type = request.getContentType();
    return type == null ? "" : type;
  }

  private static SimpleResponse answered(Response answer) {
    SimpleResponse.Builder built = SimpleResponse.Builder.status(answer.statusCode());
    byte[] bytes = answer.asByteArray();
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean isReadable = !BARE_TOKEN.matcher(text).find();
    if (bytes.length > 0) {
      built.withContentType(isReadable ? answer.contentType() : "application/octet-stream");
      built.withBody(text);
    }
    return built.build();
  }

  private static String text(Object body) {
    return body instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : body.toString();
  }
}
