package io.salver.api.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.salver.api.FakeCatalogue;
import io.salver.api.OpenApiContract;
import io.salver.fault.BackendFailure;
import io.salver.recommend.catalogue.Item;
import io.salver.serving.RequestRecord;
import io.salver.testkit.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bulk loads over HTTP. */
final class BulkRouteTest {

  private static final String SHOP = "/v1/recommenders/shop";
  private static final String NDJSON = "application/x-ndjson";
  private static final int MEBIBYTE = 1 << 20;

  private final FakeCatalogue catalogue = new FakeCatalogue();
  private final CatalogueServer server = new CatalogueServer(catalogue);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void lines_are_written_in_order_and_wrong_ones_told_with_their_number() {
    List<JsonNode> news =
        load(
            "/items",
            """
            {"id": 1, "attributes": {"title": "one"}}

            {"id": 2, "attributes": {"titel": "two"}}
            {"id": 3
            {"id": 1, "delete": true}
            {"id": 9, "delete": true}
            {"delete": true}
            {"id": 4, "delete": true, "attributes": {}}
            {"id": 5}""");

    assertThat(errors(news)).containsOnlyKeys(3L, 4L, 7L, 8L);
    assertThat(errors(news).get(3L)).contains("did you mean 'title'");
    assertThat(errors(news).get(4L)).contains("not well-formed JSON");
    assertThat(errors(news).get(7L)).contains("id expects a positive id");
    assertThat(errors(news).get(8L)).contains("unknown field 'attributes'");
    assertSummary(news, 8, 3, 1, 4);
    assertThat(catalogue.allItems()).extracting(Item::id).containsExactly(5L);
  }

  @Test
  void users_and_events_are_loaded_alike() {
    List<JsonNode> users = load("/users", "{\"id\": 1, \"history\": [1]}\n{\"id\": 0}\n");
    assertSummary(users, 2, 1, 0, 1);
    String event = "{\"id\": \"e\", \"type\": \"click\", \"user_id\": 1, \"item_id\": 2}\n";
    List<JsonNode> events = load("/events", event + event + "5\n");
    assertSummary(events, 3, 1, 1, 1);
    assertThat(errors(events).get(3L)).contains("the line expects an object, received 5");
  }

  @Test
  void nothing_is_loaded_from_an_empty_body() {
    assertSummary(load("/items", ""), 0, 0, 0, 0);
  }

  @Test
  void many_lines_are_written_in_full_batches() {
    String lines =
        IntStream.rangeClosed(1, 20_000)
            .mapToObj(id -> "{\"id\": " + id + ", \"attributes\": {\"title\": \"item\"}}")
            .collect(Collectors.joining("\n"));
    assertSummary(load("/items", lines), 20_000, 20_000, 0, 0);
    assertThat(catalogue.allItems()).hasSize(20_000);
  }

  @Test
  void a_line_over_the_limit_is_wrong_and_the_next_ones_are_read() {
    List<JsonNode> news =
        load("/items", "{\"id\": 1, \"image\": \"" + "A".repeat(3 << 20) + "\"}\n{\"id\": 2}\n");
    assertThat(errors(news).get(1L)).contains("over the limit of 2097152 bytes");
    assertSummary(news, 2, 1, 0, 1);
  }

  @Test
  void a_compressed_body_is_inflated() throws IOException {
    Response response = compressed(gzip("{\"id\": 1}\n{\"id\": 2}\n"));
    assertSummary(news(response), 2, 2, 0, 0);
  }

  @Test
  void a_body_that_is_not_of_its_encoding_is_refused() throws IOException {
    assertThat(compressed("{\"id\": 1}\n".getBytes(StandardCharsets.UTF_8)).statusCode())
        .isEqualTo(400);
    byte[] whole = gzip("{\"id\": 1}\n");
    byte[] cut = new byte[whole.length - 4];
    System.arraycopy(whole, 0, cut, 0, cut.length);
    assertThat(compressed(cut).jsonPath().getString("error")).contains("not well-formed gzip");
  }

