#!/bin/sh
# Serves well-known architectures in their true size with random weights, asks each once cold and five times warm, and prints what an answer cost:
#   load-tests/bring-your-own.sh [PICTURE] [SOUND]
# What they answer means nothing; that model.yaml alone turns such a graph into an endpoint is what is shown. Needs python3 with
# PyTorch (see models/recipes/README.md) the first time, 1 GB below build/, and 6 GB of memory. Start after ./salver serve has built once.
set -eu
cd "$(dirname "$0")/.."
. .mvn/jdk.sh

python=${PYTHON:-python3}
work=build/bring-your-own
picture=${1:-src/docs/samples/garment.png}
sound=${2:-src/docs/samples/one-two-three.wav}
http=${SALVER_LOAD_PORT:-18080}
if [ ! -f $work/repository/whisper-tiny/1/SHA256SUMS ]; then
  (cd models/recipes && "$python" -W ignore -m bring_your_own --out ../../$work)
fi

options="-Dquarkus.http.port=$http -Dquarkus.grpc.server.port=$((http + 1)) -Dquarkus.management.port=$((http + 2))"
options="$options -Dsalver.models.repository=$work/repository -Dsalver.recommenders.directory=$work/none -Dsalver.store.directory=$work/store"
# shellcheck disable=SC2086
"$JAVA_HOME/bin/java" ${SALVER_JAVA_OPTIONS-} $options -jar target/quarkus-app/quarkus-run.jar >$work/service.log 2>&1 &
service=$!
trap 'kill $service; wait $service || true' EXIT INT TERM
until curl -fs "http://127.0.0.1:$((http + 2))/q/health/ready" >/dev/null; do
  kill -0 $service 2>/dev/null || { cat $work/service.log >&2; exit 1; }
  sleep 1
done
curl -s "http://127.0.0.1:$http/v2/repository/index" -d '{}'
echo

ask() { # NAME PATH CURL-ARGUMENTS…: prints status, where the time went, and the first characters of the answer
  name=$1
  path=$2
  shift 2
  for turn in cold warm warm warm warm warm; do
    status=$(curl -s -o $work/answer -D $work/head -w '%{http_code}' "$@" "http://127.0.0.1:$http$path")
    timing=$(sed -n 's/^[Ss]erver-[Tt]iming: *//p' $work/head | tr -d '\r')
    echo "$name $turn $status $timing $(head -c 160 $work/answer)"
    [ "$status" = 200 ] || exit 1
  done
}

for model in resnet-50 vit-b-16; do
  ask $model "/v1/images/classify?model=$model&top_k=2" -H 'Content-Type: application/octet-stream' --data-binary "@$picture"
done
ask yolo-v8-n '/v1/images/detect?model=yolo-v8-n&min_score=0.0&max_boxes=2' -H 'Content-Type: application/octet-stream' --data-binary "@$picture"
for model in wav2vec2-base whisper-tiny; do
  ask $model /v1/audio/transcriptions -F "file=@$sound" -F model=$model
done
