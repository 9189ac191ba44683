internal import DurableFiles
internal import Foundation
internal import JourneyModel
internal import RecordStore

/// Says what a release was made from, so that an unchanged state is not published again.
struct PublicationMark {
  /// Changes with every change of what is written for the same state.
  static let encoding = "2"

  /// The hash of all inputs of the state, the analysis configuration, as-of, the encoding and the
  /// version of the program.
  static func of(
    inputs: [StoredInput], configuration: StableHash128, asOf: Instant
  ) -> StableHash128 {
    var hasher = StableHasher(domain: "publication")
    for key in inputs.map({ "\($0.source) \($0.sha256) \($0.fingerprint)" }).sorted() {
      hasher.combine(key)
    }
    hasher.combine(configuration)
    hasher.combine(UInt64(bitPattern: asOf.microseconds))
    hasher.combine(encoding)
    hasher.combine(Run.version)
    return hasher.finalize()
  }

  /// The mark of a published release; nil if it has none that can be read.
  static func of(release directory: String) -> String? {
    struct Run: Decodable { var publication: String }
    // Absence or damage of the record means the release has to be written again.
    guard let bytes = try? WholeFile.read(directory + "/provenance/run.json", limit: 64 << 20)
    else { return nil }
    return (try? JSONDecoder().decode(Run.self, from: Data(bytes)))?.publication
  }
}
