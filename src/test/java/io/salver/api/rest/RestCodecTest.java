package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.api.Answer;
import io.salver.api.InferenceCase;
import io.salver.api.InferenceCase.Form;
import io.salver.api.InferenceContract;
import io.salver.api.RestWords;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

final class RestCodecTest extends InferenceContract {

  private final RestCodec codec = new RestCodec(1 << 20);

  @Override
  protected List<Form> forms() {
    return List.of(Form.JSON, Form.BINARY);
  }

  @Override
  protected Answer infer(InferenceCase c, Form form) {
    RestWords.Request request = RestWords.request(c, form);
    String header =
        request.jsonBytes().isPresent() ? Integer.toString(request.jsonBytes().getAsInt()) : null;
    return codec.post(request.path(), header, request.body());
  }

  @AfterEach
  void nothing_stays_leased() {
    assertThat(codec.leasedBytes()).isZero();
  }
}
