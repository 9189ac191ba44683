internal import DurableFiles
internal import Glibc

/// The directory releases are published in.
///
/// ```
/// out/latest -> releases/<id>      swapped by one rename: the commit
/// out/releases/<id>/               a whole release
/// out/releases/.staging-<pid>/     a release being written, or a leftover of a crash
/// ```
package struct OutputDirectory: Sendable {
  package let path: String

  /// An output directory, which need not exist yet.
  package init(path: String) { self.path = path }

  /// The directory of all releases.
  package var releases: String { path + "/releases" }

  /// The published release's directory; nil if nothing is published.
  package var latest: String? {
    FileLink.symbolicLinkTarget(of: path + "/latest").map { path + "/" + $0 }
  }

  /// Creates an empty staging directory, after removing what earlier crashes left; the caller
  /// holds the lock of `releases`.
  func createStaging() throws(RunFailure) -> String {
    let staging = releases + "/.staging-\(getpid())"
    do throws(FileError) {
      for name in try Directory.entries(of: releases) where name.hasPrefix(".staging-") {
        try Directory.removeTree(releases + "/" + name)
      }
      try Directory.create(staging, mode: 0o750)
    } catch {
      throw .creating(error)
    }
    return staging
  }

  /// Gives a whole, synchronized staging directory a name beginning with `id`, points `latest` at
  /// it, and returns the release's directory.
  func publish(staging: String, id: String, keeping kept: Int) throws(RunFailure) -> String {
    let name = unusedName(id)
    do throws(FileError) {
      try FileLink.rename(from: staging, to: releases + "/" + name)
      try Directory.synchronize(releases)
      try FileLink.replaceSymbolicLink(at: path + "/latest", target: "releases/" + name)
      try Directory.synchronize(path)
      try prune(current: name, keeping: kept)
    } catch {
      throw .writing(error)
    }
    return releases + "/" + name
  }

  /// The id itself, or with a number where the same content was published before under other
  /// provenance.
  private func unusedName(_ id: String) -> String {
    var name = id
    var number = 2
    while Directory.exists(releases + "/" + name) {
      name = "\(id)-\(number)"
      number += 1
    }
    return name
  }

  /// Removes the oldest releases beyond the number kept; ids begin with the as-of instant.
  private func prune(current: String, keeping kept: Int) throws(FileError) {
    let names = try Directory.entries(of: releases).filter { !$0.hasPrefix(".") && $0 != current }
    for name in names.dropLast(max(kept - 1, 0)) {
      try Directory.removeTree(releases + "/" + name)
    }
  }
}
