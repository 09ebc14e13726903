package io.salver.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inference.GRPCInferenceServiceGrpc;
import inference.ServerMetadataRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.salver.testkit.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service where clients speak TLS and show certificates, over both protocols. */
final class TlsIT {

  private static final String PASSWORD = "secret";

  @TempDir static Path folder = Path.of("");
  private static int port;
  private static SecuredSalver salver;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    pair("server", "CN=localhost");
    pair("shop", "CN=shop,O=Example");
    pair("stranger", "CN=stranger");
    trust("server", "servers");
    trust("shop", "clients");
    port = FreePorts.one();
    salver =
        new SecuredSalver(
            Map.ofEntries(
                Map.entry("quarkus.tls.salver.key-store.p12.path", path("server")),
                Map.entry("quarkus.tls.salver.key-store.p12.password", PASSWORD),
                Map.entry("quarkus.tls.salver.trust-store.p12.path", path("clients")),
                Map.entry("quarkus.tls.salver.trust-store.p12.password", PASSWORD),
                Map.entry("quarkus.http.tls-configuration-name", "salver"),
                Map.entry("quarkus.http.insecure-requests", "disabled"),
                Map.entry("quarkus.http.ssl-port", Integer.toString(port)),
                Map.entry("quarkus.grpc.server.plain-text", "false"),
                Map.entry("quarkus.grpc.server.ssl.key-store", path("server")),
                Map.entry("quarkus.grpc.server.ssl.key-store-password", PASSWORD),
                Map.entry("quarkus.grpc.server.ssl.trust-store", path("clients")),
                Map.entry("quarkus.grpc.server.ssl.trust-store-password", PASSWORD),
                Map.entry("salver.security.client-certificates", "required")));
  }

  @AfterAll
  static void stop() throws IOException {
    salver.close();
  }

  @Test
  void a_certificate_is_a_credential() throws Exception {
    HttpResponse<String> answer = get("shop", "/v2/models/echo-fp32");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("strict-transport-security")).isPresent();
    assertThat(get("shop", "/v2/models/stats").statusCode()).isEqualTo(403);
  }

  @Test
  void nobody_gets_a_connection_without_a_good_one() {
    assertThatThrownBy(() -> get("", "/v2")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> get("stranger", "/v2")).isInstanceOf(IOException.class);
    assertThatThrownBy(
            () -> new Socket(InetAddress.getLoopbackAddress(), salver.process().httpPort()))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void grpc_asks_for_it_too() throws Exception {
    assertThat(name("shop")).isEqualTo("salver");
    assertThatThrownBy(() -> name("stranger")).isInstanceOf(StatusRuntimeException.class);
  }

  private static String name(String client) throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(
                "localhost",
                salver.process().grpcPort(),
                TlsChannelCredentials.newBuilder()
                    .keyManager(keys(client))
                    .trustManager(trusted())
                    .build())
            .build();
    try {
      return GRPCInferenceServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(60, TimeUnit.SECONDS)
          .serverMetadata(ServerMetadataRequest.getDefaultInstance())
          .getName();
    } finally {
      channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  private static HttpResponse<String> get(String client, String path) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(client.isEmpty() ? new KeyManager[0] : keys(client), trusted(), null);
    try (HttpClient http = HttpClient.newBuilder().sslContext(context).build()) {
      URI address = URI.create("https://localhost:" + port + path);
      return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
  }

  private static KeyManager[] keys(String name) throws IOException, GeneralSecurityException {
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store(name), PASSWORD.toCharArray());
    return factory.getKeyManagers();
  }

  private static TrustManager[] trusted() throws IOException, GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store("servers"));
    return factory.getTrustManagers();
  }

  private static KeyStore store(String name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(Path.of(path(name)))) {
      store.load(file, PASSWORD.toCharArray());
    }
    return store;
  }

  private static String path(String name) {
    return folder.resolve(name + ".p12").toString();
  }

  /** A key and a certificate that it signed itself. */
  private static void pair(String name, String subject) throws IOException, InterruptedException {
    keytool(
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "EC",
        "-dname",
        subject,
        "-ext",
        "san=dns:localhost,ip:127.0.0.1",
        "-keystore",
        path(name));
  }

  /** Has {@code store} trust the certificate of {@code name}. */
  private static void trust(String name, String store) throws IOException, InterruptedException {
    String certificate = folder.resolve(name + ".crt").toString();
    keytool("-exportcert", "-alias", name, "-file", certificate, "-keystore", path(name));
    keytool(
        "-importcert", "-noprompt", "-alias", name, "-file", certificate, "-keystore", path(store));
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
