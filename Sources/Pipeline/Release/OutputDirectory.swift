internal import DurableFiles
internal import Glibc

/// The directory releases are published in.
///
/// ```
/// out/latest -> releases/<id>      swapped by one rename: the commit
/// out/releases/<id>/               a whole release
/// out/releases/.stamp-<id>         what a published release looks like from outside
/// out/releases/.staging-<pid>/     a release being written or removed, or a leftover of a crash
/// out/releases/.pending -> <id>    while a release has its name and `latest` may not name it yet
/// ```
package struct OutputDirectory: Sendable {
  package let path: String

  /// An output directory, which need not exist yet.
  package init(path: String) { self.path = path }

  /// The directory of all releases.
  package var releases: String { path + "/releases" }

  /// The published release's directory; nil if nothing is published.
  package var latest: String? {
    get throws(RunFailure) {
      do throws(FileError) {
        return try FileLink.symbolicLinkTarget(of: path + "/latest").map { path + "/" + $0 }
      } catch {
        throw .reading(error)
      }
    }
  }

  /// Removes what a crash left but the staging directory of a checkpoint, and releases beyond the
  /// number kept; the caller holds the lock of `releases`.
  func removeLeftovers(keeping kept: Int, sparing staging: String?) throws(RunFailure) {
    let current = try latest.map { Directory.name(of: $0) }
    do throws(FileError) {
      if let pending = try FileLink.symbolicLinkTarget(of: self.pending) {
        // It was never published: nobody has seen it.
        if pending != current { try remove(Directory.name(of: pending)) }
        try Directory.removeTree(self.pending)
      }
      try Directory.removeTree(path + "/latest.new")
      let names = try Directory.entries(of: releases)
      let stamps = Set(names.map(stampName))
      let spared = stamps.union([".lock"] + (staging.map { [$0] } ?? []))
      for name in names where name.hasPrefix(".") && !spared.contains(name) {
        try Directory.removeTree(releases + "/" + name)
      }
      if let current { try prune(current: current, keeping: kept) }
    } catch {
      throw .creating(error)
    }
  }

  /// Creates an empty staging directory.
  func createStaging() throws(RunFailure) -> String {
    do throws(FileError) {
      let staging = releases + "/" + (try unusedName(Directory.name(of: staging)))
      try Directory.create(staging, mode: 0o750)
      return staging
    } catch {
      throw .creating(error)
    }
  }

  /// Makes the staging directory of a checkpoint what it was when those files were finished.
  func restoreStaging(_ staging: String, keeping finished: Set<String>) throws(RunFailure) {
    do throws(FileError) {
      try Directory.createAll(staging, mode: 0o750)
      try OutputDirectory.removeFiles(in: staging, below: "", but: finished)
    } catch {
      throw .creating(error)
    }
  }

  private static func removeFiles(
    in root: String, below folder: String, but kept: Set<String>
  ) throws(FileError) {
    for name in try Directory.entries(of: Directory.path(of: folder, in: root)) {
      let path = Directory.path(of: name, in: folder)
      if try Directory.find(root + "/" + path)?.isDirectory == true {
        try removeFiles(in: root, below: path, but: kept)
      } else if !kept.contains(path) {
        try Directory.removeTree(root + "/" + path)
      }
    }
  }

  private var staging: String { releases + "/.staging-\(getpid())" }
  private var pending: String { releases + "/.pending" }

  /// The name of the file that has a release's stamp.
  private func stampName(_ release: String) -> String { ".stamp-" + release }

  /// Whether the published release looks as it did when it was published.
  var isLatestIntact: Bool {
    get throws(RunFailure) {
      guard let latest = try latest else { return false }
      do throws(FileError) {
        guard try Directory.exists(latest) else { return false }
        let stamp = stampPath(of: latest)
        guard try Directory.exists(stamp) else { return false }
        return try WholeFile.read(stamp, limit: 1 << 10).elementsEqual(ReleaseStamp.of(latest).utf8)
      } catch {
        throw .reading(error)
      }
    }
  }

  private func stampPath(of release: String) -> String {
    releases + "/" + stampName(Directory.name(of: release))
  }

  /// Gives a whole, synchronized staging directory a name beginning with `id`, points `latest` at
  /// it, and returns the release's directory.
  ///
  /// A latest release that is not as it was published goes.
  func publish(staging: String, id: String, keeping kept: Int) throws(RunFailure) -> String {
    let damaged = try isLatestIntact ? nil : latest.map { Directory.name(of: $0) }
    do throws(FileError) {
      let name = try unusedName(id)
      let release = releases + "/" + name
      try FileLink.replaceSymbolicLink(at: pending, target: name)
      try writeStamp(of: staging, for: release)
      try Directory.synchronize(releases)
      try FileLink.rename(from: staging, to: release)
      try Directory.synchronize(releases)
      try FileLink.replaceSymbolicLink(at: path + "/latest", target: "releases/" + name)
      try Directory.synchronize(path)
      try Directory.removeTree(pending)
      if let damaged { try remove(damaged) }
      try prune(current: name, keeping: kept)
      return release
    } catch {
      throw .writing(error)
    }
  }

  private func writeStamp(of staging: String, for release: String) throws(FileError) {
    try Directory.removeTree(stampPath(of: release))
    var file = try File.create(stampPath(of: release))
    try file.write(Array(ReleaseStamp.of(staging).utf8))
    try file.close(synchronizing: true)
  }

  /// The id itself, or with a number where the same content was published before under other
  /// provenance.
  private func unusedName(_ id: String) throws(FileError) -> String {
    var name = id
    var number = 2
    while try Directory.hasEntry(releases + "/" + name) {
      name = "\(id)-\(number)"
      number += 1
    }
    return name
  }

  /// Removes the oldest releases beyond the number kept; ids begin with the as-of instant.
  private func prune(current: String, keeping kept: Int) throws(FileError) {
    let names = try Directory.entries(of: releases).filter { !$0.hasPrefix(".") && $0 != current }
    for name in names.dropLast(max(kept - 1, 0)) { try remove(name) }
  }

  /// Removes a release, which has another name before anything in it goes.
  private func remove(_ name: String) throws(FileError) {
    try Directory.removeTree(releases + "/" + stampName(name))
    let leaving = staging + "-leaving"
    guard try Directory.hasEntry(releases + "/" + name) else { return }
    try FileLink.rename(from: releases + "/" + name, to: leaving)
    try Directory.removeTree(leaving)
  }
}
