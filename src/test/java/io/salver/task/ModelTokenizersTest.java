package io.salver.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.fault.NotReady;
import io.salver.model.NativeHandles;
import io.salver.model.TextFiles;
import io.salver.text.TokenSource;
import io.salver.text.Tokenizer;
import io.salver.text.Tokenizer.Detail;
import io.salver.text.WordTokenizers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ModelTokenizersTest {

  private final NativeHandles handles = new NativeHandles();
  private final ModelTokenizers tokenizers = new ModelTokenizers(new WordTokenizers(handles));

  @AfterEach
  void nothing_stays_open() {
    assertThat(open()).isZero();
  }

  @Test
  void a_model_has_one_tokenizer_however_often_it_is_asked_for() {
    TextFiles files = files();
    tokenizers.begin(files);
    Tokenizer first = tokenizers.of(files, TextFiles.TOKENIZER);
    Tokenizer second = tokenizers.of(files, TextFiles.TOKENIZER);
    first.close();
    assertThat(open()).isEqualTo(1);
    assertThat(ids(first)).isEqualTo(ids(second));
    tokenizers.end(files);
    assertThatExceptionOfType(NotReady.class).isThrownBy(() -> ids(first));
  }

  @Test
  void a_life_that_overlaps_another_keeps_it_open() {
    TextFiles files = files();
    tokenizers.begin(files);
    Tokenizer tokenizer = tokenizers.of(files, TextFiles.TOKENIZER);
    tokenizers.begin(files);
    tokenizers.end(files);
    assertThat(ids(tokenizer)).containsExactly(2, 4, 3);
    tokenizers.end(files);
    assertThat(open()).isZero();
  }

  @Test
  void each_version_has_its_own_although_the_files_say_the_same() {
    TextFiles old = files();
    TextFiles young = files();
    assertThat(old).isEqualTo(young);
    tokenizers.begin(old);
    tokenizers.begin(young);
    Tokenizer before = tokenizers.of(old, TextFiles.TOKENIZER);
    Tokenizer after = tokenizers.of(young, TextFiles.TOKENIZER);
    assertThat(open()).isEqualTo(2);
    tokenizers.end(old);
    assertThatExceptionOfType(NotReady.class).isThrownBy(() -> ids(before));
    assertThat(ids(after)).containsExactly(2, 4, 3);
    tokenizers.end(young);
  }

  @Test
  void nothing_is_opened_for_a_model_that_is_not_loaded() {
    assertThatExceptionOfType(NotReady.class)
        .isThrownBy(() -> tokenizers.of(files(), TextFiles.TOKENIZER));
  }

  @Test
  void a_key_that_names_no_file_is_named() {
    TextFiles files = files();
    tokenizers.begin(files);
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> tokenizers.of(files, TextFiles.DECODER_TOKENIZER))
        .withMessage("model.yaml: postprocess.tokenizer names no tokenizer");
    tokenizers.end(files);
  }

  private long open() {
    return handles.open(NativeHandles.Kind.TOKENIZER);
  }

  private static int[] ids(Tokenizer tokenizer) {
    return tokenizer.encode(new TokenSource.Text("a"), Detail.TOKENS).ids();
  }

  private static TextFiles files() {
    Path words = Path.of("src/test/resources/text/tokenizers/letters.txt");
    return new TextFiles(Map.of(), Map.of(TextFiles.TOKENIZER, new TextFiles.Document(words, "0")));
  }
}
