"""wheels.py FOLDER NAME[:NEEDS,…]…: packs what Debian's packages installed as wheels again, laid out for a PEP 503 index.

What a distribution needs is taken out of its metadata when Debian packages it, so it is said here.
"""
import base64, hashlib, re, subprocess, sys, zipfile
from importlib.metadata import distribution
from pathlib import Path

root = Path("/usr/lib/python3/dist-packages")


def installed(metadata: Path) -> list[Path]:
    """The files below `root` of the Debian package that brought the metadata."""
    owner = subprocess.run(["dpkg", "-S", metadata], check=True, capture_output=True, text=True).stdout.split(":")[0]
    listed = subprocess.run(["dpkg", "-L", owner], check=True, capture_output=True, text=True).stdout.split("\n")
    return [Path(each) for each in listed if each.startswith(f"{root}/") and Path(each).is_file()]


def pack(name: str, needs: list[str], folder: Path) -> None:
    found = distribution(name)
    metadata = Path(found._path)
    files = {
        str(file.relative_to(root)): file.read_bytes()
        for file in installed(metadata)
        if metadata not in file.parents and file != metadata and "__pycache__" not in file.parts
    }
    compiled = [each for each in files if each.endswith(".so")]
    tag = "cp311-cp311-linux_x86_64" if compiled else "py3-none-any"
    escaped = re.sub(r"[-_.]+", "_", name)
    info = f"{escaped}-{found.version}.dist-info"
    head = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {found.version}"]
    head += [f"Requires-Dist: {each}" for each in needs]
    files[f"{info}/METADATA"] = ("\n".join(head) + "\n").encode()
    pure = "false" if compiled else "true"
    files[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: wheels.py\nRoot-Is-Purelib: {pure}\nTag: {tag}\n".encode()
    points = found.read_text("entry_points.txt")
    if points is not None:
        files[f"{info}/entry_points.txt"] = points.encode()
    record = ""
    for path, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
        record += f"{path},sha256={digest},{len(content)}\n"
    files[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\n").encode()
    target = folder / re.sub(r"[-_.]+", "-", name).lower()
    target.mkdir(parents=True)
    with zipfile.ZipFile(target / f"{escaped}-{found.version}-{tag}.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, content in sorted(files.items()):
            wheel.writestr(zipfile.ZipInfo(path, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


for argument in sys.argv[2:]:
    name, _, needs = argument.partition(":")
    pack(name, needs.split(",") if needs else [], Path(sys.argv[1]))
