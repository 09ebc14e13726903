#!/bin/sh
# Compares every ONNX model of the repository on the CPU and on a GPU: outputs on golden inputs at several batch
# sizes, and rows a second with one caller.
#   ./mvnw -B -q -Pcuda -DskipTests package && load-tests/gpu-parity.sh
# Further arguments go to GpuParity.java: --repository DIR, --candidate cuda:1, --rows 1,64, --seconds 5, --tolerance 1e-3.
# Exit status: 0 all outputs agree, 1 some do not, 2 wrong arguments or not built, 3 there is no such GPU for this build.
# `--candidate cpu` compares the CPU with itself, which tries the script where there is no GPU.
set -eu
cd "$(dirname "$0")/.."
. .mvn/jdk.sh

[ -f target/quarkus-app/quarkus-run.jar ] || {
  echo "gpu-parity: build first: ./mvnw -B -q -Pcuda -DskipTests package" >&2
  exit 2
}

# In the environment, because ONNX Runtime 1.29.0 crashes at its start when the command line passes 4 KB.
export CLASSPATH="target/quarkus-app/app/*:target/quarkus-app/lib/main/*:target/quarkus-app/lib/boot/*"
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED ${SALVER_JAVA_OPTIONS-} load-tests/GpuParity.java "$@"
