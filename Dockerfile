# Builds with docker, podman or buildah; starts with no configuration:
#   docker build -t backprop-visualizer . && docker run -p 8000:8000 backprop-visualizer
# To pin the base to the byte, give its digest:
#   --build-arg PYTHON_IMAGE=python:3.12-slim-bookworm@sha256:<64 hexadecimal digits>
# Debian, not Alpine: musl's small thread stacks would make a deep graph a dead process.
ARG PYTHON_IMAGE=python:3.12-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
WORKDIR /build
COPY requirements/runtime.txt requirements/build.txt requirements/
# The environment that is copied has no pip of its own; the base's pip fills it.
RUN python -m venv --without-pip /opt/venv \
 && python -m pip --python /opt/venv/bin/python install --only-binary=:all: --require-hashes -r requirements/runtime.txt \
 && python -m venv /build/tools \
 && /build/tools/bin/pip install --only-binary=:all: --require-hashes -r requirements/build.txt
COPY pyproject.toml README.md LICENSE THIRD_PARTY.md ./
COPY app app
COPY static static
COPY templates templates
RUN /build/tools/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /build/wheels . \
 && python -m pip --python /opt/venv/bin/python install --no-deps --no-index /build/wheels/*.whl

FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="Backprop Visualizer" \
      org.opencontainers.image.description="See what backpropagation computes, step by step" \
      org.opencontainers.image.licenses="MIT"
# One BLAS thread: its pool follows the host's cores, not the container's share. Workers are processes.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    BACKPROP_DATA=/data \
    BACKPROP_LOG=json \
    OPENBLAS_NUM_THREADS=1 \
    OMP_NUM_THREADS=1
# A new volume takes over this folder's owner and mode. Group 0 is what `docker run --user UID` gives any other user.
RUN groupadd --gid 10001 app \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin app \
 && install -d -o 10001 -g 0 -m 0770 /data
COPY --from=build /opt/venv /opt/venv
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
ENTRYPOINT ["backprop-visualizer", "--host", "0.0.0.0", "--port", "8000"]
