import JourneyModel
import Pipeline
import RecordStore

/// An input of which the vendor counts more records than a run found.
struct Shortfall {
  /// The input's name.
  let source: String
  /// How many records the vendor says there are on all pages.
  let counted: Int64
  /// How many records its files have.
  let found: Int64

  /// What is short in a run, by the names of inputs.
  ///
  /// Where files of the run were in the store already, the others may be in any file of the state.
  static func all(in outcome: RunOutcome) -> [Shortfall] {
    var totals: [String: Int64] = [:]
    var found: [String: Int64] = [:]
    var isAllNew = true
    for file in outcome.files {
      switch file {
      case .read(let input, _):
        let name = input.source.name
        found[name, default: 0] += input.ledger.recordsRead
        if let total = input.details.statedTotal { totals[name] = max(totals[name] ?? 0, total) }
      case .unchanged: isAllNew = false
      case .unknown, .refused: break
      }
    }
    if totals.isEmpty { return [] }
    if !isAllNew {
      found = [:]
      for input in outcome.inputs {
        found[input.source.name, default: 0] += input.ledger.recordsRead
      }
    }
    return totals.sorted { $0.key < $1.key }.compactMap { name, total in
      let count = found[name] ?? 0
      return count < total ? Shortfall(source: name, counted: total, found: count) : nil
    }
  }

  /// Both numbers in words.
  var text: String {
    "the vendor counts \(counted) \(counted == 1 ? "record" : "records"), "
      + "\(found) \(found == 1 ? "is" : "are") here"
  }
}
