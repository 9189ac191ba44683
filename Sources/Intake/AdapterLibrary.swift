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
    for index in library.adapters.indices { library.adapters[index].isBundled = true }
    return library
  }

  /// Adds an adapter file; one with the id of a bundled adapter takes its place.
  ///
  /// - Returns: its id.
  @discardableResult
  package mutating func add(text: String, file: String) throws(DiagnosticError) -> String {
    var adapter = try DefinitionReader.adapter(text: text, file: file)
    adapter.isReplacement = adapters.contains {
      $0.id == adapter.id && ($0.isBundled || $0.isReplacement)
    }
    adapters.removeAll { $0.id == adapter.id }
    adapters.append(adapter)
    adapters.sort { $0.id < $1.id }
    return adapter.id
  }

  /// The user's adapters that took the place of a bundled one.
  package var replacements: [Adapter] { adapters.filter(\.isReplacement) }

  /// The names of all attributes of profiles that adapters state.
  package var attributes: Set<String> {
    Set(adapters.flatMap { $0.definition.attributes.map(\.name) })
  }

  /// The adapter of an id.
  package func adapter(id: String) -> Adapter? { adapters.first { $0.id == id } }

  /// Which adapter a file is for, judged by its first decompressed bytes (256 KiB are enough).
  ///
  /// A header on the first line counts before one that stands behind a preamble. `settings` are
  /// those of the input the file belongs to: their encoding and delimiter.
  package func recognise(
    _ sample: UnsafeRawBufferPointer, isFinal: Bool, settings: InputSettings? = nil
  ) -> Recognition {
    if sample.isEmpty { return .unknown(reason: "the file is empty", isNear: false) }
    if let advice = ForeignFormat.advice(on: sample) {
      return .unknown(reason: advice, isNear: true)
    }
    return looking(at: sample, isFinal: isFinal, settings) { recognise(&$0) }
  }

  /// The ids of all adapters that know a file, whichever of them would read it.
  package func adapters(
    knowing sample: UnsafeRawBufferPointer, isFinal: Bool, settings: InputSettings? = nil
  ) -> [String] {
    looking(at: sample, isFinal: isFinal, settings) { file in
      adapters.filter { file.missingNames(of: $0, lines: 1) == [] }.map(\.id)
    }
  }

  /// Looks at the beginning of a file, as UTF-8 where it is UTF-16.
  private func looking<Answer>(
    at sample: UnsafeRawBufferPointer, isFinal: Bool, _ settings: InputSettings?,
    _ look: (inout UnknownFile) -> Answer
  ) -> Answer {
    let encoding = TextEncoding.marked(by: sample) ?? settings?.encoding
    guard let encoding, !encoding.isSupported else {
      var file = UnknownFile(
        sample, isFinal: isFinal, encoding: encoding, delimiter: settings?.delimiter)
      return look(&file)
    }
    var transcoder = UTF16Transcoder(encoding)
    var window = ScanWindow()
    transcoder.transcode(sample, into: &window)
    return window.withBytes { text in
      var file = UnknownFile(
        text, isFinal: isFinal, encoding: .utf8, delimiter: settings?.delimiter)
      return look(&file)
    }
  }

  private func recognise(_ file: inout UnknownFile) -> Recognition {
    var matches = adapters.filter {
      !$0.recognisedBy.isEmpty && file.missingNames(of: $0, lines: 1) == []
    }
    // Whoever asks for names wins over those who do not, and looking at records takes long.
    if matches.isEmpty {
      matches = adapters.filter {
        $0.recognisedBy.isEmpty && file.missingNames(of: $0, lines: 1) == []
      }
    }
    var nearest: Near?
    if matches.isEmpty {
      for adapter in adapters {
        let missing = file.missingNames(of: adapter, lines: HeaderSearch.lineLimit)
        guard let missing else { continue }
        if missing.isEmpty {
          matches.append(adapter)
        } else if Self.isNearer((adapter, missing), than: nearest) {
          nearest = (adapter, missing)
        }
      }
    }
    if matches.isEmpty { return Self.unknown(nearest) }
    guard let winner = Self.winner(matches) else {
      let streams = file.streams
      if streams.count < 2 { return .ambiguous(matches.map(\.id)) }
      return .unknown(
        reason: "it has records of the streams '\(streams.joined(separator: "', '"))': write those "
          + "of each into a file of their own", isNear: true)
    }
    return .one(winner, reason: winner.recognitionReason)
  }

  /// The match that asks for more than every other one.
  ///
  /// That is for names that strictly contain the other's, or the same and a condition. What extends
  /// another goes before it.
  private static func winner(_ matches: [Adapter]) -> Adapter? {
    matches.first { candidate in
      let names = Set(candidate.recognisedBy)
      return matches.allSatisfy { other in
        if other.id == candidate.id || other.id == candidate.base { return true }
        if names.isStrictSuperset(of: other.recognisedBy) { return true }
        return names.isSuperset(of: other.recognisedBy)
          && candidate.definition.recogniseWhere != nil
          && other.definition.recogniseWhere == nil
      }
    }
  }

  /// An adapter and the names by which it recognises files that a file does not have.
  private typealias Near = (adapter: Adapter, missing: [String])

  /// Whether a file has a greater share of an adapter's names than of another's, or more of them.
  private static func isNearer(_ one: Near, than other: Near?) -> Bool {
    let names = one.adapter.recognisedBy.count
    let shared = names - one.missing.count
    guard let other else { return shared > 0 }
    let otherNames = other.adapter.recognisedBy.count
    let otherShared = otherNames - other.missing.count
    return (shared * otherNames, shared) > (otherShared * names, otherShared)
  }

  private static func unknown(_ nearest: Near?) -> Recognition {
    guard let (adapter, missing) = nearest else {
      return .unknown(reason: "no adapter reads such a file", isNear: false)
    }
    let reason =
      "nearest is '\(adapter.id)', but '\(missing.joined(separator: "', '"))' "
      + (missing.count == 1 ? "is missing" : "are missing")
    let shared = adapter.recognisedBy.count - missing.count
    return .unknown(reason: reason, isNear: shared > 1 && shared >= missing.count)
  }
}

/// What a file was taken for.
package enum Recognition: Sendable {
  /// The file of an adapter, and why.
  case one(Adapter, reason: String)
  /// The file of several adapters, by id.
  case ambiguous([String])
  /// No adapter reads it; the reason names the nearest one, if any, and what that misses.
  ///
  /// It is near where it most likely holds records all the same: an export that has changed, or one
  /// that has to be unpacked.
  case unknown(reason: String, isNear: Bool)
}

extension Adapter {
  /// Why a file is this adapter's.
  fileprivate var recognitionReason: String {
    let condition = definition.recogniseWhere == nil ? nil : "its first records meet its condition"
    guard !recognisedBy.isEmpty else { return condition ?? "" }
    let noun = if case .csv = definition.reads { "columns" } else { "keys" }
    let names = "\(noun) '\(recognisedBy.joined(separator: "', '"))' are there"
    return condition.map { "\(names), and \($0)" } ?? names
  }
}
