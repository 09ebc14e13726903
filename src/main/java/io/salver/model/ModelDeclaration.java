package io.salver.model;

import java.util.List;

/**
 * A model of the repository with every version of it that should serve, ascending. Immutable.
 *
 * @param name the name of its directory
 * @param versions never empty: a model of which nothing can be used has an unusable version
 */
public record ModelDeclaration(String name, List<DeclaredVersion> versions) {

  /** Copies the list. */
  public ModelDeclaration {
    versions = List.copyOf(versions);
  }
}
