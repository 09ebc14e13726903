# syntax=docker/dockerfile:1
# Salver's image. Two variants of one file:
#
#   docker build -t registry.example/salver:0.1.0 .
#   docker build -t registry.example/salver:0.1.0-cuda --build-arg VARIANT=cuda .
#
# No step needs a secret. src/test/image/try.py runs these steps without an engine; src/docs/kubernetes.md says how the
# image is meant to be run. Pin the three base images by digest where builds must repeat.
ARG VARIANT=cpu
ARG DEBIAN_IMAGE=debian:12-slim
# Only /opt/java/openjdk is taken from it.
ARG JDK_IMAGE=eclipse-temurin:25-jdk
# NVIDIA publishes none on Debian. CUDA 12 with cuDNN 9 is what onnxruntime_gpu 1.29 wants: src/docs/gpu.md.
ARG CUDA_IMAGE=nvidia/cuda:12.9.1-cudnn-runtime-ubuntu24.04

FROM ${JDK_IMAGE} AS jdk

FROM ${DEBIAN_IMAGE} AS build
ARG VARIANT
# avx2, or debian for processors without it: src/main/native/provide-faiss.sh
ARG FAISS=avx2
ENV JAVA_HOME=/opt/java/openjdk
WORKDIR /build
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl g++ unzip
COPY --from=jdk /opt/java/openjdk /opt/java/openjdk
# Before the sources, so that it is built again only when its script changes.
COPY src/main/native/provide-faiss.sh src/main/native/provide-faiss.sh
RUN SALVER_FAISS=${FAISS} src/main/native/provide-faiss.sh /opt/faiss
RUN $JAVA_HOME/bin/jlink --output /opt/jre --strip-debug --no-man-pages --no-header-files --generate-cds-archive \
    --add-modules java.se,jdk.crypto.ec,jdk.jcmd,jdk.jfr,jdk.localedata,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.unsupported,jdk.zipfs
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -q $([ "$VARIANT" != cuda ] || echo -Pcuda) -Dfaiss.home=/opt/faiss -Dspotless.check.skip \
    -Dmaven.test.skip=true -Dquarkus.package.jar.aot.enabled=true package

FROM ${DEBIAN_IMAGE} AS system-cpu
FROM ${CUDA_IMAGE} AS system-cuda

FROM system-${VARIANT} AS image
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Salver" \
      org.opencontainers.image.description="Serves trained models over V2 REST and gRPC, with two-stage recommendations" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgomp1 libstdc++6 \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o 10001 -g 10001 /data
# Libraries unpack themselves below HOME and /tmp; everything that is written lies in /tmp and /data.
ENV JAVA_HOME=/opt/jre \
    HOME=/tmp \
    LANG=C.UTF-8 \
    DJL_CACHE_DIR=/tmp/djl \
    SALVER_HOST=0.0.0.0 \
    SALVER_STORE_DIRECTORY=/data \
    SALVER_RECOMMENDERS_SNAPSHOTS=/data/snapshots
WORKDIR /opt/salver
COPY --from=build /opt/jre /opt/jre
COPY --from=build /build/target/quarkus-app /opt/salver
COPY models/repository models/repository
COPY models/recommenders models/recommenders
COPY --chmod=0555 src/main/image/ /opt/salver/bin/
# The cache is bound to this JVM and these files, so that it is made here and not in the build.
RUN --network=none /opt/salver/bin/train-aot
USER 10001:10001
EXPOSE 8080 8081 9000
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=120s CMD ["/opt/salver/bin/healthy"]
# The JVM is process 1: SIGTERM reaches it, and it drains. JDK_JAVA_OPTIONS adds to these options.
ENTRYPOINT ["/opt/jre/bin/java", "@/opt/salver/bin/java.options", "-jar", "/opt/salver/quarkus-run.jar"]
