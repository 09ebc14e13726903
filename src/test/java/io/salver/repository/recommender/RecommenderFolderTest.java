package io.salver.repository.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.salver.fault.BackendFailure;
import io.salver.recommend.Value;
import io.salver.recommend.catalogue.AttributeKind;
import io.salver.recommend.catalogue.CatalogueSeed;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Image;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.User;
import io.salver.recommend.feature.Feature;
import io.salver.recommend.feature.ModelInputs;
import io.salver.recommend.feature.Owner;
import io.salver.recommend.pipeline.BundleDefinition;
import io.salver.recommend.pipeline.RecommenderDefinition;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecommenderFolderTest {

  private static final String YAML =
      """
      name: tiny
      description: Two things
      catalogue: {items: items.csv.gz, users: users.csv.gz}
      bundles:
        - version: 1
          towers: {user: tiny-user, item: tiny-item, version: 3}
          ranker: {model: tiny-ranker}
          features: features.json
          index: Flat
      popularity: {column: clicks, segments: [age]}
      history: {length: 4}
      """;
  private static final String FEATURES =
      """
      {"features": {
        "user.id": {"type": "identity"},
        "user.age": {"type": "category", "values": ["18", "25"]},
        "user.history": {"type": "sequence", "length": 4},
        "cross.kind_share": {"type": "history_share", "of": "item.kind"},
        "item.id": {"type": "identity"},
        "item.kind": {"type": "category", "values": ["hat", "shoe"]},
        "item.tags": {"type": "categories", "values": ["new"], "length": 2},
        "item.price": {"type": "number", "log": true, "mean": 1.5, "deviation": 2},
        "cross.price_gap": {"type": "history_gap", "of": "item.price"},
        "retrieval.score": {"type": "number", "mean": 0, "deviation": 1}
      }, "models": {
        "user_tower": {"categorical": ["user.id", "user.age"], "history": ["user.history"]},
        "item_tower": {"categorical": ["item.id", "item.kind"], "numeric": ["item.price"]},
        "ranker": {"categorical": ["item.tags"], "numeric": ["cross.kind_share", "cross.price_gap", "retrieval.score"]}
      }}
      """;
  private static final String ITEMS =
      "id,title,kind,tags,price,clicks\n"
          + "7,\"A hat, \"\"red\"\"\",hat,new|old,3.5,2\n"
          + "5,A shoe,shoe,,,9\n";
  private static final String USERS = "id,age,history\n1,18,5 7 999\n2,,\n";

  private final Path root;

  RecommenderFolderTest(@TempDir Path root) {
    this.root = root;
  }

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(root.resolve("tiny"));
    Files.createDirectories(root.resolve("not-a-recommender"));
    write("recommender.yaml", YAML);
    write("features.json", FEATURES);
    write("items.csv.gz", ITEMS);
    write("users.csv.gz", USERS);
  }

  @Test
  void reads_a_bundle() {
    RecommenderDefinition tiny = read();
    assertThat(tiny.name()).isEqualTo("tiny");
    BundleDefinition bundle = tiny.bundles().getFirst();
    assertThat(tiny.defaultBundle()).isEqualTo(1);
    assertThat(tiny.policy().popularity().segments()).containsExactly("age");
    assertThat(bundle.userTower()).hasToString("tiny-user@3");
    assertThat(bundle.ranker().version()).isEmpty();
    assertThat(bundle.features().owned(Owner.ITEM))
        .extracting(Feature::name)
        .containsExactly("item.kind", "item.tags", "item.price");
    assertThat(bundle.features().ranker().numeric())
        .extracting(Feature::name)
        .containsExactly("cross.kind_share", "cross.price_gap", "retrieval.score");
  }

  @Test
  void items_keep_their_order_and_columns_their_kind() {
    CatalogueSeed seed = read().seed();
    assertThat(seed.itemSchema())
        .containsExactly(
            entry("title", AttributeKind.TEXT),
            entry("kind", AttributeKind.TEXT),
            entry("tags", AttributeKind.TEXTS),
            entry("price", AttributeKind.NUMBER),
            entry("clicks", AttributeKind.NUMBER));
    Item hat = ((Change.PutItem) changes(seed).get(0)).item();
    assertThat(hat.id()).isEqualTo(7);
    assertThat(hat.attributes())
        .containsEntry("title", new Value.Text("A hat, \"red\""))
        .containsEntry("tags", new Value.Texts(List.of("new", "old")));
    Item shoe = ((Change.PutItem) changes(seed).get(1)).item();
    assertThat(shoe.attributes()).doesNotContainKey("price").doesNotContainKey("tags");
  }

  @Test
  void a_category_stays_words_where_its_values_look_like_numbers() {
    CatalogueSeed seed = read().seed();
    assertThat(seed.userSchema()).containsExactly(entry("age", AttributeKind.TEXT));
    User user = ((Change.PutUser) changes(seed).get(2)).user();
    assertThat(user.features()).containsEntry("age", new Value.Text("18"));
    assertThat(user.history()).containsExactly(5L, 7L, 999L);
    assertThat(((Change.PutUser) changes(seed).get(3)).user().history()).isEmpty();
  }

  @Test
  void pictures_come_with_their_items() throws IOException {
    write("recommender.yaml", YAML.replace("users.csv.gz}", "users.csv.gz, images: images.zip}"));
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(root.resolve("tiny/images.zip")))) {
      zip.putNextEntry(new ZipEntry("5.png"));
      zip.write(new byte[] {1, 2, 3});
    }
    List<Change> changes = changes(read().seed());
    assertThat(((Change.PutItem) changes.get(0)).item().image()).isEmpty();
    assertThat(((Change.PutItem) changes.get(1)).item().image())
        .contains(new Image(new byte[] {1, 2, 3}));
  }

  @Test
  void identities_may_be_those_of_a_training() throws IOException {
    assertThat(itemIdentity().code(5)).isEqualTo(2);
    write(
        "features.json",
        FEATURES.replace(
            "\"item.id\": {\"type\": \"identity\"}",
            "\"item.id\": {\"type\": \"identity\", \"ids\": \"item-ids.txt\"}"));
    write("item-ids.txt", "5\n999\n");
    assertThat(itemIdentity().code(5)).isEqualTo(1);
    assertThat(itemIdentity().code(7)).isZero();
    write("item-ids.txt", "5\nsix\n");
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(this::read)
        .withMessageContaining("item-ids.txt expects one whole number a line")
        .withMessageContaining("six");
  }

  @Test
  void the_tower_of_items_reads_texts_and_pictures() throws IOException {
    write(
        "features.json",
        FEATURES
            .replace(
                "\"retrieval.score\": {",
                "\"item.title\": {\"type\": \"words\", \"values\": [\"hat\"], \"length\": 3},"
                    + "\"item.image\": {\"type\": \"image\", \"height\": 4, \"width\": 5},"
                    + "\"retrieval.score\": {")
            .replace(
                "\"numeric\": [\"item.price\"]",
                "\"numeric\": [\"item.price\"], \"text\": [\"item.title\"],"
                    + " \"image\": \"item.image\""));
    ModelInputs tower = read().bundles().getFirst().features().itemTower();
    assertThat(tower.text()).extracting(Feature.WordSequence::length).containsExactly(3);
    assertThat(tower.image()).map(Feature.Picture::width).contains(5);
  }

  @Test
  void several_bundles_serve_side_by_side() throws IOException {
    String second =
        """
          - version: 2
            towers: {user: tiny-user, item: tiny-item, version: 4}
            ranker: {model: tiny-ranker, version: 1}
            features: features.json
        default: 2
        """;
    write("recommender.yaml", YAML.replace("popularity:", second + "popularity:"));
    RecommenderDefinition both = read();
    assertThat(both.bundles()).extracting(BundleDefinition::version).containsExactly(1L, 2L);
    assertThat(both.defaultBundle()).isEqualTo(2);
    assertThat(both.bundles()).extracting(BundleDefinition::fingerprint).doesNotHaveDuplicates();
  }

  @Test
  void only_directories_with_a_recommender_count() {
    assertThat(RecommenderFolder.below(root))
        .extracting(RecommenderFolder::name)
        .containsExactly("tiny");
    assertThat(RecommenderFolder.below(root.resolve("absent"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "recommender.yaml | popularity: | popularty: | did you mean 'popularity'",
        "recommender.yaml | column: clicks | colum: clicks | did you mean 'column'",
        "recommender.yaml | - version: 1 | - version: 0 | recommender.yaml: bundles[0]: version expects a positive whole number, received 0",
        "recommender.yaml | description: Two things | default: 7 | default expects one of the bundles [1], received 7",
        "recommender.yaml | version: 3} | version: 0} | towers: version expects a positive whole number, received 0",
        "recommender.yaml | , version: 3 | | lacks 'version'",
        "recommender.yaml | name: tiny | name: other | its directory is 'tiny'",
        "recommender.yaml | items.csv.gz | ../../items.csv.gz | outside",
        "recommender.yaml | items.csv.gz | absent.csv.gz | there is no file 'absent.csv.gz'",
        "recommender.yaml | towers: { | towers: [ | malformed",
        "features.json | \"type\": \"identity\" | \"type\": \"identty\" | did you mean 'identity'",
        "features.json | \"of\": \"item.kind\" | \"of\": \"item.price\" | no category of items",
        "features.json | \"of\": \"item.price\" | \"of\": \"item.cost\" | no number of items",
        "features.json | \"user.id\", \"user.age\" | \"user.id\", \"user.agge\" | did you mean 'user.age'",
        "features.json | \"categorical\": [\"item.id\" | \"categorical\": [\"user.id\" | not its own",
        "features.json | \"numeric\": [\"item.price\"] | \"numeric\": [\"item.kind\"] | cannot take 'item.kind'",
        "features.json | \"deviation\": 2 | \"deviation\": 0 | positive deviation",
        "features.json | \"mean\": 1.5 | \"mean\": \"1.5\" | expects a number",
        "features.json | \"values\": [\"18\", \"25\"] | \"values\": [\"18\", \"18\"] | occurs twice",
        "features.json | \"item.price\": { | \"price\": { | must begin with",
        "items.csv.gz | id,title | title,title | needs a header of distinct columns",
        "items.csv.gz | 5,A shoe | 7,A shoe | id 7 occurs twice",
        "items.csv.gz | 5,A shoe | -5,A shoe | id -5 is not positive",
        "items.csv.gz | 5,A shoe | five,A shoe | received 'five'",
        "items.csv.gz | 3.5 | dear | column 'price' expects numbers, received 'dear'",
        "items.csv.gz | shoe,,,9 | shoe,9 | row 2 has 4 values",
        "users.csv.gz | 5 7 999 | 5;7 | item ids joined by spaces"
      })
  void says_what_is_wrong(String file, String from, String to, String expected) throws IOException {
    String original =
        switch (file) {
          case "recommender.yaml" -> YAML;
          case "features.json" -> FEATURES;
          case "items.csv.gz" -> ITEMS;
          default -> USERS;
        };
    assertThat(original).contains(from);
    write(file, original.replace(from, to == null ? "" : to));
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> changes(read().seed()))
        .withMessageContaining(expected);
  }

  @Test
  void a_table_that_is_not_compressed_is_told() throws IOException {
    Files.writeString(root.resolve("tiny/items.csv.gz"), ITEMS);
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(this::read)
        .withMessageContaining("items.csv.gz");
  }

  private Feature.Identity itemIdentity() {
    return read().bundles().getFirst().features().identity(Owner.ITEM).orElseThrow();
  }

  private static List<Change> changes(CatalogueSeed seed) {
    List<Change> changes = new ArrayList<>();
    seed.read(3, changes::addAll);
    return changes;
  }

  private RecommenderDefinition read() {
    return RecommenderFolder.below(root).getFirst().read();
  }

  private void write(String name, String content) throws IOException {
    Path file = root.resolve("tiny").resolve(name);
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    if (!name.endsWith(".gz")) {
      Files.write(file, bytes);
      return;
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(bytes);
    }
  }
}
