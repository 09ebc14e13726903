package io.salver.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;

/** Each rule is a line of the map of the house in {@code src/docs/architecture.md}. */
@AnalyzeClasses(packages = "io.salver", importOptions = ImportOption.DoNotIncludeTests.class)
final class RoomsTest {

  private static final String[] JDK = {"java..", "javax.imageio..", "org.jspecify.annotations"};

  @ArchTest
  static final ArchRule values_know_only_the_jdk_and_one_another =
      rooms(
          List.of(
              "io.salver.fault",
              "io.salver.time",
              "io.salver.tensor",
              "io.salver.model",
              "io.salver.settings"),
          "io.salver.fault",
          "io.salver.time",
          "io.salver.tensor",
          "io.salver.model");

  @ArchTest
  static final ArchRule mechanisms_know_only_the_jdk_and_values =
      rooms(
          List.of(
              "io.salver.lifecycle",
              "io.salver.batch",
              "io.salver.admission",
              "io.salver.vector",
              "io.salver.vector.living",
              "io.salver.image",
              "io.salver.sound",
              "io.salver.table",
              "io.salver.text",
              "io.salver.text.generation",
              "io.salver.monitor",
              "io.salver.monitor.profile",
              "io.salver.monitor.sketch",
              "io.salver.monitor.drift",
              "io.salver.monitor.quality",
              "io.salver.monitor.outcome",
              "io.salver.monitor.replica",
              "io.salver.monitor.log",
              "io.salver.monitor.parquet",
              "io.salver.monitor.reference",
              "io.salver.routing",
              "io.salver.security"),
          "io.salver.fault",
          "io.salver.time",
          "io.salver.tensor",
          "io.salver.model",
          "io.salver.settings",
          "javax.crypto..",
          "javax.security.auth.x500");

