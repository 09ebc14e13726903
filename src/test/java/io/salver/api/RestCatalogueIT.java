package io.salver.api;

import io.salver.api.CatalogueCases.Expected;

/** The table of catalogues over REST, answered by the bundled shop. */
final class RestCatalogueIT extends CatalogueContract {

  private final CatalogueClient client =
      new RestCatalogueClient(CatalogueServed.process().httpPort());

  @Override
  protected CatalogueClient client() {
    return client;
  }

  @Override
  protected String status(Expected.Refusal refusal) {
    return Integer.toString(refusal.http());
  }
}
