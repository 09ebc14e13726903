package io.salver.api;

import io.salver.testkit.SalverProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The packaged application whose bundled shop may be changed; stopped with the JVM. */
final class CatalogueServed {

  private CatalogueServed() {}

  static SalverProcess process() {
    return Holder.PROCESS;
  }

  private static final class Holder {
    static final SalverProcess PROCESS = start();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(PROCESS::close, "catalogue-server-stop"));
    }

    private static SalverProcess start() {
      try {
        Path data = Files.createTempDirectory("salver-catalogue-");
        return SalverProcess.start(
            Map.of(
                "salver.models.control",
                "explicit",
                "salver.models.load",
                "shop-user-tower,shop-item-tower,shop-ranker",
                "salver.store.directory",
                data.resolve("store").toString(),
                "salver.recommenders.snapshots",
                data.resolve("snapshots").toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
