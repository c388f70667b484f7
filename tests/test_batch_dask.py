"""Tests of ``gapscan batch --engine dask`` on a real cluster of processes, and of Spark where it can be had."""

import csv
import importlib.util
import io
import logging
import os
import shutil
import signal
import sys
import threading
import time
from pathlib import Path

import pandas as pd
import pytest
from batch_texts import resumes

import gapscan
from gapscan.batch import cluster, journal
from gapscan.cli import main
from gapscan.records import Month

pytestmark = pytest.mark.apart

TEXTS = resumes(50, seed=13)
AS_OF = ("--as-of", "2026-11")
needs_dask = pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="dask is an extra")
needs_spark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or shutil.which("java") is None, reason="pyspark or java is missing"
)


def write_input(path, texts):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["id", "resume", "note"], *([f"r{n}", text, f"=n{n}"] for n, text in enumerate(texts))])
    path.write_text(out.getvalue() + "x,y\nlast,,\n", encoding="utf-8")
    return path


def test_dask_is_an_extra(tmp_path, monkeypatch, capsys):
    """Ensures that without Dask the engine is refused with the command that helps."""
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    given = write_input(tmp_path / "in.csv", TEXTS[:2])

    assert main(["batch", str(given), "-o", str(tmp_path / "o.csv"), "--engine", "dask"]) == 5
    assert "pip install 'gapscan[dask]'" in capsys.readouterr().err


@needs_dask
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
class TestCluster:
    """One cluster of two worker processes for all tests."""

    @pytest.fixture(scope="class")
    def dask_cluster(self):
        from distributed import Client, LocalCluster

        with LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None, silence_logs=logging.CRITICAL
        ) as made, Client(made) as client:
            yield made, client

    def test_the_same_bytes_as_the_local_engine(self, dask_cluster, tmp_path, monkeypatch):
        """Ensures that a cluster makes the same files as the pool, broken rows and kept columns included."""
        monkeypatch.setattr(cluster, "_ROWS_PER_PART", 7)
        given = write_input(tmp_path / "in.csv", TEXTS)
        options = ["--keep", "note", *AS_OF]
        for form in ("csv", "jsonl", "parquet"):
            assert main(["batch", str(given), "-o", str(tmp_path / f"a.{form}"), *options]) == 0
            address = dask_cluster[0].scheduler_address
            assert main(["batch", str(given), "-o", str(tmp_path / f"b.{form}"), "--engine", "dask", "--scheduler", address, *options]) == 0
            assert (tmp_path / f"a.{form}").read_bytes() == (tmp_path / f"b.{form}").read_bytes()

    def test_a_worker_killed_in_the_middle(self, dask_cluster, tmp_path, monkeypatch):
        """Ensures that the loss of a worker costs no row."""
        made, client = dask_cluster
        monkeypatch.setattr(cluster, "_ROWS_PER_PART", 50)
        monkeypatch.setattr(journal, "_PART_S", 0.0)
        given = write_input(tmp_path / "in.csv", [f"{text} {number}" for number, text in enumerate(TEXTS * 30)])
        assert main(["batch", str(given), "-o", str(tmp_path / "a.csv"), *AS_OF]) == 0
        victims = list(client.run(os.getpid).values())
        killed = []

        def kill():
            parts = journal.folder_of(tmp_path / "b.csv")
            while not list(parts.glob("part-*")):
                time.sleep(0.005)
            os.kill(victims[0], signal.SIGKILL)
            killed.append(journal.read_manifest(tmp_path / "b.csv") is not None)

        killer = threading.Thread(target=kill)
        killer.start()
        code = main(["batch", str(given), "-o", str(tmp_path / "b.csv"), "--engine", "dask", "--scheduler", made.scheduler_address, *AS_OF])
        killer.join()

        assert (code, killed) == (0, [True])
        assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()

    def test_frames_of_dask(self, dask_cluster):
        """Ensures that ``score_frame`` is what ``map_partitions`` wants, with its types as meta."""
        dask = pytest.importorskip("dask")
        frames = pytest.importorskip("dask.dataframe")
        with dask.config.set({"dataframe.convert-string": False}):
            parts = frames.from_pandas(pd.DataFrame({"resume": TEXTS}), npartitions=4)
            meta = dict(gapscan.batch.frame_types().items())
            scored = parts.map_partitions(gapscan.score_frame, text="resume", as_of=Month(2026, 11), meta=meta).compute()

        pd.testing.assert_frame_equal(scored, gapscan.score_frame(pd.DataFrame({"resume": TEXTS}), as_of=Month(2026, 11)))

    def test_no_scheduler_there(self, tmp_path, capsys):
        """Ensures that an address at which nobody answers is one line."""
        given = write_input(tmp_path / "in.csv", TEXTS[:2])

        assert main(["batch", str(given), "-o", str(tmp_path / "o.csv"), "--engine", "dask", "--scheduler", "nowhere"]) == 2
        assert "no Dask scheduler answers there" in capsys.readouterr().err

    def test_a_cluster_of_its_own(self, tmp_path):
        """Ensures that without an address a cluster is started on this machine and taken down again."""
        given = write_input(tmp_path / "in.csv", TEXTS)

        assert main(["batch", str(given), "-o", f"{tmp_path}/scores/", "--engine", "dask", "--workers", "2", *AS_OF]) == 0
        assert len(pd.read_parquet(tmp_path / "scores")) == 52

    def test_a_document_that_kills_workers(self, tmp_path, monkeypatch):
        """Ensures that a partition no worker survives is given to the local pool, which marks the row."""
        from distributed import KilledWorker

        def dies(self):
            raise KilledWorker("task", None, 3)

        from distributed import Future

        monkeypatch.setattr(Future, "result", dies)
        given = write_input(tmp_path / "in.csv", TEXTS[:5])

        assert main(["batch", str(given), "-o", str(tmp_path / "o.csv"), "--engine", "dask", "--workers", "1", *AS_OF]) == 0
        assert main(["batch", str(given), "-o", str(tmp_path / "p.csv"), *AS_OF]) == 0
        assert (tmp_path / "o.csv").read_bytes() == (tmp_path / "p.csv").read_bytes()


@needs_spark
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_frames_of_spark(monkeypatch):
    """Ensures that the five lines of the README score a Spark frame."""
    from pyspark.sql import SparkSession

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", str(Path(gapscan.__file__).parent.parent))
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        frame = spark.createDataFrame([(f"r{n}", text) for n, text in enumerate(TEXTS)], "id string, resume string")
        schema = (
            "id string, score double, must_coverage double, confidence double, matched array<string>, missing_must array<string>, "
            "missing_preferred array<string>, suggested_certifications array<string>, months_experience bigint, error string"
        )
        scored = frame.mapInPandas(lambda parts: (gapscan.score_frame(part, text="resume", id="id") for part in parts), schema)
        found = {row["id"]: (row["score"], list(row["matched"])) for row in scored.collect()}
    finally:
        spark.stop()
    expected = gapscan.score_frame(pd.DataFrame({"resume": TEXTS}))

    assert found == {f"r{n}": (row.score, row.matched) for n, row in enumerate(expected.itertuples())}
