package io.salver.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections of which HTTP/1 is spoken from the first byte, and those where it shows by that. */
final class SlowHeadsTest {

  private static final String WHOLE = "GET /v2 HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String HEAD = "POST /v2 HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n";

  private EmbeddedChannel connection = new EmbeddedChannel();

  @AfterEach
  void end() {
    connection.finishAndReleaseAll();
  }

  @Test
  void a_head_that_does_not_end_within_ten_seconds_closes_the_connection() {
    for (boolean isChosenLate : new boolean[] {false, true}) {
      open(isChosenLate);
      for (int second = 0; second < 9; second++) {
        comes("G");
        passes(1);
        assertThat(connection.isActive()).isTrue();
      }
      comes("G");
      passes(1);
      assertThat(connection.isActive()).isFalse();
    }
  }

  @Test
  void also_the_second_one_of_a_connection() {
    for (boolean isChosenLate : new boolean[] {false, true}) {
      open(isChosenLate);
      comes(WHOLE);
      passes(3_600);
      comes("G");
      passes(10);
      assertThat(connection.isActive()).isFalse();
    }
  }

  @Test
  void a_connection_whose_first_request_has_come_is_left_alone() {
    for (boolean isChosenLate : new boolean[] {false, true}) {
      open(isChosenLate);
      comes(WHOLE);
      passes(3_600);
      assertThat(connection.isActive()).isTrue();
    }
  }

  @Test
  void a_body_may_take_its_time() {
    for (boolean isChosenLate : new boolean[] {false, true}) {
      open(isChosenLate);
      comes(HEAD);
      passes(60);
      comes("12345");
      passes(60);
      comes("6789");
      passes(60);
      comes(WHOLE.substring(0, 9));
      passes(9);
      comes(WHOLE.substring(9) + WHOLE);
      passes(60);
      assertThat(connection.isActive()).isTrue();
    }
  }

  private void open(boolean isChosenLate) {
    connection.finishAndReleaseAll();
    connection =
        new EmbeddedChannel(isChosenLate ? new ChosenByFirstBytes() : new HttpRequestDecoder());
    new SlowHeads().postInitializeServerChildChannel(connection);
    connection.freezeTime();
  }

  private void comes(String text) {
    connection.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    connection.releaseInbound();
  }

  private void passes(long seconds) {
    connection.advanceTimeBy(seconds, TimeUnit.SECONDS);
    connection.runScheduledPendingTasks();
  }

  /** Appends what decodes HTTP/1 before it hands on the first bytes. */
  private static final class ChosenByFirstBytes extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
      context.pipeline().addLast(new HttpRequestDecoder());
      context.pipeline().remove(this);
      super.channelRead(context, message);
    }
  }
}
