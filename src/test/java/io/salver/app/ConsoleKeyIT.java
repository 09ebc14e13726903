package io.salver.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.salver.testkit.Chromium;
import io.salver.testkit.DevTools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The console of a service that asks for keys, in a real browser. */
final class ConsoleKeyIT {

  @Test
  void it_asks_for_a_key_and_keeps_it_in_its_tab() throws IOException {
    Optional<Path> installed = Chromium.installed();
    assumeTrue(installed.isPresent(), "there is no Chromium on this machine");
    try (SecuredSalver salver = new SecuredSalver(Map.of());
        Chromium browser = Chromium.start(installed.get());
        DevTools page = browser.open()) {
      String address = "http://127.0.0.1:" + salver.process().httpPort() + "/console/";
      page.go(address + "#/");
      page.until("document.querySelector('#key form') !== null");
      page.evaluate(
          "document.querySelector('#key input').value = "
              + DevTools.quoted(salver.operate())
              + "; document.querySelector('#key form').requestSubmit(); 1");
      page.until("document.querySelectorAll('tbody tr').length > 10");
      assertThat(page.evaluate("document.querySelector('main').innerText")).contains("echo-fp32");
      assertThat(page.evaluate("JSON.stringify(Object.keys(sessionStorage))"))
          .contains("salver-key");
      assertThat(page.evaluate("String(Object.keys(localStorage).length + document.cookie.length)"))
          .isEqualTo("0");
      page.evaluate("document.querySelector('#key button').click(); 1");
      page.until("document.querySelector('#key form') !== null");
    }
  }
}
