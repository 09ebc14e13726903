#!/bin/sh
# Measures the packaged service (./mvnw package, or ./salver load, which builds first):
#   load-tests/engine.sh [all | quick | SCENARIO…] [--option value]…
# Scenarios and options: load-tests/engine/Main.java and Options.java. The harness needs nothing but the JDK and the
# libraries of the service; the class path is in the environment, as ONNX Runtime crashes on long command lines.
# HARNESS_JAVA_OPTIONS go to the harness's own JVM, not to the service's.
set -eu
cd "$(dirname "$0")/.."
. .mvn/jdk.sh

application=target/quarkus-app
CLASSPATH="$application/lib/main/*:$application/lib/boot/*:$application/app/*"
export CLASSPATH
exec "$JAVA_HOME/bin/java" ${HARNESS_JAVA_OPTIONS-} -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  load-tests/engine/Main.java "$@"
