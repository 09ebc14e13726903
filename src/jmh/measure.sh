#!/usr/bin/env bash
# Measurements that are programs of their own and not JMH's.
#
#   src/jmh/measure.sh store [items]       writing and following, in SQLite and PostgreSQL
#   src/jmh/measure.sh generation [tokens] texts with and without a cache, turn by turn
#   src/jmh/measure.sh engines [vectors]   searches by every engine of vectors, turn by turn
set -euo pipefail
cd "$(dirname "$0")/../.."

case "${1-}" in
  store) main=io.salver.store.StoreThroughput ;;
  generation) main=io.salver.task.generation.GenerationThroughput ;;
  engines)
    main=io.salver.vector.VectorEngines
    src/test/native/provide-pgvector.sh
    ;;
  *)
    sed -n '4,6s/^# *//p' "$0" >&2
    exit 2
    ;;
esac

[ "$1" = generation ] || [ $# -gt 1 ] || set -- "$1" 100000
. .mvn/jdk.sh
mkdir -p target/benchmarks
./mvnw -B -q -Pjmh test-compile dependency:build-classpath -Dmdep.outputFile=target/benchmarks/classpath
CLASSPATH="target/test-classes:target/classes:$(cat target/benchmarks/classpath)" \
  exec "${JAVA_HOME}/bin/java" --enable-native-access=ALL-UNNAMED "${main}" "${@:2}"
