package io.salver.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
      try {
        EmbeddedPostgres server = EmbeddedPostgres.start();
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
