package io.salver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.EventType;
import io.salver.testkit.PostgresServer;
import io.salver.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BrokenStoreTest {

  @TempDir Path directory = Path.of("");

  private long now;

  @Test
  void says_that_the_directory_cannot_be_made() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    try (JdbcStore store = embedded(file.resolve("data"))) {
      assertFails(store, "salver.store.directory");
    }
  }

  @Test
  void says_that_the_file_is_no_database() throws IOException {
    Files.writeString(directory.resolve("salver.db"), "This is a diary. ".repeat(1_000));
    try (JdbcStore store = embedded(directory)) {
      assertFails(store, "is no database");
    }
    assertThat(directory.resolve("salver.db")).content().startsWith("This is a diary.");
  }

  @Test
  void says_that_the_file_is_damaged() throws IOException {
    write(directory);
    byte[] bytes = Files.readAllBytes(directory.resolve("salver.db"));
    Arrays.fill(bytes, 4_096, bytes.length, (byte) 0x5a);
    Files.write(directory.resolve("salver.db"), bytes);
    try (JdbcStore store = embedded(directory)) {
      assertFails(store, "is damaged");
    }
  }

  @Test
  void says_that_another_process_locks_the_file() throws SQLException {
    write(directory);
    try (Connection other = file();
        Statement statement = other.createStatement();
        JdbcStore store = embedded(directory)) {
      statement.execute("BEGIN EXCLUSIVE");
      assertThatThrownBy(() -> store.write("shop", List.of(Changes.item(2, "cap"))))
          .isInstanceOf(BackendFailure.class)
          .hasMessageContaining("is locked by another process");
      statement.execute("ROLLBACK");
      store.write("shop", List.of(Changes.item(2, "cap")));
      assertThat(store.items("shop", 0, 10)).hasSize(2);
    }
  }

  @Test
  void refuses_the_schema_of_a_newer_program_that_asks_for_newer_ones() throws SQLException {
    write(directory);
    migrateFurther("UPDATE oldest_reader SET version = 98");
    try (JdbcStore store = embedded(directory)) {
      assertFails(store, "schema of version 99");
    }
  }

  @Test
  void goes_on_with_what_a_newer_program_has_added() throws SQLException {
    write(directory);
    migrateFurther("CREATE TABLE later (id INTEGER)");
    try (JdbcStore store = embedded(directory)) {
      store.write("shop", List.of(Changes.item(2, "cap")));
      assertThat(store.items("shop", 0, 10)).hasSize(2);
    }
  }

  /** As a newer program does. */
  private void migrateFurther(String change) throws SQLException {
    try (Connection connection = file();
        Statement statement = connection.createStatement()) {
      statement.execute(change);
      statement.execute(
          "INSERT INTO salver_schema_history SELECT 99, '99', 'later', type, 'V99__later.sql', 1,"
              + " installed_by, installed_on, 1, success FROM salver_schema_history LIMIT 1");
    }
  }

  @Test
  void says_that_the_server_cannot_be_reached_and_tries_again_later() {
    StoreSettings settings =
        new StoreSettings(
            Optional.of("jdbc:postgresql://127.0.0.1:1/shop?user=me&password=secret"),
            directory,
            Optional.of("me"),
            Optional.of("secret"),
            2);
    try (JdbcStore store = JdbcStore.of(settings, Clock.systemUTC(), () -> now)) {
      BackendFailure first = assertFails(store, "salver.store.url");
      assertThat(first)
          .hasMessageContaining("127.0.0.1:1/shop")
          .hasMessageContaining("cannot be reached")
          .hasMessageNotContaining("secret");
      now += 999_999_999;
      assertThat(assertFails(store, "salver.store.url")).isSameAs(first);
      now += 1;
      assertThat(assertFails(store, "salver.store.url")).isNotSameAs(first);
    }
    assertThat(settings.toString()).doesNotContain("secret");
  }

  @Test
  void says_that_the_database_does_not_exist() {
    String url = PostgresServer.newDatabase() + "x";
    try (JdbcStore store = postgres(url)) {
      assertFails(store, "does not exist");
    }
  }

  @Test
  void works_again_after_the_server_dropped_its_connections() throws SQLException {
    String url = PostgresServer.newDatabase();
    try (JdbcStore store = postgres(url)) {
      store.write("shop", List.of(Changes.item(1, "hat")));
      store.probe();
      try (Connection connection = DriverManager.getConnection(url, PostgresServer.USER, "");
          Statement statement = connection.createStatement()) {
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name = 'salver' AND datname = current_database()");
      }
      assertThat(attempts(() -> store.write("shop", List.of(Changes.item(2, "cap"))))).isEqualTo(2);
      assertThat(attempts(store::probe)).isEqualTo(2);
      assertThat(store.item("shop", 2)).isPresent();
    }
  }

  @Test
  void lives_beside_the_tables_of_others() throws SQLException {
    String url = PostgresServer.newDatabase();
    try (Connection connection = DriverManager.getConnection(url, PostgresServer.USER, "");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE orders (id BIGINT)");
    }
    try (JdbcStore store = postgres(url)) {
      store.probe();
    }
  }

  @Test
  void refuses_the_url_of_another_kind_of_database() {
    StoreSettings settings =
        new StoreSettings(
            Optional.of("jdbc:mysql://me:secret@db/shop"),
            directory,
            Optional.empty(),
            Optional.empty(),
            8);
    assertThatThrownBy(() -> JdbcStore.of(settings, Clock.systemUTC(), Ticker.SYSTEM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("salver.store.url")
        .hasMessageContaining("jdbc:postgresql://")
        .hasMessageNotContaining("secret");
  }

  @Test
  void refuses_an_event_that_no_database_can_hold_and_writes_nothing() {
    try (JdbcStore store = embedded(directory)) {
      for (String id : List.of("a\0b", "\uD800")) {
        assertThatThrownBy(
                () -> store.write("shop", List.of(Changes.item(1, "hat"), Changes.click(id, 9, 1))))
            .isInstanceOf(InvalidInput.class)
            .hasMessageContaining("id of an event");
      }
      Event never = Event.of("e", EventType.CLICK, 9, 1, Instant.MAX);
      assertThatThrownBy(
              () -> store.write("shop", List.of(Changes.item(1, "hat"), new Change.Record(never))))
          .isInstanceOf(InvalidInput.class);
      assertThat(store.after("shop", 0, 10)).isEmpty();
    }
  }

  /** How often that must be tried, up to ten times. */
  private static int attempts(Runnable action) {
    for (int attempt = 1; attempt < 10; attempt++) {
      try {
        action.run();
        return attempt;
      } catch (BackendFailure e) {
        assertThat(e).hasMessageContaining("cannot be reached");
      }
    }
    return 10;
  }

  private static BackendFailure assertFails(JdbcStore store, String naming) {
    BackendFailure failure =
        catchThrowableOfType(BackendFailure.class, () -> store.after("shop", 0, 10));
    assertThat(failure).isNotNull().hasMessageContaining(naming);
    return failure;
  }

  private static void write(Path directory) {
    try (JdbcStore store = embedded(directory)) {
      store.write("shop", List.of(Changes.item(1, "hat")));
    }
  }

  private static JdbcStore embedded(Path directory) {
    return JdbcStore.of(StoreSettings.embedded(directory), Clock.systemUTC(), Ticker.SYSTEM);
  }

  private static JdbcStore postgres(String url) {
    return JdbcStore.of(PostgresStoreTest.settings(url), Clock.systemUTC(), Ticker.SYSTEM);
  }

  private Connection file() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("salver.db"));
  }
}
