internal import DurableFiles
internal import JourneyModel
internal import RecordFormats
internal import RecordStore

/// Finds the inputs whose content is the beginning of another one's: what an export was before it
/// grew, and what was read before it was whole.
///
/// The longer one has all their records, so they go; it remembers their files, which may still lie
/// beside its own. Contents are compared by their SHA-256. Only inputs of one source are compared
/// that have the path or the head in common: a file shorter than a head is replaced by what grows
/// at its own path.
struct Supersession {
  private let limits: ByteLimits
  private let inputs: StoredInputs
  private let byPath: InputIndex
  private let byHead: InputIndex
  /// The inputs that go, and those they are the beginnings of.
  private(set) var superseded: [UInt32: UInt32] = [:]
  /// The files that are beginnings of inputs, of which that was not known.
  private(set) var beginnings: [UInt32: [FileContent]] = [:]

  /// Among what stays of the state and what a run has read.
  init(_ inputs: StoredInputs, limits: ByteLimits) {
    self.limits = limits
    self.inputs = inputs
    byPath = InputIndex(inputs) { $0.ledger.recordsRead > 0 ? [Supersession.pathKey($0)] : [] }
    byHead = InputIndex(inputs) { input in
      input.ledger.recordsRead > 0 ? Supersession.headKey(input).map { [$0] } ?? [] : []
    }
  }

  /// Looks for what begins, or is the beginning of, each input from a number on.
  mutating func resolve(from first: UInt32) throws(RunFailure) {
    let start = inputs.partitioningIndex { inputs.number(at: $0) >= first }
    let read = (start..<inputs.count).map { (inputs[$0].content.byteCount, $0) }
    for (_, position) in read.sorted(by: { (-$0.0, $0.1) < (-$1.0, $1.1) })
    where superseded[inputs.number(at: position)] == nil {
      try resolve(inputs[position])
    }
  }

  private mutating func resolve(_ input: StoredInput) throws(RunFailure) {
    let others = akin(to: input)
    let shorter = others.filter { $0.content.byteCount < input.content.byteCount }
    for other in try beginnings(of: input, among: shorter) { supersede(other, by: input) }
    let same = others.filter { $0.content == input.content }
    if let earlier = same.first(where: { $0.number < input.number }) {
      supersede(input, by: earlier)
    } else if input.isOpenEnded {
      let longer = others.filter { $0.content.byteCount > input.content.byteCount }
      try supersede(input, byOneOf: longer)
    }
  }

  /// The inputs that another one may begin with or be the beginning of, by number.
  private func akin(to input: StoredInput) -> [StoredInput] {
    let atPath = byPath.positions(of: Supersession.pathKey(input))
    let ofHead = Supersession.headKey(input).map { byHead.positions(of: $0) } ?? []
    return Set(atPath + ofHead).sorted().map { inputs[$0] }.filter { other in
      other.number != input.number && superseded[other.number] == nil
        && other.source == input.source
    }
  }

  private static func pathKey(_ input: StoredInput) -> Int {
    InputIndex.key(Array(input.path.utf8), input.source)
  }

  private static func headKey(_ input: StoredInput) -> Int? {
    input.head.isZero ? nil : InputIndex.key(input.head, input.source)
  }

  private mutating func supersede(_ shorter: StoredInput, by longer: StoredInput) {
    superseded[shorter.number] = longer.number
    var known = beginnings[longer.number] ?? longer.beginnings
    for file in [shorter.file] + (beginnings[shorter.number] ?? shorter.beginnings)
    where !known.contains(file) {
      known.append(file)
    }
    if known.count > longer.beginnings.count { beginnings[longer.number] = known }
  }

  /// Takes the first input whose file is still what was read and begins so.
  private mutating func supersede(
    _ input: StoredInput, byOneOf longer: [StoredInput]
  ) throws(RunFailure) {
    for other in longer where try !beginnings(of: other, among: [input]).isEmpty {
      return supersede(input, by: other)
    }
  }

  /// Which of the shorter contents are the beginning of an input's, by its file.
  private func beginnings(
    of input: StoredInput, among shorter: [StoredInput]
  ) throws(RunFailure) -> [StoredInput] {
    guard !shorter.isEmpty else { return [] }
    let lengths = Set(shorter.map(\.content.byteCount))
    guard let found = try PrefixDigests.of(input, at: lengths, limits: limits) else { return [] }
    return shorter.filter { found[$0.content.byteCount] == $0.content.sha256 }
  }
}

/// The digests of beginnings of a content.
private struct PrefixDigests {
  private var digest = ContentSHA256()
  private var position: Int64 = 0
  private var lengths: ArraySlice<Int64>
  private var found: [Int64: String] = [:]

  /// The digests by length; nil where the file cannot be read or is no longer what was read.
  static func of(
    _ input: StoredInput, at lengths: Set<Int64>, limits: ByteLimits
  ) throws(RunFailure) -> [Int64: String]? {
    var digests = PrefixDigests(lengths: lengths.sorted()[...])
    do throws(RunFailure) {
      try File.forEachPiece(ofContent: input.path, limits: limits) { digests.take($0) }
    } catch {
      guard error.isOfOneFile else { throw error }
      return nil
    }
    return digests.digest.hexadecimal == input.content.sha256 ? digests.found : nil
  }

  private init(lengths: ArraySlice<Int64>) { self.lengths = lengths }

  private mutating func take(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while let length = lengths.first, length <= position + Int64(rest.count) {
      let part = rest.prefix(Int(length - position))
      digest.update(UnsafeRawBufferPointer(rebasing: part))
      position = length
      found[length] = digest.hexadecimal
      rest = rest.dropFirst(part.count)
      lengths = lengths.dropFirst()
    }
    digest.update(UnsafeRawBufferPointer(rebasing: rest))
    position += Int64(rest.count)
  }
}
