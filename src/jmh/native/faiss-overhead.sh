#!/usr/bin/env bash
# Measures what a FAISS search from Java costs over the same search in C++, turn by turn.
#
#   src/jmh/native/faiss-overhead.sh [rounds [index…]]    index: KIND@SIZE/EFFORT
#
# The indexes are built once, into target/benchmarks; a graph of 100,000 takes half a minute.
set -euo pipefail
cd "$(dirname "$0")/../../.."

readonly home="${FAISS_HOME:-${HOME}/.cache/salver/faiss}"
readonly library=target/benchmarks/libsearch-loop.so
rounds="${1:-40}"
[ "$#" -gt 0 ] && shift
if [ "$#" -eq 0 ]; then
  set -- Flat@100000/0 'IVF1265,Flat@100000/16' HNSW32@100000/128 'IVF4096,Flat@1000000/16'
fi

. .mvn/jdk.sh
mkdir -p target/benchmarks
g++ -std=c++17 -O3 -fopenmp -fPIC -shared -Isrc/main/native -isystem "${home}/include" -o "${library}" \
  src/jmh/native/search_loop.cpp -Wl,--gc-sections -Wl,--exclude-libs,ALL \
  -L"${home}/lib" -lfaiss -lopenblas -lgfortran -lquadmath
./mvnw -B -q -Pjmh test-compile dependency:build-classpath -Dmdep.outputFile=target/benchmarks/classpath
exec "${JAVA_HOME}/bin/java" --enable-native-access=ALL-UNNAMED \
  -cp "target/test-classes:target/classes:$(cat target/benchmarks/classpath)" \
  io.salver.vector.faiss.FaissOverhead "${library}" "${rounds}" "$@"
