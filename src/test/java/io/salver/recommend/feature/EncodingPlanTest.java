package io.salver.recommend.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.recommend.catalogue.ColumnBuilder;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.catalogue.Table;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The oracle encodes one item at a time from the raw texts, as features.json is described. */
final class EncodingPlanTest {

  private static final List<String> WORDS = List.of("a", "b", "c");
  private static final int LENGTH = 5;

  private static final TensorSpec CODES = tensor("categorical", DataType.INT64, World.CODES);
  private static final TensorSpec NUMBERS = tensor("numeric", DataType.FP32, World.NUMBERS);
  private static final TensorSpec HISTORY = tensor("history", DataType.INT64, LENGTH);

  private final DirectMemoryPool memory = new DirectMemoryPool(1 << 20);

  @Property(tries = 300, seed = "1")
  void fills_what_the_oracle_says(@ForAll long seed) {
    World world = new World(new Random(seed));
    try (TensorScope scope = memory.open()) {
      Tensors tensors = world.plan(HISTORY, CODES, NUMBERS).encode(world.rows(), scope);
      long[] codes = new long[world.picked.length * World.CODES];
      tensors.dense("categorical").view().asLongBuffer().get(codes);
      float[] numbers = new float[world.picked.length * World.NUMBERS];
      tensors.dense("numeric").view().asFloatBuffer().get(numbers);
      long[] histories = new long[world.picked.length * LENGTH];
      tensors.dense("history").view().asLongBuffer().get(histories);
      for (int i = 0; i < world.picked.length; i++) {
        assertThat(Arrays.copyOfRange(codes, i * World.CODES, (i + 1) * World.CODES))
            .isEqualTo(world.codesOf(i));
        assertThat(Arrays.copyOfRange(numbers, i * World.NUMBERS, (i + 1) * World.NUMBERS))
            .usingComparatorWithPrecision(1e-5f)
            .containsExactly(world.numbersOf(i));
        assertThat(Arrays.copyOfRange(histories, i * LENGTH, (i + 1) * LENGTH))
            .isEqualTo(world.paddedHistory());
      }
    }
    assertThat(memory.leasedBytes()).isZero();
  }

  @Property(tries = 50, seed = "1")
  void explains_what_it_fills(@ForAll long seed) {
    World world = new World(new Random(seed));
    var explained = world.plan(HISTORY, CODES, NUMBERS).explain(world.rows());
    for (int i = 0; i < world.picked.length; i++) {
      assertThat(explained.get(i).get("item.word")).containsExactly((double) world.codesOf(i)[2]);
      assertThat(explained.get(i).get("item.words")).hasSize(2);
      assertThat(explained.get(i).get("cross.share"))
          .containsExactly((double) world.numbersOf(i)[1]);
    }
  }

  @Test
  void a_history_that_is_taken_once_is_filled_once() {
    World world = new World(new Random(5));
    TensorSpec once = new TensorSpec("history", DataType.INT64, Shape.of(1, LENGTH));
    EncodingPlan plan = world.plan(CODES, NUMBERS, once);
    try (TensorScope scope = memory.open()) {
      Tensors tensors = plan.encode(world.rows(), scope);
      assertThat(tensors.get("history").shape()).isEqualTo(Shape.of(1, LENGTH));
      long[] history = new long[LENGTH];
      tensors.dense("history").view().asLongBuffer().get(history);
      assertThat(history).isEqualTo(world.paddedHistory());
    }
  }

  @Test
  void a_model_must_take_exactly_its_tensors() {
    World plan = new World(new Random(1));
    refused(plan, "'numeric'", tensor("categorical", DataType.INT64, World.CODES));
    refused(
        plan,
        "[-1, 6]",
        tensor("categorical", DataType.INT64, World.CODES + 1),
        tensor("numeric", DataType.FP32, World.NUMBERS),
        tensor("history", DataType.INT64, LENGTH));
    refused(
        plan,
        "INT64",
        tensor("categorical", DataType.INT64, World.CODES),
        tensor("numeric", DataType.INT64, World.NUMBERS),
        tensor("history", DataType.INT64, LENGTH));
    refused(
        plan,
        "more",
        tensor("categorical", DataType.INT64, World.CODES),
        tensor("numeric", DataType.FP32, World.NUMBERS),
        tensor("history", DataType.INT64, LENGTH),
        tensor("more", DataType.INT64, 1));
    assertThat(plan.plan(HISTORY, CODES, NUMBERS)).isNotNull();
  }

