"""What Prometheus may read: requests, latencies by form of query, and how endpoint, memory and workers do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from gzkg import Endpoint

_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The counters of one service."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter("gzkg_requests", "Requests answered.", ("form", "status"), registry=self._registry)
        self._seconds = Histogram(
            "gzkg_request_seconds",
            "Seconds until an answer was sent, by form of the query.",
            ("form",),
            buckets=_BUCKETS,
            registry=self._registry,
        )

    def watch(self, endpoint: Endpoint) -> None:
        """Read what an endpoint does, from now on."""
        self._registry.register(_EndpointCollector(endpoint))

    def observe(self, form: str, status: int, seconds: float) -> None:
        """Count a request: form of its query ("" for another), status, and how long it took."""
        self._requests.labels(form, str(status)).inc()
        self._seconds.labels(form).observe(seconds)

    def text(self) -> bytes:
        """Return all as Prometheus reads it."""
        return generate_latest(self._registry)


class _EndpointCollector(Collector):
    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def collect(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily]:
        """Give what there is to know at this moment."""
        endpoint, memory, workers = self._endpoint, self._endpoint.memory, self._endpoint.workers
        for name in ("forks", "kills", "timeouts", "crashes", "overloads"):
            yield CounterMetricFamily(f"gzkg_{name}", f"Query workers: {name}.", value=workers.counts[name])
        yield CounterMetricFamily("gzkg_cache_hits", "Answers given from memory.", value=memory.hits)
        yield CounterMetricFamily("gzkg_cache_misses", "Answers worked out.", value=memory.misses)
        yield GaugeMetricFamily("gzkg_cache_bytes", "Memory of kept answers.", value=memory.size_bytes)
        yield GaugeMetricFamily(
            "gzkg_worker_memory_bytes",
            "Memory that workers took beyond that of the dataset.",
            value=workers.grown_bytes,
        )
        load = GaugeMetricFamily("gzkg_workers", "Workers by what they do, and requests that wait.", labels=("state",))
        for state, number in workers.state.items():
            load.add_metric((state,), number)
        yield load
        version = GaugeMetricFamily("gzkg_dataset", "The dataset that is served.", labels=("version",))
        version.add_metric((endpoint.version,), 1)
        yield version
