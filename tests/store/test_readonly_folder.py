import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hongtou.store import open_store
from tests.store.makers import notice

CODE = """
import os
import sys
import tempfile
from hongtou.errors import HongtouError
from hongtou.store import open_readonly, open_store
with tempfile.TemporaryDirectory() as folder:  # load all that is loaded on first use
    open_store(folder + "/k.db").close()
    open_readonly(folder + "/k.db").close()
if os.geteuid() == 0:
    os.setuid(65534)  # root has all rights; only now, since modules may lie in its home
try:
    if sys.argv[1] == "read":
        connection = open_readonly(sys.argv[2])
        print(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
        connection.close()
    else:
        open_store(sys.argv[2]).close()
        print("written")
except HongtouError as error:
    print(error)
"""


@pytest.fixture
def locked() -> Iterator[Path]:
    """A knowledge base in a folder in which nobody may write."""
    folder = Path(tempfile.mkdtemp(prefix="hongtou-locked-"))
    with open_store(folder / "k.db") as store:
        tagged = notice()
        store.write_source(tagged.outline.bundle, (tagged,), version="1")
    (folder / "k.db").chmod(0o444)
    folder.chmod(0o555)
    yield folder / "k.db"
    folder.chmod(0o755)
    shutil.rmtree(folder)


def ask(mode: str, path: Path) -> str:
    """What a user without rights is told."""
    done = subprocess.run(
        [sys.executable, "-c", CODE, mode, str(path)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_base_in_a_readonly_folder_can_be_read(locked: Path) -> None:
    assert ask("read", locked) == "1"


def test_a_base_in_a_readonly_folder_cannot_be_written(locked: Path) -> None:
    assert "只读" in ask("write", locked)


def test_no_base_can_be_made_in_a_readonly_folder(locked: Path) -> None:
    assert "检查" in ask("write", locked.with_name("new.db"))
