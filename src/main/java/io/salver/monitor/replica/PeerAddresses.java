package io.salver.monitor.replica;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where the peers are now: of each name all its addresses, as a headless service of Kubernetes has
 * one for each pod. Thread-safe.
 */
final class PeerAddresses {

  private static final int MOST = 256;

  private final List<URI> peers;

  PeerAddresses(List<URI> peers) {
    peers.forEach(PeerAddresses::check);
    this.peers = List.copyOf(peers);
  }

  /**
   * An address.
   *
   * @param base {@code http://address:port}
   * @param problem why the name leads nowhere
   */
  record Address(URI base, Optional<String> problem) {}

  /** Looks every name up, which blocks. */
  List<Address> lookUp() {
    List<Address> found = new ArrayList<>();
    for (URI peer : peers) {
      try {
        Arrays.stream(InetAddress.getAllByName(peer.getHost()))
            .sorted(Comparator.comparing(InetAddress::getHostAddress))
            .limit(MOST)
            .map(address -> new Address(at(peer, address), Optional.empty()))
            .forEach(found::add);
      } catch (UnknownHostException unknown) {
        found.add(new Address(peer, Optional.of("the name is not known")));
      }
    }
    return found.stream().distinct().toList();
  }

  private static URI at(URI peer, InetAddress address) {
    String host = address.getHostAddress();
    String written =
        address instanceof Inet6Address ? "[" + host.replaceAll("%.*", "") + "]" : host;
    return URI.create("http://" + written + (peer.getPort() < 0 ? "" : ":" + peer.getPort()));
  }

  private static void check(URI peer) {
    boolean isRoot = peer.getRawPath() == null || peer.getRawPath().matches("/?");
    if (!"http".equals(peer.getScheme()) || peer.getHost() == null || !isRoot) {
      throw new IllegalArgumentException(
          "salver.monitoring.peers expects addresses such as http://salver-headless:8080, received '"
              + peer
              + "'");
    }
  }
}
