"""What a disk holds after the power was cut: only what was forced to it is certain.

A journal of changes is replayed on a model of the folder. Of what was not forced, a file keeps any
of its writes, the last of them perhaps half, and a folder keeps any of its first changes of names:
more than file systems with a journal of their own take away, as each folder and file is on its own.
"""

import os
import random
import stat
from dataclasses import dataclass


@dataclass
class Change:
    """One entry of the journal."""

    kind: str
    inode: int
    modified: int  # nanoseconds
    offset: int
    path: str
    other: str
    data: bytes


def read_journal(content):
    changes, at = [], 0
    while at < len(content):
        end = content.index(b"\n", at)
        kind, *numbers, path, other = content[at:end].decode().split("\0")
        inode, modified, offset, count = map(int, numbers)
        data = content[end + 1:end + 1 + count]
        changes.append(Change(kind, inode, modified, offset, path, other, data))
        at = end + 1 + count
    return changes


class File:
    """Bytes that are certain, and writes since."""

    def __init__(self, modified, content=b"", mode=0o600):
        self.certain, self.modified = bytearray(content), modified
        self.mode, self.writes = mode, []

    def write(self, change):
        self.writes.append((change.offset, change.data, change.modified))

    def truncate(self, change):
        self.writes.append((change.offset, None, change.modified))

    def force(self):
        for offset, data, self.modified in self.writes:
            put(self.certain, offset, data)
        self.writes = []

    def after_cut(self, chance):
        """What is left of the content, and when that was changed."""
        content, modified = bytearray(self.certain), self.modified
        kept = [write for write in self.writes if chance.keeps()]
        for index, (offset, data, modified) in enumerate(kept):
            is_torn = index == len(kept) - 1 and data and chance.keeps()
            put(content, offset, data[:len(data) // 2] if is_torn else data)
        return bytes(content), modified


def put(content, offset, data):
    """Writes data at an offset; None cuts the content there."""
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    if data is None:
        del content[offset:]
    else:
        content[offset:offset + len(data)] = data


class Folder:
    """Names that are certain, and changes since, each of one or more names at once."""

    def __init__(self):
        self.certain, self.names, self.changes = {}, {}, []

    def change(self, names):
        self.changes.append(names)
        apply(self.names, names)

    def force(self):
        self.certain, self.changes = dict(self.names), []

    def after_cut(self, chance):
        names = dict(self.certain)
        for change in self.changes[:chance.upto(len(self.changes))]:
            apply(names, change)
        return names


def apply(names, change):
    for name, node in change.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


class Chance:
    """What survives: `none` of it, `names` without data, `data` without names, or `some`."""

    def __init__(self, mode, seed):
        self.mode, self.random = mode, random.Random(seed)

    def keeps(self):
        return self.mode == "data" or self.mode == "some" and self.random.random() < 0.5

    def upto(self, count):
        return {"none": 0, "names": count, "data": 0}.get(self.mode, self.random.randint(0, count))


class Disk:
    """A model of a folder on a disk, to which changes are applied in their order."""

    def __init__(self, folder):
        self.files = {}
        self.root = self._load(folder, {})
        self.force_all(self.root)

    def _load(self, path, loaded):
        if path.is_symlink():
            return os.readlink(path)
        if path.is_dir():
            node = Folder()
            node.names = {child.name: self._load(child, loaded) for child in path.iterdir()}
            return node
        status = path.stat()
        if status.st_ino not in loaded:
            loaded[status.st_ino] = File(
                status.st_mtime_ns, path.read_bytes(), stat.S_IMODE(status.st_mode))
        return loaded[status.st_ino]

    def force_all(self, node):
        if isinstance(node, str):
            return
        node.force()
        for child in node.names.values() if isinstance(node, Folder) else ():
            self.force_all(child)

    def find(self, path):
        node = self.root
        for name in path.split("/"):
            node = node.names.get(name) if isinstance(node, Folder) else None
        return node

    def folder_of(self, path):
        parent, _, name = path.rpartition("/")
        return self.find(parent) if parent else self.root, name

    def file(self, change):
        """The file of a change of content, which may have no name any more."""
        return self.files[change.inode]

    def apply(self, change):
        getattr(self, f"on_{change.kind}")(change)

    def on_open(self, change):
        folder, name = self.folder_of(change.path)
        if name not in folder.names:
            folder.change({name: File(change.modified)})
        self.files[change.inode] = folder.names[name]

    def on_write(self, change):
        self.file(change).write(change)

    def on_truncate(self, change):
        self.file(change).truncate(change)

    def on_fsync(self, change):
        node = self.find(change.path)
        (node if isinstance(node, Folder) else self.file(change)).force()

    on_fdatasync = on_fsync

    def on_syncfs(self, change):
        self.force_all(self.root)

    def on_rename(self, change):
        (source, old), (target, new) = self.folder_of(change.path), self.folder_of(change.other)
        node = source.names[old]
        if source is target:
            source.change({old: None, new: node})
        else:
            target.change({new: node})
            source.change({old: None})

    def on_link(self, change):
        folder, name = self.folder_of(change.other)
        folder.change({name: self.find(change.path)})

    def on_symlink(self, change):
        folder, name = self.folder_of(change.path)
        folder.change({name: change.other})

    def on_unlink(self, change):
        folder, name = self.folder_of(change.path)
        folder.change({name: None})

    on_rmdir = on_unlink

    def on_mkdir(self, change):
        folder, name = self.folder_of(change.path)
        folder.change({name: Folder()})

    def cut(self, folder, chance):
        """Writes what survives to a new folder."""
        self._write(self.root, folder, chance, {})

    def _write(self, node, path, chance, written):
        if isinstance(node, str):
            path.symlink_to(node)
        elif isinstance(node, Folder):
            path.mkdir(mode=0o700)
            for name, child in sorted(node.after_cut(chance).items()):
                self._write(child, path / name, chance, written)
        elif id(node) in written:
            path.hardlink_to(written[id(node)])
        else:
            content, modified = node.after_cut(chance)
            path.write_bytes(content)
            path.chmod(node.mode)
            os.utime(path, ns=(modified, modified))
            written[id(node)] = path
