package io.salver.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * One page of a {@link Chromium}, as the DevTools protocol shows it. What the page complains of,
 * such as exceptions and violations of its policy, is kept.
 */
public final class DevTools implements AutoCloseable {

  private static final int SECONDS = 120;
  private static final JsonMapper JSON = new JsonMapper();

  /** What is answered when the page that was asked made way for another. */
  private static final Pattern GONE =
      Pattern.compile(
          "navigated or closed|context was destroyed|Cannot find context|was collected");

  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final CompletableFuture<WebSocket> socket;

  private DevTools(HttpClient client, URI address) {
    this.socket = client.newWebSocketBuilder().buildAsync(address, new Messages());
  }

  static DevTools open(HttpClient client, URI browser) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(browser.resolve("/json/new?about:blank"))
              .PUT(HttpRequest.BodyPublishers.noBody())
              .build();
      JsonNode target = JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
      DevTools page =
          new DevTools(client, URI.create(target.path("webSocketDebuggerUrl").asText()));
      for (String domain : List.of("Page", "Runtime", "Log", "DOM", "Network")) {
        page.call(domain + ".enable", Map.of());
      }
      return page;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Exceptions, errors on the console and violations of the page's policy so far. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Goes to an address. */
  public void go(String address) {
    call("Page.navigate", Map.of("url", address));
    until("document.readyState === 'complete' && location.href === " + quoted(address));
  }

  /**
   * Waits until a JavaScript expression is true, looked at again whenever the page changes and now
   * and then, since not all that can be asked for is a change of its elements; gives its text.
   */
  public String until(String expression) {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (true) {
      try {
        return evaluate(waiting(expression));
      } catch (AssertionError failed) {
        if (System.nanoTime() > giveUp || !GONE.matcher(failed.toString()).find()) {
          throw failed;
        }
      }
    }
  }

  private static String waiting(String expression) {
    return """
        new Promise((resolve, reject) => {
          const limit = setTimeout(() => {
            end();
            reject(new Error("never true: " + %1$s + "; the page says: " + document.body.innerText));
          }, 90000);
          const look = () => {
            let found;
            try { found = (%2$s); } catch (error) { found = false; }
            if (found) { end(); resolve(String(found)); }
          };
          const watch = new MutationObserver(look);
          const again = setInterval(look, 50);
          const end = () => { watch.disconnect(); clearInterval(again); clearTimeout(limit); };
          watch.observe(document,
            {subtree: true, childList: true, attributes: true, characterData: true});
          look();
        })
        """
        .formatted(quoted(expression), expression);
  }

  /** What a JavaScript expression, or the promise that it is, comes to, as text. */
  public String evaluate(String expression) {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(result.path("exceptionDetails").toString());
    }
    return result.path("result").path("value").asText();
  }

  /** Chooses a file in the field that a selector finds. */
  public void choose(String selector, Path file) {
    JsonNode object =
        call(
            "Runtime.evaluate",
            Map.of("expression", "document.querySelector(" + quoted(selector) + ")"));
    call(
        "DOM.setFileInputFiles",
        Map.of(
            "files",
            List.of(file.toAbsolutePath().toString()),
            "objectId",
            object.path("result").path("objectId").asText()));
  }

  /** Presses a key, as a keyboard does; {@code text} is what it types. */
  public void press(String key, int code, String text) {
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of(
              "type", type,
              "key", key,
              "code", key,
              "text", type.equals("keyDown") ? text : "",
              "windowsVirtualKeyCode", code));
    }
  }

  /** Shows the page as to people who like it dark, or light. */
  public void prefer(String scheme) {
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** A picture of the page in PNG. */
  public byte[] picture() {
    return Base64.getDecoder()
        .decode(call("Page.captureScreenshot", Map.of("format", "png")).path("data").asText());
  }

  /** A text as JavaScript writes it. */
  public static String quoted(String text) {
    return JSON.getNodeFactory().textNode(text).toString();
  }

  private JsonNode call(String method, Map<String, ?> parameters) {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    try {
      WebSocket open = socket.get(SECONDS, TimeUnit.SECONDS);
      var unused = open.sendText(message.toString(), true);
      JsonNode answered = answer.get(SECONDS, TimeUnit.SECONDS);
      if (answered.has("error")) {
        throw new AssertionError(method + ": " + answered.path("error"));
      }
      return answered.path("result");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(method + " was not answered", e);
    }
  }

  @Override
  public void close() {
    socket.join().abort();
  }

  /** Answers and events, in the pieces in which they come. */
  private final class Messages implements WebSocket.Listener {

    private final StringBuilder begun = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean isLast) {
      begun.append(piece);
      if (isLast) {
        try {
          received(JSON.readTree(begun.toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        begun.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private void received(JsonNode message) {
      JsonNode parameters = message.path("params");
      CompletableFuture<JsonNode> answer = waiting.remove(message.path("id").asInt());
      if (answer != null) {
        answer.complete(message);
      }
      switch (message.path("method").asText()) {
        case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
        case "Log.entryAdded" -> {
          if (parameters.path("entry").path("level").asText().equals("error")) {
            complaints.add(parameters.toString());
          }
        }
        case "Runtime.consoleAPICalled" -> {
          if (parameters.path("type").asText().equals("error")) {
            complaints.add(parameters.toString());
          }
        }
        default -> {}
      }
    }
  }
}
