import CivilTime
import Foundation
package import JourneyModel

/// What the numbers in a release's archive of cells stand for, and what its report says besides.
package struct CellArchiveWords: Codable, Sendable {
  /// The version of the archive's form.
  package var version = CellArchiveWords.current
  /// As-of, in microseconds.
  package var asOf: Int64
  package var zone: String
  package var title: String
  package var currency: ReleaseCurrency?
  package var minimumGroup: Int
  package var configuration: String
  package var key: String
  package var versions: [String]
  /// The sources by position.
  package var sources: [String]
  /// The detectors by position.
  package var detectors: [String]
  /// The texts of symbols, from the first on.
  package var texts: [String]
  package var contributions: [Contribution]

  /// The version that is written.
  package static let current = 2
  /// The path in the release.
  package static let path = "cells/words.json"

  /// What a source contributed.
  package struct Contribution: Codable, Sendable {
    package var name: String
    package var system: String
    package var adapter: String
    package var statements: Int64
    package var liveRecords: Int64
    package var ties: Int64
    package var rejected: Int64
    package var firstEvent: Int64?
    package var lastEvent: Int64?
    package var notes: [ReadingNotes.Note]
    /// How often each note was met.
    package var noteCounts: [Int64]

    fileprivate init(_ name: String, _ source: SourceContribution) {
      self.name = name
      (system, adapter) = (source.system, source.adapter)
      (statements, liveRecords) = (source.statements, source.liveRecords)
      (ties, rejected) = (source.ties, source.rejected)
      firstEvent = source.firstEvent?.microseconds
      lastEvent = source.lastEvent?.microseconds
      let sorted = source.notes.sorted
      (notes, noteCounts) = (sorted.map(\.note), sorted.map(\.count))
    }

    /// What the report says of the source.
    package var source: SourceContribution {
      var source = SourceContribution(system: system, adapter: adapter)
      (source.statements, source.liveRecords) = (statements, liveRecords)
      (source.ties, source.rejected) = (ties, rejected)
      source.firstEvent = firstEvent.map { Instant(microseconds: $0) }
      source.lastEvent = lastEvent.map { Instant(microseconds: $0) }
      source.notes = ReadingNotes(
        Dictionary(zip(notes, noteCounts), uniquingKeysWith: { first, _ in first }))
      return source
    }
  }

  /// The words of a release that is being written.
  init(
    _ settings: ReleaseSettings, _ cells: CellWords, _ words: Words,
    _ sources: [String: SourceContribution]
  ) {
    asOf = settings.asOf.microseconds
    zone = settings.zone.identifier
    title = settings.title
    currency = settings.currency
    minimumGroup = settings.minimumGroup
    configuration = settings.configurationFingerprint
    key = settings.keyID
    versions = settings.versions.flatMap { [$0.name, $0.version] }
    self.sources = cells.sources
    detectors = cells.detectors
    texts = (0..<UInt32(words.count)).map { words[Symbol($0 + 1)] ?? "" }
    contributions = sources.sorted { $0.key < $1.key }.map { Contribution($0.key, $0.value) }
  }

  /// The versions as pairs.
  package var namedVersions: [(name: String, version: String)] {
    stride(from: 0, to: versions.count - 1, by: 2).map { (versions[$0], versions[$0 + 1]) }
  }

  /// The version of something the release was made with; nil if it is not listed.
  package func versionNamed(_ name: String) -> String? {
    namedVersions.first { $0.name == name }?.version
  }

  /// The words as JSON, the same for the same release.
  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let bytes = try? encoder.encode(self) else {
      preconditionFailure("numbers and texts can be encoded")
    }
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }
}
