import JourneyModel
import ParquetFiles

/// A dataset: what it says of itself and its columns, from which everything else follows.
struct Table<Entry: PublishedEntry>: Sendable {
  /// Name, meaning, keys and columns.
  let description: TableDescription
  /// The columns, in published order.
  let columns: [Column<Entry>]

  /// A table of known parts; rows go to `date=` folders by what `dateRule` names.
  init(
    _ name: String, _ summary: String, dateRule: String? = nil, keys: TableKeys = TableKeys(),
    columns: [Column<Entry>]
  ) {
    self.columns = columns
    description = TableDescription(
      name: name, summary: summary, dateRule: dateRule, keys: keys,
      columns: columns.map(\.description))
  }
}
