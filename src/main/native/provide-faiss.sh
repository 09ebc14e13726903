#!/usr/bin/env bash
# Provides FAISS for the build: headers and static libraries of FAISS, OpenBLAS and the Fortran
# run-time below one folder, so that Salver's binding links into a single shared library.
#
#   provide-faiss.sh [home]              home defaults to ~/.cache/salver/faiss
#   SALVER_FAISS=avx2|debian|auto        auto, the default: avx2 where this CPU has it, else debian
#
# avx2    builds Debian's own FAISS source package with FAISS_OPT_LEVEL=avx2 (about two minutes).
# debian  takes Debian's libfaiss-dev as it is, which runs on every x86-64 and searches 2 to 5 times
#         slower.
#
# It changes neither apt's sources nor anything else outside home, apart from installing the packages
# it names, and does nothing where home already holds what is asked for. Two runs may overlap.
set -euo pipefail

readonly LAYOUT=1
readonly home="${1:-${FAISS_HOME:-${HOME}/.cache/salver/faiss}}"
readonly stamp="${home}/stamp"
work=""

say() { printf 'faiss: %s\n' "$*"; }
fail() {
  printf 'faiss: %s\n' "$*" >&2
  exit 1
}

wanted_kind() {
  case "${SALVER_FAISS:-auto}" in
    avx2 | debian) echo "${SALVER_FAISS}" ;;
    auto) if grep -qsw avx2 /proc/cpuinfo; then echo avx2; else echo debian; fi ;;
    *) fail "SALVER_FAISS must be auto, avx2 or debian, not '${SALVER_FAISS}'" ;;
  esac
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "needs root (or sudo) to run: $*"
  fi
}

# Installs those of the named packages that are missing.
install_packages() {
  local missing=() package
  for package in "$@"; do
    if [ "$(dpkg-query -W -f '${db:Status-Status}' "${package}" 2>/dev/null)" != installed ]; then
      missing+=("${package}")
    fi
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  say "installing ${missing[*]}"
  as_root apt-get -q -y -o DPkg::Lock::Timeout=600 update >"${work}/apt.log" 2>&1 ||
    fail "apt-get update failed: $(tail -n 3 "${work}/apt.log")"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 \
    install --no-install-recommends "${missing[@]}" >"${work}/apt.log" 2>&1 ||
    fail "apt-get could not install ${missing[*]}: $(tail -n 3 "${work}/apt.log")"
}

# Prints "URL suite component" of the archive that offers this system its FAISS.
archive() {
  local found
  found="$(apt-cache policy libfaiss-dev |
    sed -n 's|^ *[0-9]* \(http[^ ]*\) \([^/ ]*\)/\([^ ]*\) .*|\1 \2 \3|p' | head -n 1)"
  if [ -n "${found}" ]; then
    echo "${found}"
  else
    echo "http://deb.debian.org/debian $(. /etc/os-release && echo "${VERSION_CODENAME}") main"
  fi
}

# Fetches and unpacks the source package below ${work}/source, with an apt configuration of its own.
fetch_source() {
  local private="${work}/apt" options
  mkdir -p "${private}/lists/partial" "${private}/cache/archives/partial" "${work}/source"
  echo "deb-src $(archive)" >"${private}/sources.list"
  options=(-q -y -o "Dir::Etc::SourceList=${private}/sources.list" -o Dir::Etc::SourceParts=-
    -o "Dir::State::Lists=${private}/lists" -o "Dir::Cache=${private}/cache"
    -o "APT::Sandbox::User=$(id -un)")
  (cd "${work}/source" &&
    apt-get "${options[@]}" update && apt-get "${options[@]}" source faiss) \
    >"${work}/source.log" 2>&1 ||
    fail "could not fetch FAISS' source package: $(tail -n 3 "${work}/source.log")"
}

build_from_source() {
  install_packages cmake make dpkg-dev ca-certificates
  fetch_source
  local source
  source="$(find "${work}/source" -mindepth 1 -maxdepth 1 -type d -name 'faiss-*')"
  say "building $(basename "${source}") for AVX2; this takes some minutes"
  (cmake -S "${source}" -B "${work}/build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE=-O3 \
    -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DBUILD_SHARED_LIBS=OFF -DBUILD_TESTING=OFF \
    -DFAISS_ENABLE_GPU=OFF -DFAISS_ENABLE_PYTHON=OFF -DFAISS_OPT_LEVEL=avx2 \
    -DBLAS_LIBRARIES="${blas}" -DLAPACK_LIBRARIES="${blas}" &&
    cmake --build "${work}/build" --target faiss_avx2 -j "$(nproc)") >"${work}/build.log" 2>&1 || {
    tail -n 20 "${work}/build.log" >&2
    fail "could not build FAISS (above: the end of its output); SALVER_FAISS=debian takes the packaged one"
  }
  cp "${work}/build/faiss/libfaiss_avx2.a" "${work}/home/lib/libfaiss.a"
  (cd "${source}" && find faiss -name '*.h' -exec cp --parents -t "${work}/home/include" {} +)
  version="$(sed -n 's/^project(faiss.*VERSION \([0-9.]*\).*/\1/p;s/^  *VERSION \([0-9.]*\)$/\1/p' \
    "${source}/CMakeLists.txt" | head -n 1)"
}

take_from_debian() {
  install_packages libfaiss-dev
  cp "$(dpkg -L libfaiss-dev | grep '/libfaiss\.a$')" "${work}/home/lib/libfaiss.a"
  cp -r /usr/include/faiss "${work}/home/include/"
  version="$(dpkg-query -W -f '${source:Upstream-Version}' libfaiss-dev)"
}

# Copies the static libraries that FAISS needs, and sets ${blas}.
provide_libraries() {
  install_packages g++
  local gcc
  gcc="$(gcc -dumpversion)"
  install_packages libopenblas-openmp-dev "libgfortran-${gcc}-dev"
  blas="$(dpkg -L libopenblas-openmp-dev | grep '/libopenblas\.a$')"
  cp "${blas}" "${work}/home/lib/libopenblas.a"
  local library
  for library in libgfortran.a libquadmath.a; do
    if [ -f "$(gcc "-print-file-name=${library}")" ]; then
      cp "$(gcc "-print-file-name=${library}")" "${work}/home/lib/"
    fi
  done
}

provide() {
  local blas version=""
  mkdir -p "${work}/home/lib" "${work}/home/include"
  provide_libraries
  case "${kind}" in
    avx2) build_from_source ;;
    debian) take_from_debian ;;
  esac
  printf 'version=%s\nkind=%s\nlayout=%s\n' "${version:-unknown}" "${kind}" "${LAYOUT}" \
    >"${work}/home/stamp"
  rm -rf "${home}"
  mv "${work}/home" "${home}"
}

described() { echo "FAISS $(sed -n 's/^version=//p' "${stamp}") (${kind}) in ${home}"; }

present() {
  grep -qsx "kind=${kind}" "${stamp}" && grep -qsx "layout=${LAYOUT}" "${stamp}"
}

kind="$(wanted_kind)"
command -v apt-get >/dev/null ||
  fail "this script knows Debian and its relatives only; elsewhere put include/faiss and lib/libfaiss.a, libopenblas.a, libgfortran.a, libquadmath.a into ${home} yourself"
mkdir -p "$(dirname "${home}")"
exec 9>"${home}.lock"
flock -n 9 || {
  say "waiting for another run to finish"
  flock 9
}
if present; then
  say "$(described) is there already"
  exit 0
fi
work="$(mktemp -d "${home}.work.XXXXXX")"
trap 'rm -rf "${work}"' EXIT
provide
say "provided $(described)"
