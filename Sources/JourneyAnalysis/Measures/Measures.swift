package import JourneyModel

/// The measures, in the order reports show them.
package enum Measures {
  /// Cells do not number measures by these positions but by those in `ids`.
  package static let all: [any Measure.Type] = [
    Contacts.self,
    Journeys.self,
    Wait.self,
    HandleTimeMeasure.self,
    Abandonment.self,
    TransferRate.self,
    FirstContactResolution.self,
    ReopenRate.self,
    TimeToResolve.self,
    Satisfaction.self,
  ]

  /// How they describe themselves.
  package static let descriptions: [ComponentDescription] = all.map { $0.description }

  /// Their ids in the order of the texts: the order in which cells number them.
  package static let ids: [String] = descriptions.map(\.id).sorted()

  /// The table of each measure's cells, by position in `all`.
  package static let tables: [CellTable] = descriptions.map { description in
    CellTable.measure(ids.firstIndex(of: description.id) ?? 0)
  }
}
