package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.api.Answer;
import io.salver.api.InferenceCase;
import io.salver.api.InferenceCase.Form;
import io.salver.api.InferenceCases;
import io.salver.api.Mutations;
import io.salver.api.RestWords;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Broken requests are the client's fault, and leave nothing behind. */
final class RestFuzzTest {

  private static final List<InferenceCase> CASES = InferenceCases.all();

  @Property(tries = 3000, seed = "17")
  void a_mutated_request_is_never_the_servers_fault(
      @ForAll @IntRange(max = 1_000) int choice, @ForAll long seed, @ForAll boolean binary) {
    RestCodec codec = new RestCodec(1 << 16);
    InferenceCase c = CASES.get(choice % CASES.size());
    RestWords.Request request = RestWords.request(c, binary ? Form.BINARY : Form.JSON);
    byte[] body = Mutations.mutate(request.body(), new Random(seed));
    String header = binary ? Integer.toString(request.jsonBytes().orElse(0)) : null;

    Answer answer = codec.post("/v2/models/echo-fp32/infer", header, body);

    assertThat(answer.status()).as(answer.error()).isIn("200", "400", "404", "413", "501", "504");
    assertThat(codec.leasedBytes()).isZero();
  }
}
