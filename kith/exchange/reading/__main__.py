"""The process that reads: `python -m kith.exchange.reading SENT NAME DESK ANSWER [page|file]`.

It says on its output how far it is, a line for each page (`done total`), and writes what became of it to ANSWER.
"""

import errno
import json
import resource
import sys
from pathlib import Path

from kith.exchange.reading import sending
from kith.exchange.reading.desk import Desk
from kith.exchange.reading.unpacking import Unreadable

MEMORY = 4 * 1024**3  # bytes that this process may ask for
FILE = 16 * 1024**3  # bytes of one file that it may write


def main(words: list[str]) -> int:
    """Read, and say what became of it."""
    sent, name, root, answer = words[:4]
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, FILE), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))
    done = 0

    def tick(total: int) -> None:
        nonlocal done
        done += 1
        sys.stdout.write(f"{done} {total}\n")
        sys.stdout.flush()

    desk = Desk(Path(root), tick)
    desk.root.mkdir(parents=True, exist_ok=True)
    said = {"form": "", "failed": ""}
    try:
        said["form"] = sending.read(Path(sent), name, desk, documents_as=words[4] if len(words) > 4 else "")
    except Unreadable as error:
        said["failed"] = f"{str(error)[:1].upper()}{str(error)[1:].rstrip('.')}."
    except MemoryError:
        said["failed"] = "It needs more memory than an import may take."
    except OSError as error:
        full = error.errno == errno.ENOSPC
        said["failed"] = "The disk of this Kith is full." if full else "A file of it has a name that no disk takes."
    except Exception as error:
        said["failed"] = f"It is damaged and could not be read ({type(error).__name__})."
    Path(answer).write_text(json.dumps({**said, "left_out": desk.left_out}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
