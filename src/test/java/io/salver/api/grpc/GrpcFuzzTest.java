package io.salver.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.api.Answer;
import io.salver.api.GrpcWords;
import io.salver.api.InferenceCase;
import io.salver.api.InferenceCase.Form;
import io.salver.api.InferenceCases;
import io.salver.api.Mutations;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Broken messages are the client's fault, and leave nothing behind. */
final class GrpcFuzzTest {

  private static final List<InferenceCase> CASES =
      InferenceCases.all().stream().filter(c -> !c.model().equals("failing")).toList();

  @Property(tries = 3000, seed = "17")
  void a_mutated_message_is_never_the_servers_fault(
      @ForAll @IntRange(max = 1_000) int choice, @ForAll long seed, @ForAll boolean raw) {
    GrpcCodec codec = new GrpcCodec(1 << 16);
    InferenceCase c = CASES.get(choice % CASES.size());
    byte[] message = GrpcWords.request(c, raw ? Form.RAW : Form.CONTENTS).toByteArray();

    Answer answer = codec.send(Mutations.mutate(message, new Random(seed)), 13);

    assertThat(answer.status())
        .as(answer.error())
        .isNotIn("none", "INTERNAL", "UNKNOWN", "UNAVAILABLE");
    assertThat(codec.leasedBytes()).isZero();
  }
}
