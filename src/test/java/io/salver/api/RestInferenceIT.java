package io.salver.api;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.salver.api.InferenceCase.Form;
import java.util.List;
import java.util.OptionalInt;

final class RestInferenceIT extends InferenceContract {

  private static final String HEADER = "Inference-Header-Content-Length";

  @Override
  protected List<Form> forms() {
    return List.of(Form.JSON, Form.BINARY);
  }

  @Override
  protected boolean serves(InferenceCase c) {
    return WireModels.serve(c);
  }

  @Override
  protected Answer infer(InferenceCase c, Form form) {
    RestWords.Request request = RestWords.request(c, form);
    RequestSpecification specification =
        given()
            .filter(new OpenApiContract())
            .port(ProtocolServer.process().httpPort())
            .body(request.body());
    request.jsonBytes().ifPresent(bytes -> specification.header(HEADER, bytes));
    Response response = specification.post(request.path());
    byte[] body = response.asByteArray();
    if (response.statusCode() != 200) {
      return Answer.failure(Integer.toString(response.statusCode()), RestWords.error(body));
    }
    String jsonBytes = response.header(HEADER);
    return RestWords.answer(
        jsonBytes == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(jsonBytes)),
        body);
  }
}
