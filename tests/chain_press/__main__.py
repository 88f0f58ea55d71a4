"""Write chains to a folder: ``python -m tests.chain_press FOLDER --chains 10 --seed 1``."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from tests.chain_press import press_chains


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--chains", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    truth = []
    for chain in press_chains(options.chains, seed=options.seed):
        chain.write(options.folder)
        told = asdict(chain) | {"beside": sorted(chain.beside), "files": list(chain.files)}
        truth.append(told)
    text = json.dumps(truth, ensure_ascii=False, indent=1, default=str)
    (options.folder / "truth.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
