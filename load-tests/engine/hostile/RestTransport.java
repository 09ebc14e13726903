package engine.hostile;

import engine.hostile.Case.Way;
import engine.load.InferRequests;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;

/** Requests whose document may be valid, and whose HTTP is not, or is unusual. */
final class RestTransport {

  /** Inflates to twice what the service of the hostile scenario takes. */
  private static final byte[] BOMB = Bytes.gzip(new byte[2 * HostileService.MAX_BODY_BYTES]);

  private static final String[] NO_LENGTHS = {
    "x", "-1", "1e3", "99999999999999999999", "2147483648", "1 2", "0x10", "1000000"
  };

  private RestTransport() {}

  static Kinds kinds() {
    Kinds kinds = new Kinds();
    encodings(kinds);
    framing(kinds);
    headers(kinds);
    bytes(kinds);
    return kinds;
  }

  private static void encodings(Kinds kinds) {
    kinds.add("gzip", r -> encoded(Expect.OK, "gzip", r, Bytes::gzip));
    kinds.add("deflate", r -> encoded(Expect.OK, "deflate", r, Bytes::deflate));
    kinds.add("gzip-cut", r -> encoded(Expect.FAULT, "gzip", r, b -> cut(Bytes.gzip(b), r)));
    kinds.add("gzip-none", r -> encoded(Expect.FAULT, "gzip", r, b -> b));
    kinds.add(
        "gzip-mutated", r -> encoded(Expect.ANY, "gzip", r, b -> Bytes.mutate(Bytes.gzip(b), r)));
    kinds.add(
        "gzip-bomb",
        r ->
            r.nextInt(20) > 0
                ? encoded(Expect.FAULT, "gzip", r, b -> cut(Bytes.gzip(b), r))
                : encoded(Expect.FAULT, "gzip", r, b -> BOMB));
    kinds.add("encoding-unknown", r -> encoded(Expect.FAULT, "br", r, b -> b));
  }

  private static void framing(Kinds kinds) {
    kinds.add("chunked", r -> chunked(Expect.OK, r, ""));
    kinds.add("chunked-bad-size", r -> chunked(Expect.FAULT_OR_CLOSE, r, "zz\r\n"));
    kinds.add("chunked-huge-size", r -> chunked(Expect.FAULT_OR_CLOSE, r, "7fffffffffffffff\r\n"));
    kinds.add(
        "body-cut",
        r -> {
          byte[] request = JsonRequest.json(Sample.random(r)).render();
          return rest(
              Expect.FAULT_OR_CLOSE, Bytes.prefix(request, request.length - 1 - r.nextInt(20)));
        });
    kinds.add(
        "document-cut",
        r -> {
          JsonRequest request = JsonRequest.json(Sample.random(r));
          return rest(Expect.FAULT, InferRequests.post(request.path, "", cut(request.body(), r)));
        });
    kinds.add(
        "length-twice",
        r -> {
          JsonRequest request = JsonRequest.json(Sample.random(r));
          request.fields = "Content-Length: 5\r\n";
          return rest(Expect.FAULT_OR_CLOSE, request.render());
        });
    kinds.add(
        "length-and-chunks",
        r -> {
          JsonRequest request = JsonRequest.json(Sample.random(r));
          request.fields = "Transfer-Encoding: chunked\r\n";
          return rest(Expect.FAULT_OR_CLOSE, request.render());
        });
  }

  private static void headers(Kinds kinds) {
    kinds.add(
        "header-length",
        r -> {
          JsonRequest request = JsonRequest.json(Sample.random(r));
          request.fields =
              "Inference-Header-Content-Length: "
                  + NO_LENGTHS[r.nextInt(NO_LENGTHS.length)]
                  + "\r\n";
          return rest(Expect.FAULT, request.render());
        });
    kinds.add("header-huge", r -> withField(r, "X-Huge: " + "a".repeat(100_000) + "\r\n"));
    kinds.add("header-many", r -> withField(r, "X-Many: 1\r\n".repeat(5_000)));
    kinds.add("header-broken", r -> withField(r, "no colon\r\n"));
    kinds.add("header-control", r -> withField(r, "X-\u0001: \u0002\r\n"));
    kinds.add(
        "method",
        r -> {
          String text =
              new String(JsonRequest.json(Sample.random(r)).render(), StandardCharsets.ISO_8859_1);
          String[] methods = {"GET", "PUT", "DELETE", "BREW", "OPTIONS", "CONNECT", "TRACE"};
          return rest(
              Expect.ANY,
              text.replaceFirst("POST", methods[r.nextInt(methods.length)])
                  .getBytes(StandardCharsets.ISO_8859_1));
        });
  }

