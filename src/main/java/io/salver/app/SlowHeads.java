package io.salver.app;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose client begins the head of an HTTP/1 request and does not end it in time:
 * such clients, sending a byte now and then, are never idle, and a few thousand of them hold every
 * connection that the service has (the attack is known as Slowloris). Netty calls it for each
 * connection where {@code io.netty.bootstrap.extensions=serviceload} is set. Thread-safe.
 */
public final class SlowHeads extends ChannelInitializerExtension {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Override
  public void postInitializeServerChildChannel(Channel connection) {
    connection.pipeline().addFirst(new Watch());
  }

  /** Sees what comes as it comes. Confined to the event loop of its connection. */
  private static final class Watch extends ChannelInboundHandlerAdapter {

    private boolean isBegun;
    private boolean isInRequest;
    private @Nullable Future<?> end;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
      if (!isBegun) {
        isBegun = true;
        context.pipeline().addLast(new Bytes(this));
      }
      if (!isInRequest && end == null) {
        end =
            context
                .executor()
                .schedule(() -> close(context), LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      }
      super.channelRead(context, message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
      forget();
      super.channelInactive(context);
    }

    private void close(ChannelHandlerContext context) {
      end = null;
      if (context.pipeline().get(Http2ConnectionHandler.class) == null) {
        var unused = context.close();
      }
    }

    private void forget() {
      if (end != null) {
        end.cancel(false);
        end = null;
      }
    }
  }

  /**
   * Waits for the protocol to be chosen, which the first bytes do (of TLS, those of its greeting),
   * and hears requests from then on, the first one too. What decodes them is appended when the
   * protocol is chosen, or was there before. Confined to the event loop of its connection.
   */
  private static final class Bytes extends ChannelInboundHandlerAdapter {

    private final Watch watch;

    Bytes(Watch watch) {
      this.watch = watch;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      listen(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
      if (message instanceof ByteBuf) {
        listen(context);
      }
      super.channelRead(context, message);
    }

    private void listen(ChannelHandlerContext context) {
      ChannelHandlerContext decoder = context.pipeline().context(HttpRequestDecoder.class);
      if (decoder != null) {
        context.pipeline().addAfter(decoder.name(), null, new Requests(watch));
        context.pipeline().remove(this);
      }
    }
  }

  /** Hears where requests begin and end. Confined to the event loop of its connection. */
  private static final class Requests extends ChannelInboundHandlerAdapter {

    private final Watch watch;

    Requests(Watch watch) {
      this.watch = watch;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
      if (message instanceof HttpRequest) {
        watch.isInRequest = true;
        watch.forget();
      }
      if (message instanceof LastHttpContent) {
        watch.isInRequest = false;
      }
      super.channelRead(context, message);
    }
  }
}
