#!/bin/sh
# Leave-one-out on MovieLens 1M, measured through the packaged service: all 6,040 members, all films ranked.
#   load-tests/movielens-eval.sh --data DIR       (the folder of ml-1m)
#   load-tests/movielens-eval.sh --data DIR --users 500
# The recommender's folder holds the data set, so it is not published: this writes it for the published models.
# Needs python3 with numpy, pandas and PyTorch (see models/recipes/README.md).
set -eu
cd "$(dirname "$0")/.."
mkdir -p build
. .mvn/jdk.sh

python=${PYTHON:-python3}
recommenders=build/movielens-eval/recommenders
store=build/movielens-eval/store
rm -rf build/movielens-eval
data=
previous=
for argument in "$@"; do
  [ "$previous" != --data ] || data=$(cd "$argument" && pwd)
  previous=$argument
done
[ -n "$data" ] || { echo "usage: load-tests/movielens-eval.sh --data DIR [--users N]" >&2; exit 1; }
(cd models/recipes && "$python" -m movielens --data "$data" --published --recommender "../../$recommenders/movielens")

http=${SALVER_LOAD_PORT:-18080}
options="-Dquarkus.http.port=$http -Dquarkus.grpc.server.port=$((http + 1)) -Dquarkus.management.port=$((http + 2))"
options="$options -Dsalver.recommenders.directory=$recommenders -Dsalver.store.directory=$store"
# shellcheck disable=SC2086
"$JAVA_HOME/bin/java" ${SALVER_JAVA_OPTIONS-} $options -jar target/quarkus-app/quarkus-run.jar >build/movielens-eval.log 2>&1 &
service=$!
trap 'kill $service; wait $service || true' EXIT INT TERM

until curl -fs "http://127.0.0.1:$((http + 2))/q/health/ready" >/dev/null; do
  kill -0 $service 2>/dev/null || { cat build/movielens-eval.log >&2; exit 1; }
  sleep 1
done

"$python" load-tests/movielens_eval.py --url "http://127.0.0.1:$http" "$@"
