package io.salver.app;

import io.salver.security.NewKey;
import io.salver.security.Pepper;
import io.salver.security.Role;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code salver key create}: draws a key, and writes it to the standard error and its entry to the
 * standard output, so that the entry can be added to the file of keys by {@code >>}. Used once.
 */
final class KeyCommand {

  /** The first word of the command. */
  static final String NAME = "key";

  private static final String USAGE =
      """
      usage: salver key create --roles infer,operate,admin [--name NAME] [--models MODEL,…]
                               [--expires 2027-01-01T00:00:00Z | --days N]
      Writes the key to the standard error, once, and its entry in the file of keys to the
      standard output. SALVER_SECURITY_PEPPER is taken from the environment, as the service does.
      """;

  private static final int WRONG = 2;
  private static final String PEPPER = "SALVER_SECURITY_PEPPER";

  private final Map<String, String> environment;
  private final InstantSource clock;
  private final PrintStream out;
  private final PrintStream err;
  private Optional<String> name = Optional.empty();
  private List<Role> roles = List.of();
  private List<String> models = List.of();
  private Optional<Instant> expires = Optional.empty();

  KeyCommand(
      Map<String, String> environment, InstantSource clock, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.clock = clock;
    this.out = out;
    this.err = err;
  }

  /** Does it, and answers the exit status. */
  int run(List<String> words) {
    try {
      read(words);
    } catch (IllegalArgumentException wrong) {
      err.println("salver: " + wrong.getMessage());
      err.print(USAGE);
      return WRONG;
    }
    Pepper pepper =
        Optional.ofNullable(environment.get(PEPPER)).map(Pepper::new).orElse(Pepper.NONE);
    NewKey made =
        NewKey.draw(new NewKey.Purpose(name, roles, models, expires), pepper, new SecureRandom());
    err.println("The key, which is told only now: " + made.key().text());
    err.println("Its entry below 'keys:' in the file that salver.security.keys names:");
    err.flush();
    out.print(made.entry());
    out.flush();
    return 0;
  }

  private void read(List<String> words) {
    Iterator<String> rest = words.iterator();
    require(rest.hasNext() && rest.next().equals("create"), "'create' is expected");
    while (rest.hasNext()) {
      String option = rest.next();
      require(rest.hasNext(), option + " expects a value");
      String value = rest.next();
      switch (option) {
        case "--name" -> name = Optional.of(value);
        case "--roles" -> roles = roles(value);
        case "--models" -> models = List.of(value.split(",", -1));
        case "--expires" -> expires = Optional.of(time(value));
        case "--days" -> expires = Optional.of(clock.instant().plus(days(value)));
        default -> throw new IllegalArgumentException("unknown option " + option);
      }
    }
    require(!roles.isEmpty(), "--roles is expected: some of infer, operate, admin");
  }

  private static List<Role> roles(String text) {
    List<Role> roles = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      roles.add(
          Arrays.stream(Role.values())
              .filter(role -> role.text().equals(each))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "--roles expects some of infer, operate, admin, received '"
                              + each
                              + "'")));
    }
    return roles;
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "--expires expects a time such as 2027-01-01T00:00:00Z, received '" + text + "'");
    }
  }

  private static Duration days(String text) {
    try {
      return Duration.ofDays(Math.max(1, Long.parseLong(text)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--days expects a number, received '" + text + "'");
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
