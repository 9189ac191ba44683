package import CivilTime

/// Which rows and columns of a dataset are asked for, as people write it.
package struct DatasetRequest: Sendable {
  /// The first day in the reporting zone; nil for the first there is.
  package var first: CivilDate?
  /// The last day; nil for the last there is.
  package var last: CivilDate?
  /// What must hold, each as `column=value`.
  package var conditions: [String]
  /// The columns in the order they are written; nil for all.
  package var columns: [String]?

  /// A request of known parts.
  package init(
    first: CivilDate? = nil, last: CivilDate? = nil, conditions: [String] = [],
    columns: [String]? = nil
  ) {
    self.first = first
    self.last = last
    self.conditions = conditions
    self.columns = columns
  }
}

extension DatasetRequest {
  /// The days asked for; throws where the first is behind the last.
  var days: ClosedRange<Int32> {
    get throws {
      let (start, end) = (first?.dayNumber ?? .min, last?.dayNumber ?? .max)
      guard start <= end else {
        throw ExportError.request("the first day is behind the last", help: nil)
      }
      return start...end
    }
  }
}
