package io.salver.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A headless Chromium with a profile of its own, spoken to through the DevTools protocol. Closing
 * it ends the process and removes the profile.
 */
public final class Chromium implements AutoCloseable {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/");
  private static final long STOP_SECONDS = 20;

  private final Process process;
  private final Path profile;
  private final String authority;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<DevTools> open = new ArrayList<>();

  private Chromium(Process process, Path profile, String authority) {
    this.process = process;
    this.profile = profile;
    this.authority = authority;
  }

  /** The browser of this machine, if it has one. */
  public static Optional<Path> installed() {
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts {@code browser}; returns once it can be spoken to. */
  public static Chromium start(Path browser) {
    try {
      Path profile = Files.createTempDirectory("chromium-");
      Process process =
          new ProcessBuilder(
                  browser.toString(),
                  "--headless=new",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-dev-shm-usage",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--remote-debugging-port=0",
                  "--window-size=1280,900",
                  "--user-data-dir=" + profile,
                  "about:blank")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new Chromium(process, profile, authority(process));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what it says until it says where it listens; what it says later is thrown away. */
  @SuppressWarnings("resource") // ends with the process
  private static String authority(Process process) throws IOException {
    BufferedReader said = process.errorReader(StandardCharsets.UTF_8);
    StringBuilder all = new StringBuilder();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread.ofVirtual().start(() -> said.lines().forEach(ignored -> {}));
        return listening.group(1);
      }
      all.append(line).append('\n');
    }
    throw new IllegalStateException("Chromium did not start:\n" + all);
  }

  /** A new page that shows nothing yet. */
  public DevTools open() {
    DevTools page = DevTools.open(client, URI.create("http://" + authority));
    open.add(page);
    return page;
  }

  @Override
  public void close() {
    open.forEach(DevTools::close);
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      try (Stream<Path> files = Files.walk(profile)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException left) {
      // a file of a temporary folder stays
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
