#!/usr/bin/env bash
# Provides pgvector for the PostgreSQL server that tests start: the extension's library and scripts
# below one folder, built from Debian's source package against Debian's headers of that server.
#
#   provide-pgvector.sh [home]           home defaults to ~/.cache/salver/pgvector
#
# It installs nothing: packages are fetched and unpacked in a folder of its own. It does nothing
# where home already holds what is asked for, and fails where apt or the archive is not reachable;
# the tests of pgvector are skipped then.
set -euo pipefail

# The major version of postgres.version in pom.xml, and a release of Debian that has it.
readonly SERVER=17
readonly RELEASE=trixie
readonly home="${1:-${SALVER_PGVECTOR:-${HOME}/.cache/salver/pgvector}}"
readonly stamp="${home}/stamp-${SERVER}"
readonly archive=http://deb.debian.org/debian

say() { printf 'pgvector: %s\n' "$*"; }
fail() {
  printf 'pgvector: %s\n' "$*" >&2
  exit 1
}

[ ! -f "${stamp}" ] || exit 0
command -v apt-get >/dev/null || fail "needs apt-get"
command -v gcc >/dev/null || fail "needs gcc"
work="$(mktemp -d)"
trap 'rm -rf "${work}"' EXIT

# A private configuration of apt, so that the system's sources and packages stay as they are.
mkdir -p "${work}/lists/partial" "${work}/cache/archives/partial" "${work}/source"
touch "${work}/status"
printf 'deb %s %s main\ndeb-src %s %s main\n' \
  "${archive}" "${RELEASE}" "${archive}" "${RELEASE}" >"${work}/sources.list"
apt=(apt-get -q -y -o "Dir::Etc::SourceList=${work}/sources.list" -o Dir::Etc::SourceParts=-
  -o "Dir::State::Lists=${work}/lists" -o "Dir::State::Status=${work}/status"
  -o "Dir::Cache=${work}/cache" -o Acquire::Languages=none -o Acquire::Retries=1
  -o Acquire::http::Timeout=20 -o "APT::Sandbox::User=$(id -un)")
(cd "${work}/source" && "${apt[@]}" update && "${apt[@]}" source --download-only pgvector &&
  "${apt[@]}" download "postgresql-server-dev-${SERVER}" && dpkg -x postgresql-server-dev-*.deb dev &&
  mkdir pgvector && tar xzf pgvector_*.orig.tar.gz --strip-components=1 -C pgvector) \
  >"${work}/fetch.log" 2>&1 || fail "could not fetch it: $(tail -n 3 "${work}/fetch.log")"

cd "${work}/source/pgvector"
version="$(sed -n "s/^default_version = '\(.*\)'/\1/p" vector.control)"
say "building ${version} for PostgreSQL ${SERVER}"
machine=(-O2)
if grep -qsw avx2 /proc/cpuinfo; then machine+=(-march=x86-64-v3); fi
printf '%s\0' src/*.c | xargs -0 -P "$(nproc)" -I{} gcc "${machine[@]}" -ftree-vectorize \
  -fassociative-math -fno-signed-zeros -fno-trapping-math -fPIC -DNDEBUG \
  -I "${work}/source/dev/usr/include/postgresql/${SERVER}/server" -c {} -o {}.o \
  >"${work}/build.log" 2>&1 || fail "could not build it: $(tail -n 5 "${work}/build.log")"
rm -rf "${home}/lib" "${home}/extension"
mkdir -p "${home}/lib" "${home}/extension"
gcc -shared -o "${home}/lib/vector.so" src/*.o
cp vector.control "${home}/extension/"
cp sql/vector.sql "${home}/extension/vector--${version}.sql"
echo "${version}" >"${stamp}"
say "ready in ${home}"
