package import JourneyModel
internal import RecordFormats

/// The adapters a run knows: the bundled ones and the user's.
package struct AdapterLibrary: Sendable {
  /// All adapters, by id.
  package private(set) var adapters: [Adapter] = []

  /// A library without adapters.
  package init() {}

  /// The adapters embedded in the binary.
  package static func bundled() throws(DiagnosticError) -> AdapterLibrary {
    var library = AdapterLibrary()
    for file in EmbeddedFiles.all where file.name.hasSuffix(".yaml") {
      try library.add(text: file.text, file: "adapters/" + file.name)
    }
    return library
  }

  /// Adds an adapter file; one with the id of a bundled adapter takes its place.
  package mutating func add(text: String, file: String) throws(DiagnosticError) {
    let adapter = try DefinitionReader.adapter(text: text, file: file)
    adapters.removeAll { $0.id == adapter.id }
    adapters.append(adapter)
    adapters.sort { $0.id < $1.id }
  }

  /// The adapter of an id.
  package func adapter(id: String) -> Adapter? { adapters.first { $0.id == id } }

  /// Which adapter a file is for, judged by its first decompressed bytes (256 KiB are enough).
  package func recognise(_ sample: UnsafeRawBufferPointer, isFinal: Bool) -> Recognition {
    if sample.isEmpty { return .unknown(reason: "the file is empty") }
    var matches: [Adapter] = []
    var nearest: (adapter: Adapter, missing: [String])?
    for adapter in adapters {
      let missing = adapter.missingNames(in: sample, isFinal: isFinal)
      guard let missing else { continue }
      if missing.isEmpty {
        matches.append(adapter)
      } else if missing.count < adapter.recognisedBy.count,
        missing.count < nearest?.missing.count ?? .max
      {
        nearest = (adapter, missing)
      }
    }
    if matches.isEmpty { return .unknown(reason: Self.unknownReason(nearest)) }
    guard let winner = Self.winner(matches) else { return .ambiguous(matches.map(\.id)) }
    return .one(winner, reason: winner.recognitionReason)
  }

  /// The match whose names strictly contain those of every other match.
  private static func winner(_ matches: [Adapter]) -> Adapter? {
    matches.first { candidate in
      let names = Set(candidate.recognisedBy)
      return matches.allSatisfy { other in
        other.id == candidate.id || names.isStrictSuperset(of: other.recognisedBy)
      }
    }
  }

  private static func unknownReason(_ nearest: (adapter: Adapter, missing: [String])?) -> String {
    guard let (adapter, missing) = nearest else { return "no adapter reads such a file" }
    return "nearest is '\(adapter.id)', but '\(missing.joined(separator: "', '"))' "
      + (missing.count == 1 ? "is missing" : "are missing")
  }
}

/// What a file was taken for.
package enum Recognition: Sendable {
  /// The file of an adapter, and why.
  case one(Adapter, reason: String)
  /// The file of several adapters, by id.
  case ambiguous([String])
  /// No adapter's file.
  case unknown(reason: String)
}

extension Adapter {
  /// The recognised names a file does not have; nil if it has not the adapter's form at all.
  fileprivate func missingNames(
    in sample: UnsafeRawBufferPointer, isFinal: Bool
  ) -> [String]? {
    let form = FileForm.detect(sample, isFinal: isFinal, adapter: self, settings: nil)
    switch form {
    case .csv(let dialect):
      guard dialect.hasHeader, dialect.refusal == nil else { return nil }
      var rows = HeaderRows(sample, isFinal: isFinal, dialect: dialect)
      guard let names = rows.next() else { return nil }
      return HeaderMatching(names: names).missing(recognisedBy)
    case .json(let layout?): return missingKeys(in: sample, layout: layout, isFinal: isFinal)
    case .json(nil), nil: return nil
    }
  }

  /// The names the most fitting of the first records does not have.
  private func missingKeys(
    in sample: UnsafeRawBufferPointer, layout: JSONLayout, isFinal: Bool
  ) -> [String]? {
    var scanner = JSONScanner(layout: layout)
    var best: [String]?
    var offset = 0
    var records = 0
    while records < TopLevelKeys.recordsLookedAt {
      switch scanner.next(in: sample, from: offset, isFinal: isFinal) {
      case .record(let range):
        let record = UnsafeRawBufferPointer(rebasing: sample[range])
        let missing = TopLevelKeys.missing(recognisedBy, in: scanner.tape, of: record)
        if missing.count < best?.count ?? .max { best = missing }
        records += 1
        offset = range.upperBound
      case .framing(let range), .rejected(let range, _), .rejectedContinuation(let range):
        offset = range.upperBound
      case .needsMore, .end: return best
      }
    }
    return best
  }

  /// Why a file is this adapter's.
  fileprivate var recognitionReason: String {
    let noun = if case .csv = definition.reads { "columns" } else { "keys" }
    return "\(noun) '\(recognisedBy.joined(separator: "', '"))' are there"
  }
}
