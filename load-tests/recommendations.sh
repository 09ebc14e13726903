#!/bin/sh
# Measures recommendations of the packaged service: p50, p95 and p99 of the request and of every stage.
#   load-tests/recommendations.sh shop
#   load-tests/recommendations.sh synthetic     (a million items; generates them once below build/, 2 GB of memory)
# Further arguments go to RecommendationLoad.java, for example --runs 5 --seconds 30.
# --upserts 1000 also changes so many items a second in a phase of each run and reads back what was acknowledged.
# In the synthetic run truth.csv also gives the recall@100 of retrieval.
# exclude_seen is left on: every search has a filter, as in production.
set -eu
cd "$(dirname "$0")/.."
mkdir -p build
. .mvn/jdk.sh

kind=${1:?usage: load-tests/recommendations.sh shop|synthetic [options of RecommendationLoad.java]}
shift
http=${SALVER_LOAD_PORT:-18080}
store=build/load-test-store-$kind
options="-Dsalver.store.directory=$store -Dsalver.recommenders.snapshots=$store/snapshots -Dquarkus.http.port=$http -Dquarkus.grpc.server.port=$((http + 1)) -Dquarkus.management.port=$((http + 2))"
truth=

case "$kind" in
  shop) ;;
  synthetic)
    out=build/load-test
    [ -f "$out/truth.csv" ] || "${PYTHON:-python3}" load-tests/synthetic/generate.py "$out"
    options="$options -Dsalver.models.repository=$out/repository -Dsalver.recommenders.directory=$out/recommenders"
    truth=$out/truth.csv
    ;;
  *)
    echo "unknown load test '$kind': shop or synthetic" >&2
    exit 1
    ;;
esac

# shellcheck disable=SC2086
"$JAVA_HOME/bin/java" ${SALVER_JAVA_OPTIONS-} $options -jar target/quarkus-app/quarkus-run.jar >build/load-test.log 2>&1 &
service=$!
trap 'kill $service; wait $service || true' EXIT INT TERM

until curl -fs "http://127.0.0.1:$((http + 2))/q/health/ready" >/dev/null; do
  kill -0 $service 2>/dev/null || { cat build/load-test.log >&2; exit 1; }
  sleep 1
done

[ -z "$truth" ] || set -- --truth "$truth" "$@"
"$JAVA_HOME/bin/java" load-tests/RecommendationLoad.java --url "http://127.0.0.1:$http" --recommender "$kind" "$@"
