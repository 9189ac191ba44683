/// The registry of dataset tables.
package enum Tables {
  /// Every table, in the order of the manual; to add one, add its line here and in
  /// `PublishedRows`.
  package static let all: [TableDescription] = [
    interactions.description,
    events.description,
    journeys.description,
    findings.description,
    measures.description,
    customers.description,
    rejects.description,
  ]
}
