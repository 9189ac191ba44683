internal import DurableFiles
internal import Foundation
internal import JourneyModel

/// What differs between two releases: every number that was published otherwise, and what of their
/// making differs and so is why.
package struct ReleaseDifference: Sendable {
  /// What two releases were made of differently.
  package struct Cause: Equatable, Sendable {
    /// What it is: `as-of`, `configuration`, `input added` and the like.
    package let kind: String
    /// The input's path, or the value before and after.
    package let subject: String
  }

  /// A number that only one release has or both have differently; empty where one has none.
  package struct Number: Equatable, Sendable {
    package let date: String
    package let measure: String
    /// Numerator and denominator.
    package let old: (String, String)
    package let new: (String, String)

    package static func == (left: Number, right: Number) -> Bool {
      left.date == right.date && left.measure == right.measure && left.old == right.old
        && left.new == right.new
    }
  }

  /// Why numbers may differ, inputs in path order.
  package private(set) var causes: [Cause] = []
  /// The numbers by date and measure.
  package private(set) var numbers: [Number] = []

  private struct Manifest: Decodable {
    var asOf: String
    var zone: String
    var configuration: String
    var keyID: String
    var versions: [String: String]

    enum CodingKeys: String, CodingKey {
      case asOf = "as_of"
      case zone = "time_zone"
      case configuration = "configuration_fingerprint"
      case keyID = "key_id"
      case versions
    }
  }

  private struct Input: Decodable, Hashable {
    var path: String
    var contentSha256: String
    var fingerprint: String
    var held: Bool
  }

  /// Compares the releases of two directories.
  package init(old: String, new: String) throws(RunFailure) {
    try addSettings(Self.manifest(of: old), Self.manifest(of: new))
    try addInputs(Self.inputs(of: old), Self.inputs(of: new))
    var warnings: [RunFailure] = []
    let csv = try Restatements(previous: old, current: new).csv(warning: &warnings)
    if let damage = warnings.first { throw damage }
    numbers = csv.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Number(
        date: fields[0], measure: fields[1], old: (fields[2], fields[3]),
        new: (fields[4], fields[5]))
    }
  }

  private mutating func addSettings(_ old: Manifest, _ new: Manifest) {
    var pairs = [
      ("as-of", old.asOf, new.asOf), ("time zone", old.zone, new.zone),
      ("configuration", old.configuration, new.configuration), ("key", old.keyID, new.keyID),
    ]
    for name in Set(old.versions.keys).union(new.versions.keys).sorted() {
      pairs.append(
        ("version of \(name)", old.versions[name] ?? "none", new.versions[name] ?? "none"))
    }
    causes += pairs.filter { $0.1 != $0.2 }.map { Cause(kind: $0.0, subject: "\($0.1) → \($0.2)") }
  }

  private mutating func addInputs(_ old: Set<Input>, _ new: Set<Input>) {
    let (gone, come) = (old.subtracting(new), new.subtracting(old))
    let (before, after) = (
      Dictionary(grouping: gone, by: \.path), Dictionary(grouping: come, by: \.path)
    )
    for path in Set(before.keys).union(after.keys).sorted(by: {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }) {
      causes.append(Cause(kind: Self.kind(before[path] ?? [], after[path] ?? []), subject: path))
    }
  }

  private static func kind(_ before: [Input], _ after: [Input]) -> String {
    guard let old = before.first else { return "input added" }
    guard let new = after.first else { return "input gone" }
    if old.contentSha256 != new.contentSha256 { return "input of another content" }
    return old.fingerprint != new.fingerprint
      ? "input read otherwise" : new.held ? "input held back" : "input used again"
  }

  private static func manifest(of release: String) throws(RunFailure) -> Manifest {
    let path = release + "/manifest.json"
    let bytes = try read(path, limit: 256 << 20)
    do { return try JSONDecoder().decode(Manifest.self, from: Data(bytes)) } catch {
      throw RunFailure(.ioError, .p403, "\(path) is damaged")
    }
  }

  /// The inputs that a release names, one a line.
  private static func inputs(of release: String) throws(RunFailure) -> Set<Input> {
    let path = release + "/provenance/inputs.json"
    var inputs: Set<Input> = []
    for line in try read(path, limit: 1 << 30).split(separator: UInt8(ascii: "\n")) {
      guard line.first == UInt8(ascii: "{") else { continue }
      let end = line.last == UInt8(ascii: ",") ? line.dropLast() : line
      do { inputs.insert(try JSONDecoder().decode(Input.self, from: Data(end))) } catch {
        throw RunFailure(.ioError, .p403, "\(path) is damaged")
      }
    }
    return inputs
  }

  private static func read(_ path: String, limit: Int) throws(RunFailure) -> [UInt8] {
    do throws(FileError) { return try WholeFile.read(path, limit: limit) } catch {
      throw .reading(error)
    }
  }
}