  @Test
  void an_unknown_recommender_is_refused() {
    Response response =
        given()
            .filter(new OpenApiContract())
            .port(server.port())
            .body("{\"id\": 1}\n".repeat(10))
            .post("/v1/recommenders/shopp/items");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.jsonPath().getString("error")).contains("did you mean 'shop'");
  }

  @Test
  void a_store_that_fails_before_any_news_gives_its_status() {
    catalogue.failNext(new BackendFailure("the disk is full"));
    Response response = post("/items", "{\"id\": 1}\n");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.jsonPath().getString("error")).isEqualTo("the disk is full");
  }

  @Test
  void a_store_that_fails_after_news_is_told_in_the_last_line() {
    catalogue.failNext(new BackendFailure("the disk is full"));
    List<JsonNode> news = load("/items", "nothing\n{\"id\": 1}\n");
    assertThat(news.getLast().get("done").booleanValue()).isFalse();
    assertThat(news.getLast().get("error").textValue()).isEqualTo("the disk is full");
    assertThat(news.getLast().get("written").longValue()).isZero();
  }

  @Test
  void a_client_that_sends_faster_than_the_store_writes_is_held_back() throws IOException {
    catalogue.hold();
    try (SocketChannel client = SocketChannel.open(address());
        Selector selector = Selector.open()) {
      send(client, head("Transfer-Encoding: chunked"));
      client.configureBlocking(false);
      client.register(selector, SelectionKey.OP_WRITE);
      byte[] line =
          ("{\"id\": 1, \"attributes\": {\"title\": \"" + "x".repeat(1000) + "\"}}\n")
              .getBytes(StandardCharsets.UTF_8);
      ByteBuffer chunk = chunk(line, 1000);
      long sent = 0;
      // a channel that stays unwritable is one that nobody reads from
      while (sent < 200L * MEBIBYTE && selector.select(1000) > 0) {
        selector.selectedKeys().clear();
        sent += client.write(chunk);
        if (!chunk.hasRemaining()) {
          chunk.rewind();
        }
      }
      assertThat(sent).isLessThan(100L * MEBIBYTE);
      Eventually.holds(() -> assertThat(catalogue.waiting()).isEqualTo(1));
    }
  }

  @Test
  void a_client_that_reads_nothing_before_it_has_sent_everything_is_served() throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = client.getOutputStream();
      String wrong = "no JSON at all\n";
      int lines = 200_000;
      out.write(head("Content-Length: " + lines * wrong.length()).getBytes(StandardCharsets.UTF_8));
      byte[] many = wrong.repeat(1000).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < lines / 1000; i++) {
        out.write(many);
      }
      out.flush();
      String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer)
          .contains("\"refused\":" + lines)
          .contains("\"untold\":" + (lines - 1000))
          .contains("\"done\":true");
    }
  }

  @Test
  void a_client_that_goes_away_ends_the_load() throws IOException, InterruptedException {
    catalogue.hold();
    server.records().clear();
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      client.setSoLinger(true, 0);
      client.getOutputStream().write(head("Content-Length: 1000").getBytes(StandardCharsets.UTF_8));
      client.getOutputStream().write("{\"id\": 1}\n".getBytes(StandardCharsets.UTF_8));
      client.getOutputStream().flush();
      Eventually.holds(() -> assertThat(catalogue.waiting()).isEqualTo(1));
    }
    RequestRecord record = server.records().poll(60, TimeUnit.SECONDS);
    assertThat(record).isNotNull();
    assertThat(record.method()).isEqualTo("bulk_load");
    assertThat(record.code()).isEqualTo("499");
  }

  private InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
  }

  private static String head(String length) {
    return "POST "
        + SHOP
        + "/items HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: "
        + NDJSON
        + "\r\n"
        + length
        + "\r\n\r\n";
  }

  private static void send(SocketChannel client, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      client.write(bytes);
    }
  }

  private static ByteBuffer chunk(byte[] line, int times) {
    byte[] size =
        (Integer.toHexString(line.length * times) + "\r\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer chunk = ByteBuffer.allocate(size.length + line.length * times + 2).put(size);
    for (int i = 0; i < times; i++) {
      chunk.put(line);
    }
    return chunk.put("\r\n".getBytes(StandardCharsets.UTF_8)).flip();
  }

  private Response compressed(byte[] body) {
    return given()
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                        .encodeContentTypeAs(NDJSON, io.restassured.http.ContentType.BINARY)))
        .port(server.port())
        .contentType(NDJSON)
        .header("Content-Encoding", "gzip")
        .body(body)
        .post(SHOP + "/items");
  }

  private List<JsonNode> load(String path, String lines) {
    return news(post(path, lines));
  }

  private Response post(String path, String lines) {
    return given()
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .encodeContentTypeAs(NDJSON, io.restassured.http.ContentType.TEXT)))
        .filter(new OpenApiContract())
        .baseUri("http://127.0.0.1:" + server.port())
        .contentType(NDJSON)
        .body(lines)
        .post(SHOP + path);
  }

  private static List<JsonNode> news(Response response) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    assertThat(response.contentType()).startsWith(NDJSON);
    List<JsonNode> news = new ArrayList<>();
    response
        .asString()
        .lines()
        .forEach(
            line -> {
              try {
                news.add(new JsonMapper().readTree(line));
              } catch (IOException e) {
                throw new AssertionError(line, e);
              }
            });
    return news;
  }

  private static java.util.Map<Long, String> errors(List<JsonNode> news) {
    return news.stream()
        .filter(line -> line.has("line"))
        .collect(
            Collectors.toMap(
                line -> line.get("line").longValue(), line -> line.get("error").textValue()));
  }

  private static void assertSummary(
      List<JsonNode> news, long lines, long written, long unchanged, long refused) {
    JsonNode last = news.getLast();
    assertThat(last.path("done").booleanValue()).as(last.toString()).isTrue();
    assertThat(
            List.of(
                last.get("lines").longValue(),
                last.get("written").longValue(),
                last.get("unchanged").longValue(),
                last.get("refused").longValue()))
        .as(last.toString())
        .isEqualTo(List.of(lines, written, unchanged, refused));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream stream = new GZIPOutputStream(bytes)) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
