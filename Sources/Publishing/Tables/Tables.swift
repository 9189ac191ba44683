/// The registry of dataset tables.
package enum Tables {
  /// Every table, in the order of the manual; to add one, add its line here.
  package static let all: [TableDescription] = [
    InteractionsTable.description,
    EventsTable.description,
    JourneysTable.description,
    FindingsTable.description,
    MeasuresTable.description,
    CustomersTable.description,
    RejectsTable.description,
  ]
}
