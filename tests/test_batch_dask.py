"""Tests of ``gapscan batch --engine dask`` on a real cluster of processes, and of Spark where it can be had."""

import csv
import importlib.util
import io
import logging
import os
import re
import shutil
import signal
import sys
from pathlib import Path

import pandas as pd
import pytest
from batch_texts import resumes

import gapscan
from gapscan.batch import cluster, journal
from gapscan.cli import main
from gapscan.records import Month

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
@pytest.mark.apart
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
        assert main(["batch", str(given), "-o", str(tmp_path / "a.parquet"), *AS_OF]) == 0
        victims = list(client.run(os.getpid).values())
        real = journal.Journal.add

        def add(self, chunk, result):
            real(self, chunk, result)
            if chunk.number == 3:
                os.kill(victims[0], signal.SIGKILL)

        monkeypatch.setattr(journal.Journal, "add", add)
        code = main(["batch", str(given), "-o", f"{tmp_path}/b/", "--engine", "dask", "--scheduler", made.scheduler_address, *AS_OF])

        assert code == 0
        pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "b"), pd.read_parquet(tmp_path / "a.parquet"))

    def test_workers_of_another_version(self, dask_cluster, tmp_path, monkeypatch, capsys):
        """Ensures that rows of workers with other data are not mixed in: the run ends with one line."""
        monkeypatch.setattr(cluster, "knowledge", lambda: "another")
        given = write_input(tmp_path / "in.csv", TEXTS[:5])

        address = dask_cluster[0].scheduler_address
        assert main(["batch", str(given), "-o", str(tmp_path / "o.csv"), "--engine", "dask", "--scheduler", address]) == 2
        assert "another version of gapscan" in capsys.readouterr().err
        assert not (tmp_path / "o.csv").exists()

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
@pytest.mark.apart
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_frames_of_spark(monkeypatch, tmp_path):
    """Ensures that the lines of the README score a Spark frame as ``score_frame`` does."""
    from pyspark.sql import SparkSession

    readme = Path(gapscan.__file__).parent.parent.joinpath("README.md").read_text(encoding="utf-8")
    lines = next(block for block in re.findall(r"```python\n(.*?)```", readme, re.S) if "mapInPandas" in block)
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", str(Path(gapscan.__file__).parent.parent))
    pd.DataFrame({"id": [f"r{n}" for n in range(len(TEXTS))], "text": TEXTS}).to_parquet(tmp_path / "resumes.parquet")
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        names = {"gapscan": gapscan, "spark": spark}
        exec(lines.replace("resumes.parquet", str(tmp_path / "resumes.parquet")), names)
        found = {row["id"]: (row["score"], list(row["matched"])) for row in names["scored"].collect()}
    finally:
        spark.stop()
    expected = gapscan.score_frame(pd.DataFrame({"text": TEXTS}))

    assert found == {f"r{n}": (row.score, row.matched) for n, row in enumerate(expected.itertuples())}