  private static void bytes(Kinds kinds) {
    kinds.add(
        "mutated-document",
        r -> {
          JsonRequest request = JsonRequest.json(Sample.random(r));
          return rest(
              Expect.ANY, InferRequests.post(request.path, "", Bytes.mutate(request.body(), r)));
        });
    kinds.add(
        "mutated-binary",
        r -> {
          JsonRequest request = JsonRequest.binary(Sample.random(r));
          return rest(
              Expect.ANY,
              InferRequests.post(
                  request.path, request.binaryField(), Bytes.mutate(request.body(), r)));
        });
    kinds.add(
        "mutated-request",
        r -> rest(Expect.ANY, Bytes.mutate(JsonRequest.binary(Sample.random(r)).render(), r)));
    kinds.add(
        "not-utf-8",
        r -> {
          JsonRequest request = JsonRequest.json(Sample.random(r, "BYTES"));
          request.data = "[\"?\"" + ",\"b\"".repeat(3) + "]";
          request.shape = "[1,4]";
          byte[] body =
              new String(request.body(), StandardCharsets.ISO_8859_1)
                  .replace('?', (char) (0x80 + r.nextInt(0x40)))
                  .getBytes(StandardCharsets.ISO_8859_1);
          return rest(Expect.FAULT, InferRequests.post(request.path, "", body));
        });
    kinds.add(
        "utf-16",
        r -> {
          JsonRequest request = JsonRequest.json(Sample.random(r));
          return rest(
              Expect.FAULT,
              InferRequests.post(
                  request.path, "", request.document().getBytes(StandardCharsets.UTF_16LE)));
        });
    kinds.add(
        "noise",
        r -> {
          byte[] noise = new byte[1 + r.nextInt(200)];
          r.nextBytes(noise);
          return rest(Expect.FAULT, InferRequests.post("/v2/models/echo-fp32/infer", "", noise));
        });
  }

  private interface Transform {
    byte[] of(byte[] body);
  }

  private static Case encoded(Expect expect, String encoding, Random r, Transform transform) {
    Sample sample = Sample.random(r);
    JsonRequest request = JsonRequest.json(sample);
    byte[] bytes =
        InferRequests.post(
            request.path, "Content-Encoding: " + encoding + "\r\n", transform.of(request.body()));
    Optional<byte[]> echo = expect == Expect.OK ? Optional.of(sample.raw()) : Optional.empty();
    return new Case(Way.REST, "", expect, bytes, echo);
  }

  /** In random chunks; {@code broken} replaces the size of the second. */
  private static Case chunked(Expect expect, Random r, String broken) {
    Sample sample = Sample.random(r);
    JsonRequest request = JsonRequest.binary(sample);
    byte[] body = request.body();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, "POST " + request.path + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n");
    write(out, request.binaryField() + "\r\n");
    for (int at = 0; at < body.length; ) {
      int size = Math.min(body.length - at, 1 + r.nextInt(64));
      boolean isBroken = at > 0 && !broken.isEmpty();
      write(out, isBroken ? broken : Integer.toHexString(size) + "\r\n");
      out.write(body, at, size);
      write(out, "\r\n");
      at += size;
    }
    write(out, "0\r\n\r\n");
    Optional<byte[]> echo = expect == Expect.OK ? Optional.of(sample.raw()) : Optional.empty();
    return new Case(Way.REST, "", expect, out.toByteArray(), echo);
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A valid request with something that HTTP servers refuse or pass over. */
  private static Case withField(Random r, String field) {
    JsonRequest request = JsonRequest.json(Sample.random(r));
    request.fields = field;
    return rest(Expect.ANY, request.render());
  }

  /** Not nothing, and not all. */
  private static byte[] cut(byte[] bytes, Random r) {
    return Bytes.prefix(bytes, 1 + r.nextInt(bytes.length - 1));
  }

  private static Case rest(Expect expect, byte[] request) {
    return Case.of(Way.REST, "", expect, request);
  }
}
