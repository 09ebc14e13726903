package io.salver.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.api.Answer;
import io.salver.api.GrpcWords;
import io.salver.api.InferenceCase;
import io.salver.api.InferenceCase.Form;
import io.salver.api.InferenceContract;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

final class GrpcCodecTest extends InferenceContract {

  private final GrpcCodec codec = new GrpcCodec(1 << 20);

  @Override
  protected List<Form> forms() {
    return List.of(Form.CONTENTS, Form.RAW);
  }

  @Override
  protected Answer infer(InferenceCase c, Form form) {
    byte[] message = GrpcWords.request(c, form).toByteArray();
    Answer whole = codec.send(message, Integer.MAX_VALUE);
    for (int chunkBytes : new int[] {1, 3, 7}) {
      assertThat(codec.send(message, chunkBytes)).isEqualTo(whole);
    }
    return whole;
  }

  @AfterEach
  void nothing_stays_leased() {
    assertThat(codec.leasedBytes()).isZero();
  }
}
