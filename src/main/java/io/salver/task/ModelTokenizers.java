package io.salver.task;

import io.salver.fault.BackendFailure;
import io.salver.fault.NotReady;
import io.salver.model.TextFiles;
import io.salver.text.Encoding;
import io.salver.text.TokenSource;
import io.salver.text.Tokenizer;
import io.salver.text.TokenizerLoader;
import io.salver.text.Vocabulary;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Owns the tokenizers of the models that are loaded: each is opened when a model is loaded, once
 * for each key of its {@code model.yaml}, and closed when that model is. Thread-safe.
 *
 * <p>The files of a version, which its artefact and its description share, stand for its life; a
 * life that overlaps another of the same files shares its tokenizers. Guarded by {@code this}:
 * {@code lives}; files are read under no lock.
 *
 * <pre>
 *   begin ──▶ of, of, … (at load, by the checks; later, by requests) ──▶ end: all are closed
 * </pre>
 */
public final class ModelTokenizers {

  private final TokenizerLoader loader;
  private final IdentityHashMap<TextFiles, Life> lives = new IdentityHashMap<>();

  /** Opens what {@code loader} reads. */
  public ModelTokenizers(TokenizerLoader loader) {
    this.loader = loader;
  }

  private static final class Life {
    private int models;
    private final Map<String, Tokenizer> byKey = new HashMap<>();
  }

  /** A model with these files is about to be loaded; {@link #end} follows, on every path. */
  public synchronized void begin(TextFiles files) {
    lives.computeIfAbsent(files, _ -> new Life()).models++;
  }

  /** A model with these files was closed, or could not be loaded. */
  public void end(TextFiles files) {
    for (Tokenizer tokenizer : ended(files).values()) {
      tokenizer.close();
    }
  }

  /**
   * The tokenizer whose file {@code key} names, opened now if it was not; it belongs to the model
   * and must not be closed. After the model's end it throws {@link NotReady}.
   *
   * @throws BackendFailure when the key names no file, or one that is no tokenizer
   * @throws NotReady when no model with these files is loaded
   */
  public Tokenizer of(TextFiles files, String key) {
    living(files, key);
    return new Shared(files, key);
  }

  private synchronized Map<String, Tokenizer> ended(TextFiles files) {
    Life life = lives.get(files);
    if (life == null || --life.models > 0) {
      return Map.of();
    }
    lives.remove(files);
    return life.byKey;
  }

  private Tokenizer living(TextFiles files, String key) {
    Tokenizer known = find(files, key);
    if (known != null) {
      return known;
    }
    TextFiles.Document document =
        files
            .document(key)
            .orElseThrow(() -> new BackendFailure("model.yaml: " + key + " names no tokenizer"));
    Tokenizer opened = loader.open(document.file());
    Tokenizer kept;
    try {
      kept = keep(files, key, opened);
    } catch (NotReady ended) {
      opened.close();
      throw ended;
    }
    if (kept != opened) {
      opened.close();
    }
    return kept;
  }

  private synchronized @Nullable Tokenizer find(TextFiles files, String key) {
    return life(files).byKey.get(key);
  }

  private synchronized Tokenizer keep(TextFiles files, String key, Tokenizer opened) {
    Tokenizer other = life(files).byKey.putIfAbsent(key, opened);
    return other == null ? opened : other;
  }

  private Life life(TextFiles files) {
    Life life = lives.get(files);
    if (life == null) {
      throw new NotReady("the model of that tokenizer is not loaded any more");
    }
    return life;
  }

  /** The tokenizer that the files have now: a version may be loaded again with the same ones. */
  private final class Shared implements Tokenizer {

    private final TextFiles files;
    private final String key;

    Shared(TextFiles files, String key) {
      this.files = files;
      this.key = key;
    }

    @Override
    public Encoding encode(TokenSource source, Detail detail) {
      return living(files, key).encode(source, detail);
    }

    @Override
    public String decode(int[] ids, boolean special) {
      return living(files, key).decode(ids, special);
    }

    @Override
    public Vocabulary vocabulary() {
      return living(files, key).vocabulary();
    }

    @Override
    public void close() {
      // It belongs to the model.
    }
  }
}
