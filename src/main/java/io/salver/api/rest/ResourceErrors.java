package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.salver.api.Failures;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Gives quarkus-rest resources the errors that the routes have. Thread-safe. */
public final class ResourceErrors {

  @ServerExceptionMapper
  Response fault(Fault fault) {
    Response.ResponseBuilder response = error(HttpStatus.of(fault), fault.explanation());
    HttpStatus.retryAfterSeconds(fault)
        .ifPresent(seconds -> response.header("Retry-After", seconds));
    return response.build();
  }

  @ServerExceptionMapper
  Response json(JsonProcessingException malformed) {
    return fault(new InvalidInput("malformed JSON: " + malformed.getOriginalMessage()));
  }

  /** What quarkus-rest itself refuses: an unknown path, a wrong method, an unreadable body. */
  @ServerExceptionMapper
  Response refused(WebApplicationException refused) {
    if (refused.getCause() instanceof JsonProcessingException malformed) {
      return json(malformed);
    }
    Response original = refused.getResponse();
    Response.ResponseBuilder response =
        error(original.getStatus(), original.getStatusInfo().getReasonPhrase());
    if (original.getHeaderString("Allow") != null) {
      response.header("Allow", original.getHeaderString("Allow"));
    }
    return response.build();
  }

  @ServerExceptionMapper
  Response unexpected(Throwable failure) {
    return fault(Failures.fault(failure));
  }

  private static Response.ResponseBuilder error(int status, String text) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(Map.of("error", text));
  }
}
