package engine;

import engine.onnx.BenchModels;
import engine.onnx.Calibration;
import engine.onnx.Calibration.Fitted;
import engine.service.Repository;
import engine.service.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What scenarios share: options, places below build/, and models fitted to this machine. */
public final class Bench {

  private static final double MLP_MILLIS = 5;
  private static final double CNN_MILLIS = 10;

  private final Options options;
  private Fitted mlp;
  private Fitted cnn;

  Bench(Options options) {
    this.options = options;
  }

  public Options options() {
    return options;
  }

  public Path directory(String scenario) {
    return Path.of(options.text("out"), scenario);
  }

  public Repository repository(String scenario) throws IOException {
    return Repository.empty(directory(scenario).resolve("repository"));
  }

  /** Starts the service; the caller closes it. */
  public Service serve(String scenario, Repository repository, String... jvmOptions)
      throws IOException, InterruptedException {
    return Service.start(
        repository, directory(scenario).resolve("service.log"), List.of(jvmOptions));
  }

  /** The MLP whose single row takes about 5 ms here. */
  public Fitted mlp() throws Exception {
    if (mlp == null) {
      mlp = Calibration.fit(BenchModels::mlp, 12, 1, MLP_MILLIS, 1, 16);
    }
    return mlp;
  }

  /** The CNN whose single image takes about 10 ms here. */
  public Fitted cnn() throws Exception {
    if (cnn == null) {
      cnn = Calibration.fit(BenchModels::cnn, 24, 2, CNN_MILLIS, 1, 3, 224, 224);
    }
    return cnn;
  }
}
