#!/bin/sh
# The quality of the bundled vision and speech models, measured through the packaged service with the files of the data sets:
#   load-tests/media-eval.sh --data DIR       (the folder that holds fashion-mnist, bccd, fsdd, …)
# Needs python3 with what models/recipes/README.md names. Start after ./salver serve has built once.
set -eu
cd "$(dirname "$0")/.."
mkdir -p build
. .mvn/jdk.sh

python=${PYTHON:-python3}
http=${SALVER_LOAD_PORT:-18080}
options="-Dquarkus.http.port=$http -Dquarkus.grpc.server.port=$((http + 1)) -Dquarkus.management.port=$((http + 2))"
options="$options -Dsalver.recommenders.directory=build/media-eval/none -Dsalver.store.directory=build/media-eval/store"
# shellcheck disable=SC2086
"$JAVA_HOME/bin/java" ${SALVER_JAVA_OPTIONS-} $options -jar target/quarkus-app/quarkus-run.jar >build/media-eval.log 2>&1 &
service=$!
trap 'kill $service; wait $service || true' EXIT INT TERM

until curl -fs "http://127.0.0.1:$((http + 2))/q/health/ready" >/dev/null; do
  kill -0 $service 2>/dev/null || { cat build/media-eval.log >&2; exit 1; }
  sleep 1
done

"$python" load-tests/vision_eval.py --url "http://127.0.0.1:$http" "$@"
"$python" load-tests/speech_eval.py --url "http://127.0.0.1:$http" "$@"
