package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.salver.api.Answer;
import io.salver.fault.Overloaded;
import io.salver.fault.TooLarge;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for which all requests together leave too little memory, at every point of a decode. */
final class RestMemoryTest {

  private static final long MAX_BODY = 1 << 16;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,200],\"data\":[%s]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"BYTES\",\"shape\":[1,200],\"data\":[%s]}]}"
      })
  void a_refusal_in_the_middle_of_a_decode_leaves_nothing_behind(String document) {
    boolean text = document.contains("BYTES");
    String elements = (text ? "\"1\"," : "1,").repeat(199) + (text ? "\"1\"" : "1");
    byte[] body = document.formatted(elements).getBytes(StandardCharsets.UTF_8);
    String path = text ? "/v2/models/echo-bytes/infer" : "/v2/models/echo-fp32/infer";
    Set<String> statuses = new HashSet<>();
    for (int held = 0; held <= 1 << 15; held += 256) {
      DirectMemoryPool pool = new DirectMemoryPool(1 << 15, 0);
      try (TensorScope others = pool.open()) {
        others.reserve(held);
        Answer answer = new RestCodec(MAX_BODY, pool).post(path, null, body);
        statuses.add(answer.status());
        assertThat(pool.leasedBytes()).as("after %s", answer.error()).isEqualTo(held);
      }
    }
    assertThat(statuses).containsExactlyInAnyOrder("200", "503");
  }

  @Property(seed = "1")
  void a_body_in_any_pieces_is_collected_and_its_former_memory_given_back(
      @ForAll @IntRange(min = 1, max = 60_000) int length,
      @ForAll @IntRange(min = 1, max = 20_000) int piece) {
    DirectMemoryPool pool = new DirectMemoryPool(1 << 20, 0);
    try (TensorScope scope = pool.openForArrival()) {
      BodyCollector collector = new BodyCollector(scope, MAX_BODY, -1, 0);
      for (int sent = 0; sent < length; sent += piece) {
        collector.append(piece(sent, Math.min(piece, length - sent)));
      }
      ByteBuffer body = collector.body();
      assertThat(body.remaining()).isEqualTo(length);
      assertThat(body.get(length - 1)).isEqualTo((byte) (length - 1));
      assertThat(body.get(0)).isEqualTo((byte) 0);
      assertThat(pool.leasedBytes()).isLessThanOrEqualTo(2 * Math.max(length, 16 * 1024L));
    }
    assertThat(pool.leasedBytes()).isZero();
  }

  @Test
  void a_body_that_cannot_grow_is_refused_and_its_scope_closes_clean() {
    DirectMemoryPool pool = new DirectMemoryPool(80 << 10, 0);
    try (TensorScope scope = pool.openForArrival()) {
      BodyCollector collector = new BodyCollector(scope, MAX_BODY, -1, 0);
      Class<?> refusal = Void.class;
      try {
        for (int sent = 0; sent < MAX_BODY; sent += 4096) {
          collector.append(piece(sent, 4096));
        }
      } catch (Overloaded | TooLarge refused) {
        refusal = refused.getClass();
      }
      assertThat(refusal).isEqualTo(Overloaded.class);
    }
    assertThat(pool.leasedBytes()).isZero();
  }

  private static ByteBuf piece(int start, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (start + i);
    }
    return Unpooled.wrappedBuffer(bytes);
  }
}
