internal import CivilTime
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

  /// A number that only one release has or both have differently; nil where one has none.
  package struct Number: Equatable, Sendable {
    package let date: String
    package let measure: String
    package let old: Value?
    package let new: Value?

    /// What a release has of a measure on a day.
    package struct Value: Equatable, Sendable {
      package let numerator: Int64
      package let denominator: Int64
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
    let rows = try Restatements(previous: old, current: new).rows(warning: &warnings)
    if let damage = warnings.first { throw damage }
    numbers = rows.map { row in
      Number(
        date: InstantText.date(dayNumber: row.day), measure: row.measure,
        old: row.old.map(Number.Value.init), new: row.new.map(Number.Value.init))
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
    let bytes = try PublishedFile.bytes(of: path, limit: 256 << 20)
    do { return try JSONDecoder().decode(Manifest.self, from: Data(bytes)) } catch {
      throw RunFailure(.ioError, .p403, "\(path) is damaged")
    }
  }

  /// The inputs that a release names, one a line.
  private static func inputs(of release: String) throws(RunFailure) -> Set<Input> {
    let path = release + "/provenance/inputs.json"
    var inputs: Set<Input> = []
    let bytes = try PublishedFile.bytes(of: path, limit: 1 << 30)
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard line.first == UInt8(ascii: "{") else { continue }
      let end = line.last == UInt8(ascii: ",") ? line.dropLast() : line
      do { inputs.insert(try JSONDecoder().decode(Input.self, from: Data(end))) } catch {
        throw RunFailure(.ioError, .p403, "\(path) is damaged")
      }
    }
    return inputs
  }
}

extension ReleaseDifference.Number.Value {
  fileprivate init(_ total: Restatements.Total) {
    self.init(numerator: total.numerator, denominator: total.denominator)
  }
}
