package io.salver.app;

import io.salver.security.NewKey;
import io.salver.security.Pepper;
import io.salver.security.Role;
import io.salver.testkit.SalverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The packaged service with security on, and keys of each kind. */
final class SecuredSalver implements AutoCloseable {

  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  private final NewKey infer = key("shop", Role.INFER, "*", Optional.empty());
  private final NewKey some = key("narrow", Role.INFER, "echo-fp32", Optional.empty());
  private final NewKey operate = key("operator", Role.OPERATE, "*", Optional.empty());
  private final NewKey admin = key("boss", Role.ADMIN, "*", Optional.empty());
  private final NewKey expired = key("old", Role.ADMIN, "*", Optional.of(LONG_AGO));
  private final Path file;
  private final SalverProcess process;

  SecuredSalver(Map<String, String> settings) throws IOException {
    file = Files.createTempFile("keys-", ".yaml");
    StringBuilder keys = new StringBuilder("keys:\n");
    List.of(infer, some, operate, admin, expired).forEach(key -> keys.append(key.entry()));
    keys.append("certificates:\n  - {subject: 'CN=shop,O=Example', roles: [infer]}\n");
    Files.writeString(file, keys);
    Map<String, String> all = new HashMap<>();
    all.put("salver.models.repository", "src/test/models/protocol");
    all.put("salver.recommenders.directory", "src/test/models/no-recommenders");
    all.put("salver.security.enabled", "true");
    all.put("salver.security.keys", file.toString());
    all.put("salver.security.keys-poll", "100ms");
    all.putAll(settings);
    process = SalverProcess.start(all);
  }

  SalverProcess process() {
    return process;
  }

  /** Adds a key to the file, which a reader finds as it was or as it is. */
  void add(NewKey key) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(
        next, Files.readString(file).replaceFirst("keys:\n", "keys:\n" + key.entry()));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  String infer() {
    return infer.key().text();
  }

  /** May use the model echo-fp32 only. */
  String some() {
    return some.key().text();
  }

  String operate() {
    return operate.key().text();
  }

  String admin() {
    return admin.key().text();
  }

  String expired() {
    return expired.key().text();
  }

  @Override
  public void close() throws IOException {
    process.close();
    Files.delete(file);
  }

  static NewKey key(String name, Role role, String models, Optional<Instant> expires) {
    return NewKey.draw(
        new NewKey.Purpose(Optional.of(name), List.of(role), List.of(models), expires),
        Pepper.NONE,
        new SecureRandom());
  }
}
