import DurableFiles
import Foundation
import Testing

/// A directory of one test, removed at its end.
private func withDirectory(_ body: (String) throws -> Void) throws {
  let path = FileManager.default.temporaryDirectory.path + "/throughline-\(UUID().uuidString)"
  try Directory.create(path)
  defer { try? Directory.removeTree(path) }
  try body(path)
}

@Suite struct FileTests {
  @Test func whatIsWrittenReadsBack() throws {
    try withDirectory { directory in
      var file = try File.create(directory + "/a")
      try file.write(Array("hello ".utf8))
      try file.write(Array("world".utf8))
      try file.close(synchronizing: true)
      var again = try File.open(directory + "/a")
      var bytes = [UInt8](repeating: 0, count: 64)
      let count = try bytes.withUnsafeMutableBytes { try again.read(into: $0) }
      #expect(String(decoding: bytes.prefix(count), as: UTF8.self) == "hello world")
      let tail = try bytes.withUnsafeMutableBytes { try again.read(into: $0, at: 6) }
      #expect(String(decoding: bytes.prefix(tail), as: UTF8.self) == "world")
      #expect(try again.status().permissions == 0o600)
    }
  }

  @Test func anExistingFileIsNeverOverwritten() throws {
    try withDirectory { directory in
      try File.create(directory + "/a").close(synchronizing: false)
      #expect(throws: FileError.self) { _ = try File.create(directory + "/a") }
    }
  }

  @Test func onlyRegularFilesAreOpened() throws {
    try withDirectory { directory in
      #expect(throws: FileError.self) { _ = try File.open(directory) }
      #expect(throws: FileError.self) { _ = try File.open("/dev/null") }
      #expect(mkfifo(directory + "/pipe", 0o600) == 0)
      #expect(throws: FileError.self) { _ = try File.open(directory + "/pipe") }
      #expect(throws: FileError.self) { _ = try File.open(directory + "/missing") }
    }
  }

  @Test func theSystemsReasonIsNamed() {
    let error = FileError(operation: "write", path: "/x/a\nb", code: ENOSPC)
    #expect(error.description == "cannot write /x/a\nb: No space left on device")
    #expect(error.isOutOfSpace && !error.isPermission)
  }
}

@Suite struct DirectoryTests {
  @Test func namesAreSortedByTheirBytes() throws {
    try withDirectory { directory in
      for name in ["b", "a", "Z", "é"] {
        try File.create(directory + "/" + name).close(synchronizing: false)
      }
      #expect(try Directory.entries(of: directory) == ["Z", "a", "b", "é"])
    }
  }

  @Test(arguments: [
    ("a", nil, "a"), ("/a", "/", "a"), ("a/b", "a", "b"), ("/a/b/", "/a/b", ""),
    ("a/\u{301}b", "a", "\u{301}b"), ("/\u{301}", "/", "\u{301}"),
    ("\u{600}/b", "\u{600}", "b"),
  ])
  func aPathIsDividedAtEverySlash(path: String, parent: String?, name: String) {
    #expect(Directory.parent(of: path) == parent)
    #expect(Directory.name(of: path) == name)
    let components = path.utf8.split(separator: 47).map { String(Substring($0)) }
    #expect(Directory.components(of: path) == components)
    #expect(Directory.isAbsolute(path) == (path.utf8.first == 47))
  }

  @Test func pathsAreBytes() {
    #expect(Directory.path(of: "b", in: "") == "b")
    #expect(Directory.path(of: "b", in: "/") == "/b")
    #expect(Directory.path(of: "\u{301}b", in: "a") == "a/\u{301}b")
    #expect(Directory.isSame("é", "é") && !Directory.isSame("\u{e9}", "e\u{301}"))
  }

  @Test func aTreeIsRemovedWithoutFollowingLinks() throws {
    try withDirectory { directory in
      try Directory.createAll(directory + "/keep")
      try File.create(directory + "/keep/file").close(synchronizing: false)
      try Directory.createAll(directory + "/tree/deep/er")
      #expect(symlink("../keep", directory + "/tree/link") == 0)
      try Directory.removeTree(directory + "/tree")
      #expect(try !Directory.exists(directory + "/tree"))
      #expect(try Directory.exists(directory + "/keep/file"))
      try Directory.removeTree(directory + "/never-was")
    }
  }

  @Test func aFileIsAnotherWhereSizeAndTimeWerePutBack() throws {
    try withDirectory { directory in
      let path = directory + "/file"
      var file = try File.create(path)
      try file.write(Array("one".utf8))
      let before = try file.status()
      try file.close(synchronizing: false)
      usleep(20_000)
      try Data("two".utf8).write(to: URL(filePath: path), options: [])
      let time = Double(before.modifiedNanoseconds) / 1e9
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: time)], ofItemAtPath: path)
      let after = try Directory.inspect(path)
      #expect(after.size == before.size && after.inode == before.inode)
      #expect(after.changedNanoseconds != before.changedNanoseconds && after != before)
    }
  }

  @Test func whatCannotBeToldIsNotAbsence() throws {
    try withDirectory { directory in
      #expect(try Directory.find(directory + "/nothing") == nil)
      #expect(try Directory.find(directory + "/nothing/below") == nil)
      #expect(symlink("loop", directory + "/loop") == 0)
      #expect(try Directory.find(directory + "/loop") == nil)
      #expect(try Directory.hasEntry(directory + "/loop"))
      // A folder that may not be searched; whoever runs as root may search it.
      try Directory.create(directory + "/closed", mode: 0)
      guard geteuid() != 0 else { return }
      #expect(throws: FileError.self) { try Directory.find(directory + "/closed/file") }
    }
  }

  @Test func theLinkIsSwappedAtOnce() throws {
    try withDirectory { directory in
      try FileLink.replaceSymbolicLink(at: directory + "/latest", target: "one")
      try FileLink.replaceSymbolicLink(at: directory + "/latest", target: "two")
      #expect(try FileLink.symbolicLinkTarget(of: directory + "/latest") == "two")
      #expect(try Directory.entries(of: directory) == ["latest"])
    }
  }

  @Test func aHardLinkSharesTheFile() throws {
    try withDirectory { directory in
      try File.create(directory + "/a").close(synchronizing: false)
      try FileLink.hardLinkOrCopy(from: directory + "/a", to: directory + "/b")
      let inodes = try ["/a", "/b"].map { try Directory.inspect(directory + $0).inode }
      #expect(inodes[0] == inodes[1])
    }
  }
}

@Suite struct RunLockTests {
  @Test func aSecondRunIsToldWhoHoldsTheLock() throws {
    try withDirectory { directory in
      let first = try RunLock.acquire(directory + "/lock", holder: "process 1")
      guard case .acquired(let lock) = consume first else {
        Issue.record("the lock was free")
        return
      }
      switch try RunLock.acquire(directory + "/lock", holder: "process 2") {
      case .acquired: Issue.record("the lock was taken twice")
      case .held(let holder): #expect(holder == "process 1")
      }
      withExtendedLifetime(lock) {}
    }
  }
}
