package io.salver.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A PostgreSQL server of the tests' own, from binaries that Maven provides. It listens on a free
 * local port, starts when the first test wants it, and ends with the JVM. Thread-safe.
 */
public final class PostgresServer {

  /** Who owns every database; needs no password. */
  public static final String USER = "postgres";

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int ATTEMPTS = 3;
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private PostgresServer() {}

  /** The JDBC URL of a new, empty database. */
  public static String newDatabase() {
    String name = "test" + DATABASES.incrementAndGet();
    try (Connection connection = server().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot make the database " + name, e);
    }
    return "jdbc:postgresql://127.0.0.1:" + server().getPort() + "/" + name;
  }

  /**
   * The JDBC URL of a new database in which the extension pgvector can be made. Skips the test
   * where {@code src/test/native/provide-pgvector.sh} has not been run.
   */
  public static String newDatabaseWithPgvector() {
    String home = System.getenv("SALVER_PGVECTOR");
    Path provided =
        home == null
            ? Path.of(System.getProperty("user.home"), ".cache", "salver", "pgvector")
            : Path.of(home);
    if (!Files.isRegularFile(provided.resolve("lib/vector.so"))) {
      throw new TestAbortedException(
          "there is no pgvector in " + provided + ": run src/test/native/provide-pgvector.sh");
    }
    try (Connection connection = server().getPostgresDatabase().getConnection()) {
      copyAll(provided.resolve("lib"), configured(connection, "PKGLIBDIR"));
      copyAll(
          provided.resolve("extension"), configured(connection, "SHAREDIR").resolve("extension"));
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("cannot install pgvector into the test's server", e);
    }
    return newDatabase();
  }

  private static Path configured(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT setting FROM pg_config WHERE name = '" + name + "'")) {
      row.next();
      return Path.of(row.getString(1));
    }
  }

  private static void copyAll(Path from, Path to) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
      for (Path file : files) {
        Path target = to.resolve(file.getFileName());
        if (!Files.exists(target)) {
          Files.copy(file, target);
        }
      }
    }
  }

  private static EmbeddedPostgres server() {
    EmbeddedPostgres server = Started.OUTCOME.server();
    if (server == null) {
      throw new TestAbortedException(Started.OUTCOME.problem());
    }
    return server;
  }

  private record Outcome(@Nullable EmbeddedPostgres server, String problem) {}

  /** The one server, started when this class is first touched. */
  private static final class Started {

    static final Outcome OUTCOME = start();

    private static Outcome start() {
      Outcome outcome = attempt();
      for (int attempt = 1; attempt < ATTEMPTS && outcome.server() == null; attempt++) {
        outcome = attempt(); // on another port
      }
      return outcome;
    }

    private static Outcome attempt() {
      try {
        EmbeddedPostgres server =
            EmbeddedPostgres.builder().setPort(FreePorts.one()).setPGStartupWait(PATIENCE).start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
        return new Outcome(server, "");
      } catch (IOException | IllegalStateException e) {
        // PostgreSQL refuses to run as root, and not every container lets root become another.
        return new Outcome(null, "PostgreSQL does not start here: " + e);
      }
    }

    private static void close(EmbeddedPostgres server) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
