package io.salver.security.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.BackendFailure;
import io.salver.security.NewKey;
import io.salver.security.Pepper;
import io.salver.security.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatchedKeysTest {

  @TempDir Path folder = Path.of("");

  @Test
  void a_file_is_read_again_when_it_has_changed() throws IOException {
    WatchedKeys keys = new WatchedKeys(write("keys:\n" + entry()));
    assertThat(keys.get().size()).isEqualTo(1);
    write("keys:\n" + entry() + entry());
    assertThat(keys.get().size()).isEqualTo(1);
    keys.look();
    assertThat(keys.get().size()).isEqualTo(2);
  }

  @Test
  void a_mounted_secret_that_is_swapped_by_its_link_is_seen() throws IOException {
    Path first = Files.createDirectory(folder.resolve("..first"));
    Path second = Files.createDirectory(folder.resolve("..second"));
    Files.writeString(first.resolve("keys.yaml"), "keys:\n" + entry());
    Files.writeString(second.resolve("keys.yaml"), "keys:\n" + entry() + entry());
    Path data = Files.createSymbolicLink(folder.resolve("..data"), first);
    WatchedKeys keys = new WatchedKeys(data.resolve("keys.yaml"));
    Files.delete(data);
    Files.createSymbolicLink(data, second);
    keys.look();
    assertThat(keys.get().size()).isEqualTo(2);
  }

  @Test
  void a_file_that_has_become_wrong_or_is_gone_changes_nothing() throws IOException {
    Path file = write("keys:\n" + entry());
    WatchedKeys keys = new WatchedKeys(file);
    write("keys: [{id: 3}]");
    keys.look();
    write("keys: [");
    keys.look();
    Files.delete(file);
    keys.look();
    assertThat(keys.get().size()).isEqualTo(1);
    write("keys: []");
    keys.look();
    assertThat(keys.get().size()).isZero();
  }

  @Test
  void a_start_without_a_good_file_fails() throws IOException {
    assertThatThrownBy(() -> new WatchedKeys(folder.resolve("absent")))
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining("cannot be read");
    Path list = write("- a\n- b\n");
    assertThatThrownBy(() -> new WatchedKeys(list)).hasMessageContaining("a mapping with 'keys'");
    Path broken = write("keys: [salver_abcdefghij_secret");
    assertThatThrownBy(() -> new WatchedKeys(broken)).message().doesNotContain("secret");
    assertThat(new WatchedKeys(write("# none yet\n")).get().size()).isZero();
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("keys.yaml"), text);
  }

  private static String entry() {
    return NewKey.draw(
            new NewKey.Purpose(
                Optional.of("a \"name\""), List.of(Role.INFER), List.of("a*"), Optional.empty()),
            Pepper.NONE,
            new SecureRandom())
        .entry();
  }
}