  @ArchTest
  static final ArchRule judging_rollouts_knows_no_framework =
      classes()
          .that()
          .resideInAPackage("io.salver.rollout..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "org.jspecify.annotations",
                  "org.apache.commons.numbers.gamma",
                  "io.salver.fault",
                  "io.salver.time",
                  "io.salver.tensor",
                  "io.salver.settings",
                  "io.salver.routing",
                  "io.salver.rollout.."));

  @ArchTest
  static final ArchRule requests_meet_rollouts_in_one_room =
      rooms(
          List.of("io.salver.traffic.."),
          "io.salver.fault",
          "io.salver.time",
          "io.salver.tensor",
          "io.salver.model",
          "io.salver.routing",
          "io.salver.rollout..",
          "io.salver.monitor",
          "io.salver.monitor.outcome",
          "io.salver.serving");

  @ArchTest
  static final ArchRule use_cases_know_no_framework =
      rooms(
          List.of("io.salver.serving..", "io.salver.recommend.."),
          "io.salver.fault",
          "io.salver.time",
          "io.salver.tensor",
          "io.salver.model",
          "io.salver.lifecycle",
          "io.salver.batch",
          "io.salver.admission",
          "io.salver.vector",
          "io.salver.vector.living",
          "io.salver.monitor",
          "io.salver.monitor.outcome",
          "io.salver.serving..");

  @ArchTest
  static final ArchRule typed_tasks_know_no_framework =
      rooms(
          List.of("io.salver.task.."),
          "io.salver.fault",
          "io.salver.time",
          "io.salver.tensor",
          "io.salver.model",
          "io.salver.settings",
          "io.salver.image",
          "io.salver.sound",
          "io.salver.table",
          "io.salver.text",
          "io.salver.text.generation",
          "io.salver.monitor",
          "io.salver.serving..");

  @ArchTest
  static final ArchRule protocols_reach_use_cases_and_values_only =
      noClasses()
          .that()
          .resideInAPackage("io.salver.api..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.salver..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "io.salver.api..",
                              "io.salver.serving..",
                              "io.salver.recommend..",
                              "io.salver.task..",
                              "io.salver.monitor..",
                              "io.salver.table",
                              "io.salver.monitor",
                              "io.salver.monitor.drift",
                              "io.salver.monitor.quality",
                              "io.salver.monitor.replica",
                              "io.salver.rollout..",
                              "io.salver.routing",
                              "io.salver.settings",
                              "io.salver.security",
                              "io.salver.fault",
                              "io.salver.time",
                              "io.salver.tensor",
                              "io.salver.model",
                              "io.salver.v1.."))));

  @ArchTest
  static final ArchRule onnx_runtime_has_one_importer =
      onlyIn("ai.onnxruntime..", "io.salver.backend.onnx");

  @ArchTest
  static final ArchRule djl_has_an_importer_for_each_library =
      onlyIn("ai.djl..", "io.salver.backend.torch", "io.salver.text.huggingface");

  @ArchTest
  static final ArchRule javacpp_has_one_importer =
      onlyIn("org.bytedeco..", "io.salver.vector.faiss.binding");

  @ArchTest
  static final ArchRule tokens_have_one_importer =
      onlyIn("org.jose4j..", "io.salver.security.jose");

  @ArchTest
  static final ArchRule netflix_limits_have_one_importer =
      onlyIn("com.netflix..", "io.salver.admission.netflix");

  @ArchTest
  static final ArchRule caffeine_has_one_importer =
      onlyIn("com.github.benmanes..", "io.salver.cache");

  @ArchTest
  static final ArchRule flac_has_one_importer = onlyIn("org.jflac..", "io.salver.sound.codec");

  @ArchTest
  static final ArchRule mp3_has_one_importer = onlyIn("javazoom..", "io.salver.sound.codec");

  @ArchTest
  static final ArchRule vorbis_has_one_importer = onlyIn("com.jcraft..", "io.salver.sound.codec");

  @ArchTest
  static final ArchRule arrow_has_one_importer =
      onlyIn("org.apache.arrow..", "io.salver.table.arrow");

  @ArchTest
  static final ArchRule parquet_has_one_importer =
      onlyIn("dev.hardwood..", "io.salver.table.parquet");

  @ArchTest
  static final ArchRule csv_has_few_importers =
      onlyIn(
          "com.fasterxml.jackson.dataformat.csv..",
          "io.salver.table.csv",
          "io.salver.repository.recommender");

  @ArchTest
  static final ArchRule sketches_have_one_importer =
      onlyIn("org.apache.datasketches..", "io.salver.monitor.datasketches");

  @ArchTest
  static final ArchRule kafka_has_one_importer =
      onlyIn("org.apache.kafka..", "io.salver.monitor.kafka");

  @ArchTest
  static final ArchRule sqlite_has_one_importer = onlyIn("org.sqlite..", "io.salver.store");

  @ArchTest
  static final ArchRule migrations_have_one_importer = onlyIn("org.flywaydb..", "io.salver.store");

  @ArchTest
  static final ArchRule sql_is_spoken_by_adapters_of_databases =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.salver.store", "io.salver.vector.pgvector")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "io.agroal..");

  @ArchTest
  static final ArchRule micrometer_has_one_importer =
      onlyIn("io.micrometer..", "io.salver.telemetry", "io.salver.telemetry.prometheus");

  @ArchTest
  static final ArchRule opentelemetry_has_one_importer =
      onlyIn("io.opentelemetry..", "io.salver.telemetry.opentelemetry");

  @ArchTest
  static final ArchRule the_context_of_the_log_has_one_importer =
      onlyIn("org.jboss..", "io.salver.telemetry");

  @ArchTest
  static final ArchRule prometheus_has_one_importer =
      onlyIn("io.prometheus..", "io.salver.telemetry.prometheus");

  @ArchTest
  static final ArchRule grpc_has_one_importer =
      onlyIn("io.grpc..", "io.salver.api.grpc..", "io.salver.v1..");

  @ArchTest
  static final ArchRule tritons_configuration_has_one_importer =
      onlyIn("triton..", "io.salver.repository.triton", "triton..");

  @ArchTest
  static final ArchRule rest_and_grpc_do_not_know_each_other =
      slices().matching("io.salver.api.(rest|grpc)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule adapters_do_not_know_adapters =
      slices()
          .matching(
              "io.salver.(admission.netflix|backend.onnx|backend.torch|vector.faiss|vector.pgvector|store|repository|cache|sound.codec|table.csv|table.arrow|table.parquet|text.huggingface|monitor.datasketches|monitor.kafka|monitor.ndjson|monitor.parquet|security.file|security.jose|api|telemetry)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule nobody_knows_the_composition_root =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.salver.app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.salver.app..");

  @ArchTest
  static final ArchRule rooms_have_no_cycles =
      slices().matching("io.salver.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule statics_are_final =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat(
              resideOutsideOfPackages("io.salver.v1..", "io.salver.api.grpc.inference.."))
          .should()
          .beFinal();

  private static ArchRule onlyIn(String vendor, String... rooms) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(concat(rooms, "io.salver.app.."))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(vendor);
  }

  private static String[] concat(String[] first, String... second) {
    String[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /** The rooms may know the JDK, one another and what is listed. */
  private static ArchRule rooms(List<String> rooms, String... known) {
    String[] packages = rooms.toArray(String[]::new);
    return classes()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(concat(concat(JDK, known), packages));
  }
}
