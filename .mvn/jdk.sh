# Sourced by ./salver and ./mvnw: when JAVA_HOME is unset, take the first JDK 25 in the usual places. Maven toolchains
# cannot do this, because Quarkus runs inside Maven's own JVM.
if [ -z "${JAVA_HOME-}" ]; then
  for candidate in /usr/lib/jvm/*25* "$HOME"/.sdkman/candidates/java/25* /opt/java/*25* /opt/java/openjdk; do
    if [ -x "$candidate/bin/javac" ] && grep -q '^JAVA_VERSION="25' "$candidate/release" 2>/dev/null; then
      JAVA_HOME="$candidate"
      export JAVA_HOME
      break
    fi
  done
fi