  private static void refused(World world, String part, TensorSpec... inputs) {
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> world.plan(inputs))
        .withMessageContaining(part);
  }

  private static TensorSpec tensor(String name, DataType type, int width) {
    return new TensorSpec(name, type, Shape.of(Shape.ANY, width));
  }

  /** A random catalogue, user and choice of items. */
  private static final class World {

    static final int CODES = 6; // user.id, item.id, item.word, item.words (2), context.word
    static final int NUMBERS = 4; // item.number, cross.share, cross.gap, retrieval.score

    final List<String> words = new ArrayList<>();
    final List<String> lists = new ArrayList<>();
    final List<String> numbers = new ArrayList<>();
    final int[] picked;
    final float[] scores;
    final int[] history;
    final int user;
    final int context;

    World(Random random) {
      int items = 1 + random.nextInt(20);
      for (int i = 0; i < items; i++) {
        words.add(random.nextInt(4) == 0 ? "" : word(random));
        List<String> list = new ArrayList<>(List.of("a", "b", "c", "unheard"));
        Collections.shuffle(list, random);
        lists.add(String.join("|", list.subList(0, random.nextInt(5))));
        numbers.add(random.nextInt(5) == 0 ? "" : Double.toString(random.nextDouble() * 100));
      }
      picked = random.ints(random.nextInt(30), 0, items).toArray();
      history = random.ints(random.nextInt(LENGTH + 1), 0, items).toArray();
      scores = new float[picked.length];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = random.nextFloat();
      }
      user = random.nextInt(3);
      context = random.nextInt(4);
    }

    private static String word(Random random) {
      return random.nextInt(4) == 0 ? "unheard" : WORDS.get(random.nextInt(3));
    }

    EncodingPlan plan(TensorSpec... taken) {
      Vocabulary vocabulary = new Vocabulary(WORDS);
      var word = new Feature.Category("item.word", Owner.ITEM, vocabulary);
      var list = new Feature.Categories("item.words", Owner.ITEM, vocabulary, 2);
      var number = new Feature.Scaled("item.number", Owner.ITEM, new Scale(true, 3, 2));
      var now = new Feature.Category("context.word", Owner.CONTEXT, vocabulary);
      IdDirectory known = IdDirectory.of(LongStream.rangeClosed(1, words.size()).toArray());
      var item = new Feature.Identity("item.id", Owner.ITEM, known);
      EncodedTable items = new EncodedTable(table(), List.of(item, word, list, number));
      items.encodeAll();
      ModelInputs inputs =
          new ModelInputs(
              List.of(new Feature.Identity("user.id", Owner.USER, known), item, word, list, now),
              List.of(
                  number,
                  new Feature.HistoryShare("cross.share", word),
                  new Feature.HistoryGap("cross.gap", number),
                  new Feature.RetrievalScore("retrieval.score", new Scale(false, 0.5, 0.1))),
              Optional.of(new Feature.Sequence("user.history", LENGTH)));
      return EncodingPlan.of("ranker", new Signature(List.of(taken), List.of()), inputs, items);
    }

    Rows rows() {
      UserState state =
          new UserState(
              user,
              history,
              Arrays.stream(history).map(row -> row + 1).toArray(),
              Map.of("context.word", new int[] {context}),
              Map.of());
      return new Rows(state, picked, scores, picked.length);
    }

    long[] codesOf(int i) {
      long[] list =
          Arrays.stream(lists.get(picked[i]).split("\\|"))
              .filter(WORDS::contains)
              .mapToLong(word -> WORDS.indexOf(word) + 1)
              .limit(2)
              .toArray();
      long[] padded = Arrays.copyOf(list, 2);
      return new long[] {user, picked[i] + 1L, code(picked[i]), padded[0], padded[1], context};
    }

    float[] numbersOf(int i) {
      int item = picked[i];
      double matching = 0;
      double sum = 0;
      for (int past : history) {
        matching += code(item) != 0 && code(past) == code(item) ? 1 : 0;
        sum += number(past);
      }
      double share = history.length == 0 ? 0 : matching / history.length;
      double gap = history.length == 0 ? 0 : number(item) - sum / history.length;
      return new float[] {
        (float) number(item), (float) share, (float) gap, (scores[i] - 0.5f) / 0.1f
      };
    }

    long[] paddedHistory() {
      long[] padded = new long[LENGTH];
      for (int i = 0; i < history.length; i++) {
        padded[LENGTH - history.length + i] = history[i] + 1L;
      }
      return padded;
    }

    private int code(int item) {
      return WORDS.indexOf(words.get(item)) + 1;
    }

    private double number(int item) {
      String raw = numbers.get(item);
      return raw.isEmpty() ? 0 : (Math.log1p(Double.parseDouble(raw)) - 3) / 2;
    }

    private Table table() {
      return new Table(
          IdDirectory.of(LongStream.rangeClosed(1, words.size()).toArray()),
          Map.of(
              "word", column(words).texts(),
              "words", column(lists).textLists(),
              "number", column(numbers).numbers()));
    }

    private static ColumnBuilder column(List<String> values) {
      ColumnBuilder builder = new ColumnBuilder("test");
      values.forEach(builder::add);
      return builder;
    }
  }
}
