package engine.traffic;

import com.google.protobuf.ByteString;
import engine.load.InferRequests;
import engine.load.RawMethod;
import engine.media.Samples;
import engine.rows.Districts;
import io.salver.v1.Cell;
import io.salver.v1.ClassifyImagesRequest;
import io.salver.v1.PredictRequest;
import io.salver.v1.RecommendRequest;
import io.salver.v1.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The workloads, against models and recommenders that come with the service. */
final class Workloads {

  /** The models that are needed, and the recommender. */
  static final List<String> MODELS =
      List.of(
          "fashion-mnist-resnet",
          "california-mdn",
          "shop-user-tower",
          "shop-item-tower",
          "shop-ranker",
          "shop-appeal");

  static final String RECOMMENDER = "shop";

  private static final int DIFFERENT = 64;
  private static final int USERS = 2_000;
  private static final String JSON = "Content-Type: application/json\r\n";

  private Workloads() {}

  static List<Workload> all() throws IOException {
    return List.of(recommendation(), vision(), tabular());
  }

  /** Ten items for known users, filters and all. */
  private static Workload recommendation() {
    SplittableRandom random = new SplittableRandom(11);
    List<byte[]> rest = new ArrayList<>();
    List<byte[]> grpc = new ArrayList<>();
    for (int i = 0; i < DIFFERENT; i++) {
      int user = random.nextInt(USERS);
      rest.add(post("/v1/recommendations", JSON, "{\"user_id\":%d,\"k\":10}".formatted(user)));
      grpc.add(RecommendRequest.newBuilder().setUserId(user).setK(10).build().toByteArray());
    }
    return new Workload(
        "recommendation", rest, grpc, RawMethod.of("salver.v1.RecommendationService/Recommend"));
  }

  /** A JPEG of a million pixels, decoded, resized and classified. */
  private static Workload vision() throws IOException {
    byte[] picture = Samples.picture();
    byte[] rest =
        InferRequests.post(
            "/v1/images/classify?model=fashion-mnist-resnet",
            "Content-Type: image/jpeg\r\n",
            picture);
    byte[] grpc =
        ClassifyImagesRequest.newBuilder()
            .setModel("fashion-mnist-resnet")
            .addImage(ByteString.copyFrom(picture))
            .build()
            .toByteArray();
    return new Workload(
        "vision", List.of(rest), List.of(grpc), RawMethod.of("salver.v1.VisionService/Classify"));
  }

  /** A row of nine cells by their names. */
  private static Workload tabular() {
    List<byte[]> rest = new ArrayList<>();
    List<byte[]> grpc = new ArrayList<>();
    for (int i = 0; i < DIFFERENT; i++) {
      Districts district = Districts.draw(1, i);
      rest.add(
          post(
              "/v1/tabular/predict",
              JSON,
              "{\"model\":\"california-mdn\",\"rows\":" + district.objects() + "}"));
      Row.Builder row = Row.newBuilder();
      for (int column = 0; column < Districts.columns(); column++) {
        String literal = district.literal(0, column);
        Cell cell =
            literal.startsWith("\"")
                ? Cell.newBuilder().setText(literal.replace("\"", "")).build()
                : Cell.newBuilder().setNumber(Double.parseDouble(literal)).build();
        row.putValues(Districts.name(column), cell);
      }
      grpc.add(
          PredictRequest.newBuilder()
              .setModel("california-mdn")
              .addRows(row)
              .build()
              .toByteArray());
    }
    return new Workload("tabular", rest, grpc, RawMethod.of("salver.v1.TabularService/Predict"));
  }

  private static byte[] post(String path, String fields, String body) {
    return InferRequests.post(path, fields, body.getBytes(StandardCharsets.UTF_8));
  }
}
