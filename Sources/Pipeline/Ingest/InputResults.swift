package import RecordStore

/// What became of each file of a run, in path order, in little memory.
package struct InputResults: RandomAccessCollection, Sendable {
  /// The inputs there were before and those that were read, by number.
  private(set) var inputs: StoredInputs
  private var entries: [Entry] = []
  private var others: [InputResult] = []
  private var replaced: [UInt32: [UInt32]] = [:]
  private var details: [UInt32: ReadingDetails] = [:]

  private enum Entry {
    /// An input was read, which is at a position of `inputs`.
    case read(UInt32)
    case unchanged
    /// At a position of `others`.
    case other(UInt32)
  }

  /// No results yet beside a state.
  package init(beside stored: StoredInputs = []) { inputs = stored }

  package var startIndex: Int { 0 }
  package var endIndex: Int { entries.count }

  package subscript(position: Int) -> InputResult {
    switch entries[position] {
    case .read(let position):
      var input = inputs[Int(position)]
      if let details = details[input.number] { input.details = details }
      return .read(input, replacing: replaced[input.number] ?? [])
    case .unchanged: return .unchanged
    case .other(let position): return others[Int(position)]
    }
  }

  /// The numbers of all inputs that are replaced by what was read.
  var allReplaced: Set<UInt32> { Set(replaced.values.joined()) }

  /// Appends what became of the next file; numbers of inputs ascend.
  mutating func append(_ result: InputResult) {
    switch result {
    case .read(let input, let replacing):
      entries.append(.read(UInt32(inputs.count)))
      inputs.append(input)
      if !input.details.isEmpty { details[input.number] = input.details }
      if !replacing.isEmpty { replaced[input.number] = replacing }
    case .unchanged: entries.append(.unchanged)
    case .unknown, .refused:
      entries.append(.other(UInt32(others.count)))
      others.append(result)
    }
  }

  /// Calls those unchanged that were read but whose content another input has.
  mutating func setUnchanged(_ numbers: Set<UInt32>) {
    if numbers.isEmpty { return }
    for (index, entry) in entries.enumerated() {
      guard case .read(let position) = entry, numbers.contains(inputs.number(at: Int(position)))
      else { continue }
      entries[index] = .unchanged
    }
  }
}
