internal import DurableFiles
internal import Foundation
internal import JourneyModel
internal import RecordStore

/// Says what a release was made from, so that an unchanged state is not published again.
struct PublicationMark {
  /// Changes with every change of what is written for the same state.
  static let encoding = "17"

  /// The hash of all inputs of the release, how many are held back, the analysis configuration,
  /// as-of, the encoding and the version of the program.
  static func of(
    inputs: StoredInputs, held: Int, configuration: StableHash128, asOf: Instant
  ) -> StableHash128 {
    var sources: [SourceDescription: StableHash128] = [:]
    let made = inputs.map { input in
      let source = sources[input.source] ?? SettingsMark.of(input.source, domain: "source")
      sources[input.source] = source
      var hasher = StableHasher(domain: "input")
      hasher.combine(source)
      hasher.combine(input.file.sha256)
      hasher.combine(input.isUnsettled ? 1 : 0)
      hasher.combine(input.fingerprint)
      return hasher.finalize()
    }
    var mark = SettingsMark(domain: "publication")
    mark.add(made.sorted())
    mark.add(held)
    mark.add(configuration)
    mark.add(asOf)
    mark.add(encoding)
    mark.add(Run.version)
    return mark.finalize()
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
