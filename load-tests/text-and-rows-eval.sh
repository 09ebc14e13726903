#!/bin/sh
# The quality of the bundled models of texts and rows, measured through the packaged service with the files of the data sets:
#   load-tests/text-and-rows-eval.sh --data DIR [PART…]
# DIR holds adult, california-housing, clinc150, sentence-classification, slu-snips, …; parts are text, tagging, answers, writing,
# adult, california, telco and equality (all of them). `equality` compares 1,000 invented texts and rows with what the recipes left in build/equality.
# Needs python3 with what models/recipes/README.md names. Start after ./salver serve has built once.
set -eu
cd "$(dirname "$0")/.."
mkdir -p build
. .mvn/jdk.sh

[ "${1-}" = --data ] && [ -d "${2-}" ] || { sed -n '2,5s/^# //p' "$0" >&2; exit 2; }
data=$(cd "$2" && pwd)
shift 2
[ $# -gt 0 ] || set -- text tagging answers writing adult california telco equality

python=${PYTHON:-python3}
http=${SALVER_LOAD_PORT:-18080}
url="http://127.0.0.1:$http"
options="-Dquarkus.http.port=$http -Dquarkus.grpc.server.port=$((http + 1)) -Dquarkus.management.port=$((http + 2))"
options="$options -Dsalver.recommenders.directory=build/text-and-rows-eval/none -Dsalver.store.directory=build/text-and-rows-eval/store"
# shellcheck disable=SC2086
"$JAVA_HOME/bin/java" ${SALVER_JAVA_OPTIONS-} $options -jar target/quarkus-app/quarkus-run.jar >build/text-and-rows-eval.log 2>&1 &
service=$!
trap 'kill $service; wait $service || true' EXIT INT TERM

until curl -fs "http://127.0.0.1:$((http + 2))/q/health/ready" >/dev/null; do
  kill -0 $service 2>/dev/null || { cat build/text-and-rows-eval.log >&2; exit 1; }
  sleep 1
done

recipe() {
  echo "== python3 -m $*"
  (cd models/recipes && OMP_NUM_THREADS=1 "$python" -m "$@" --url "$url")
}

for part; do
  case $part in
    text) for task in clinc sst2 sentences; do recipe text.served --task "$task" --data "$data"; done ;;
    tagging) for task in snips entities; do recipe "$task.served" --data "$data"; done ;;
    answers) recipe answers.served --data "$data" ;;
    writing) recipe dates.served; recipe shakespeare.served --data "$data" ;;
    adult) recipe tabular.served --task adult --data "$data/adult" ;;
    california) recipe tabular.served --task california --data "$data/california-housing" ;;
    telco) recipe tabular.served --task telco --data "$data/telco-churn" ;;
    equality)
      recipe tabular.equality
      for version in 1 2 3 4 5; do recipe text.equality --model sst2 --version "$version"; done
      for model in clinc sentences; do recipe text.equality --model "$model"; done
      recipe transformer.equality
      ;;
    *) echo "unknown part '$part'" >&2; exit 2 ;;
  esac
done
