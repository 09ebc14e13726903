#!/bin/sh
# An A/B experiment with customers whose true click probabilities are known: most popular items against the pipeline, in
# the packaged service, on copies of the shop's customers as the simulated year left them.
#   load-tests/shop-ab.sh                        (about 6,000 sessions)
#   load-tests/shop-ab.sh --days 2 --seed 7
# Needs python3 with numpy. SALVER_AB_URL=http://… asks a service that runs already instead.
set -eu
cd "$(dirname "$0")/.."
mkdir -p build

python=${PYTHON:-python3}
if [ -n "${SALVER_AB_URL-}" ]; then
  exec "$python" load-tests/shop_ab.py --url "$SALVER_AB_URL" "$@"
fi

. .mvn/jdk.sh
http=${SALVER_LOAD_PORT:-18080}
store=build/shop-ab
rm -rf "$store" # a fresh store: the experiment adds events
options="-Dquarkus.http.port=$http -Dquarkus.grpc.server.port=$((http + 1)) -Dquarkus.management.port=$((http + 2)) -Dsalver.store.directory=$store"

# shellcheck disable=SC2086
"$JAVA_HOME/bin/java" ${SALVER_JAVA_OPTIONS-} $options -jar target/quarkus-app/quarkus-run.jar >build/shop-ab.log 2>&1 &
service=$!
trap 'kill $service; wait $service || true' EXIT INT TERM

until curl -fs "http://127.0.0.1:$((http + 2))/q/health/ready" >/dev/null; do
  kill -0 $service 2>/dev/null || { cat build/shop-ab.log >&2; exit 1; }
  sleep 1
done

"$python" load-tests/shop_ab.py --url "http://127.0.0.1:$http" "$@"
