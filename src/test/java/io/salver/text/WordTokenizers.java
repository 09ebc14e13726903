package io.salver.text;

import io.salver.fault.BackendFailure;
import io.salver.fault.NotReady;
import io.salver.model.NativeHandles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A tokenizer in plain Java: each run of letters and digits is a word, as is every other character
 * that is no space. Its file lists the words after {@code [PAD]}, {@code [UNK]}, {@code [CLS]},
 * {@code [SEP]}; a word that begins with a listed one, and is none itself, has two tokens.
 */
public final class WordTokenizers implements TokenizerLoader {

  private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+|\\S");

  private final NativeHandles handles;

  public WordTokenizers(NativeHandles handles) {
    this.handles = handles;
  }

  @Override
  public Tokenizer open(Path file) {
    try {
      return of(Files.readAllLines(file));
    } catch (IOException unreadable) {
      throw new BackendFailure("'%s' cannot be read".formatted(file.getFileName()), unreadable);
    }
  }

  /** The tokenizer of these words. */
  public Tokenizer of(List<String> words) {
    Map<String, Integer> ids = new HashMap<>();
    SPECIAL.forEach(token -> ids.put(token, ids.size()));
    words.forEach(token -> ids.put(token, ids.size()));
    handles.opened(NativeHandles.Kind.TOKENIZER);
    return new Words(new Vocabulary(ids, ids.size(), OptionalInt.of(0)), handles);
  }

  private record Piece(int id, int type, int sequence, int word, int start, int end) {}

  private static final class Words implements Tokenizer {

    private final Vocabulary vocabulary;
    private final NativeHandles handles;
    private final AtomicBoolean closed = new AtomicBoolean();

    Words(Vocabulary vocabulary, NativeHandles handles) {
      this.vocabulary = vocabulary;
      this.handles = handles;
    }

    @Override
    public Encoding encode(TokenSource source, Detail detail) {
      if (closed.get()) {
        throw new NotReady("closed");
      }
      List<Piece> pieces = new ArrayList<>();
      pieces.add(special("[CLS]", 0));
      switch (source) {
        case TokenSource.Text(String text) -> add(text, 0, pieces);
        case TokenSource.Pair(String first, String second) -> {
          add(first, 0, pieces);
          pieces.add(special("[SEP]", 0));
          add(second, 1, pieces);
        }
        case TokenSource.Words(List<String> words) -> {
          for (int i = 0; i < words.size(); i++) {
            add(words.get(i), 0, 0, words.get(i).length(), i, pieces);
          }
        }
      }
      pieces.add(special("[SEP]", pieces.getLast().type()));
      return encoding(pieces);
    }

    private static Encoding encoding(List<Piece> pieces) {
      boolean[] special = new boolean[pieces.size()];
      IntStream.range(0, special.length).forEach(i -> special[i] = pieces.get(i).sequence() < 0);
      return new Encoding(
          pieces.stream().mapToInt(Piece::id).toArray(),
          pieces.stream().mapToInt(Piece::type).toArray(),
          special,
          pieces.stream().mapToInt(Piece::sequence).toArray(),
          pieces.stream().mapToInt(Piece::word).toArray(),
          pieces.stream().mapToInt(Piece::start).toArray(),
          pieces.stream().mapToInt(Piece::end).toArray());
    }

    private Piece special(String token, int type) {
      return new Piece(vocabulary.id(token).orElseThrow(), type, -1, -1, 0, 0);
    }

    private void add(String text, int sequence, List<Piece> pieces) {
      Matcher words = WORD.matcher(text);
      for (int word = 0; words.find(); word++) {
        add(text, sequence, words.start(), words.end(), word, pieces);
      }
    }

    private void add(String text, int sequence, int from, int to, int word, List<Piece> pieces) {
      for (int cut = to; cut > from; cut--) {
        OptionalInt id = vocabulary.id(text.substring(from, cut));
        if (id.isPresent()) {
          pieces.add(new Piece(id.getAsInt(), sequence, sequence, word, from, cut));
          if (cut < to) {
            pieces.add(new Piece(unknown(), sequence, sequence, word, cut, to));
          }
          return;
        }
      }
      if (to > from) {
        pieces.add(new Piece(unknown(), sequence, sequence, word, from, to));
      }
    }

    private int unknown() {
      return vocabulary.id("[UNK]").orElseThrow();
    }

    @Override
    public String decode(int[] ids, boolean special) {
      if (closed.get()) {
        throw new NotReady("closed");
      }
      Map<Integer, String> tokens = new HashMap<>();
      vocabulary.idByToken().forEach((token, id) -> tokens.put(id, token));
      return IntStream.of(ids)
          .filter(tokens::containsKey)
          .filter(id -> special || id >= SPECIAL.size())
          .mapToObj(tokens::get)
          .collect(Collectors.joining(" "));
    }

    @Override
    public Vocabulary vocabulary() {
      return vocabulary;
    }

    @Override
    public void close() {
      if (!closed.getAndSet(true)) {
        handles.closed(NativeHandles.Kind.TOKENIZER);
      }
    }
  }
}
