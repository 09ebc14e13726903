#!/usr/bin/env bash
# Measures a living index: build, recall, filters, writes and merges, snapshot, delta.
#
#   src/jmh/living-index.sh [vectors [seconds a phase [kind [budget in MiB, 0: none [writes a second]]]]]
set -euo pipefail
cd "$(dirname "$0")/../.."

. .mvn/jdk.sh
mkdir -p target/benchmarks
./mvnw -B -q -Pjmh test-compile dependency:build-classpath -Dmdep.outputFile=target/benchmarks/classpath
exec "${JAVA_HOME}/bin/java" -Xmx4g --enable-native-access=ALL-UNNAMED -Dorg.bytedeco.javacpp.noPointerGC=true \
  -cp "target/test-classes:target/classes:$(cat target/benchmarks/classpath)" \
  io.salver.vector.living.LivingIndexLoad "${1:-1000000}" "${2:-5}" "${3:-auto}" "${4:-0}" "${5:-1000}"
