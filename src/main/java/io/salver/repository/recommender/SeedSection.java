package io.salver.repository.recommender;

import io.salver.recommend.catalogue.AttributeKind;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.feature.Feature;
import io.salver.recommend.feature.Owner;
import io.salver.recommend.pipeline.BundleDefinition;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code catalogue}: the files of the seed. */
final class SeedSection {

  private static final String HISTORY = "history";

  private final Path items;
  private final Path users;
  private final Optional<Path> images;

  private SeedSection(Path items, Path users, Optional<Path> images) {
    this.items = items;
    this.users = users;
    this.images = images;
  }

  static SeedSection read(Fields root, RecommenderFolder folder) {
    Fields files = root.object("catalogue", Set.of("items", "users", "images"));
    return new SeedSection(
        folder.resolve(files.text("items")),
        folder.resolve(files.text("users")),
        files.optionalText("images").map(folder::resolve));
  }

  /** The ids of the seed, in its order. */
  IdDirectory ids(Owner owner) {
    return TableFile.read(owner == Owner.ITEM ? items : users, Map.of(), HISTORY).table().ids();
  }

  /** The seed, in columns of the kinds that the features of {@code bundles} need. */
  SeedFiles files(List<BundleDefinition> bundles) {
    return new SeedFiles(
        TableFile.read(items, kinds(bundles, Owner.ITEM), ""),
        TableFile.read(users, kinds(bundles, Owner.USER), HISTORY),
        images);
  }

  private static Map<String, AttributeKind> kinds(List<BundleDefinition> bundles, Owner owner) {
    Map<String, AttributeKind> kinds = new HashMap<>();
    for (BundleDefinition bundle : bundles) {
      for (Feature.Owned feature : bundle.features().owned(owner)) {
        kinds.put(feature.column(), kind(feature));
      }
      if (owner == Owner.ITEM) {
        bundle
            .features()
            .itemTower()
            .text()
            .forEach(words -> kinds.put(words.column(), AttributeKind.TEXT));
      }
    }
    return kinds;
  }

  private static AttributeKind kind(Feature.Owned feature) {
    return switch (feature) {
      case Feature.Category category -> AttributeKind.TEXT;
      case Feature.Categories categories -> AttributeKind.TEXTS;
      case Feature.Scaled number -> AttributeKind.NUMBER;
    };
  }
}
