package io.salver.text.huggingface;

import io.salver.model.NativeHandles;
import io.salver.text.Encoding;
import io.salver.text.TokenSource;
import io.salver.text.Tokenizer;
import io.salver.text.Tokenizer.Detail;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to cut a text into tokens, beside DJL's own class over the same library. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the setup before any benchmark
public class TokenizerBenchmark {

  private static final Path FILE = Path.of("src/test/resources/text/tokenizers/recipes.json");
  private static final String SENTENCE = "What would it cost to fly from Reykjavík to São Paulo? ";

  /** How often the sentence of 55 characters is there. */
  @Param({"1", "10", "100"})
  public int sentences;

  private Tokenizer tokenizer = new HuggingFaceTokenizers(new NativeHandles()).open(FILE);
  private ai.djl.huggingface.tokenizers.HuggingFaceTokenizer bare;
  private String text = "";

  /** Opens both. */
  @Setup
  public void open() throws IOException {
    text = SENTENCE.repeat(sentences).strip();
    bare =
        ai.djl.huggingface.tokenizers.HuggingFaceTokenizer.newInstance(
            FILE, Map.of("padding", "do_not_pad", "truncation", "do_not_truncate"));
  }

  /** Closes both. */
  @TearDown
  public void close() {
    tokenizer.close();
    bare.close();
  }

  /** Ids alone, as classes and vectors need them. */
  @Benchmark
  public Encoding tokens() {
    return tokenizer.encode(new TokenSource.Text(text), Detail.TOKENS);
  }

  /** With words and characters, as entities and answers need them. */
  @Benchmark
  public Encoding spans() {
    return tokenizer.encode(new TokenSource.Text(text), Detail.SPANS);
  }

  /** DJL's own class, which always brings everything. */
  @Benchmark
  public ai.djl.huggingface.tokenizers.Encoding djl() {
    return bare.encode(text);
  }
}
