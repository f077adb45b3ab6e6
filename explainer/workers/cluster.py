"""Where the work is done: joblib's own backends, or a cluster that is called by its name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import joblib

from explainer.errors import MissingPackageError, UsageError, seen
from explainer.language import sentence

DASK = "dask"


@contextmanager
def cluster(backend: str, jobs: int) -> Iterator[None]:
    """joblib's backend of that name, for what is run inside.

    `dask` works on the cluster whose address is in DASK_SCHEDULER_ADDRESS, or on a local one.
    """
    with ExitStack() as stack:
        if backend == DASK:
            stack.enter_context(_dask_client(jobs))
        try:
            stack.enter_context(joblib.parallel_config(backend=backend))
        except ValueError as error:
            raise UsageError(
                sentence(
                    "workers.no_backend",
                    name=repr(backend),
                    names="loky, threading, multiprocessing, dask",
                )
            ) from error
        except ImportError as missing:
            raise MissingPackageError(
                sentence("workers.backend_missing", name=backend, reason=seen(missing)),
                sentence("hint.try", command=f"pip install {backend}"),
            ) from missing
        yield


def _dask_client(jobs: int) -> Any:
    try:
        from distributed import Client, LocalCluster
    except ImportError as missing:
        raise MissingPackageError(
            sentence("workers.no_dask"),
            sentence("hint.try", command="pip install 'explain-memory[dask]'"),
        ) from missing
    address = os.environ.get("DASK_SCHEDULER_ADDRESS")
    if address:
        return Client(address)
    workers = jobs if jobs > 0 else os.cpu_count()
    local = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
    return Client(local)
