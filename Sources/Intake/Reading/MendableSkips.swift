package import JourneyModel

/// Tells which skips of an adapter would not apply if an input said more.
package enum MendableSkips {
  /// The parameters without a value that the conditions of skips ask for, by the reasons of those
  /// that applied; records that state nothing may do so for want of any.
  package static func parameters(
    of adapter: Adapter, with values: [String: String], in ledger: Ledger
  ) -> [String: [String]] {
    if ledger.skipped.isEmpty { return [:] }
    let unset = adapter.parameters.map(\.name).filter {
      adapter.value(ofParameter: $0, in: values) == nil
    }
    var found: [String: [String]] = [:]
    for skip in adapter.definition.skip {
      let asked = skip.when.parameters
      let missing = unset.filter(asked.contains)
      if !missing.isEmpty { found[skip.reason, default: []] += missing }
    }
    if let reason = adapter.definition.record.emptyReason, !unset.isEmpty {
      found[reason, default: []] += unset
    }
    return found.filter { ledger.skipped[$0.key] != nil }
  }
}

extension Expression {
  /// The parameters it mentions.
  fileprivate var parameters: Set<String> {
    switch form {
    case .path(let path): path.parameter.map { [$0] } ?? []
    case .text, .number: []
    case .call(_, let arguments): arguments.reduce(into: []) { $0.formUnion($1.parameters) }
    case .comparison(_, let left, let right), .and(let left, let right), .or(let left, let right):
      left.parameters.union(right.parameters)
    case .membership(let value, _), .exists(let value), .not(let value): value.parameters
    }
  }
}
