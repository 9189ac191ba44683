package import ParquetFiles

/// How a dataset table describes itself: Parquet schema, data dictionary, data package and views
/// are all made of this.
package struct TableDescription: Sendable {
  /// The name of the table and of its folder.
  package let name: String
  /// One sentence: what a row is.
  package let summary: String
  /// The columns, in published order.
  package let columns: [TableColumn]
  /// The columns that name a row; empty where no set of non-null columns does.
  package let primaryKey: [String]
  /// The columns that name a row of another table.
  package let foreignKeys: [ForeignKey]
  /// What decides the row's `date=` folder; nil for a table without date folders.
  package let dateRule: String?

  /// A table of known parts.
  package init(
    name: String, summary: String, dateRule: String?, keys: TableKeys, columns: [TableColumn]
  ) {
    self.name = name
    self.summary = summary
    self.columns = columns
    self.primaryKey = keys.primary
    self.foreignKeys = keys.foreign
    self.dateRule = dateRule
  }

  /// Whether the table is split into `date=` folders.
  package var isDated: Bool { dateRule != nil }

  /// The schema its Parquet files have.
  package var parquetSchema: ParquetSchema {
    ParquetSchema(
      columns: columns.map {
        ParquetColumn(name: $0.name, type: $0.type, isNullable: $0.isNullable)
      })
  }
}

/// The keys of a table.
package struct TableKeys: Sendable {
  /// The columns that name a row.
  package var primary: [String] = []
  /// The columns that name a row of another table.
  package var foreign: [ForeignKey] = []

  /// Keys of known parts.
  package init(primary: [String] = [], foreign: [ForeignKey] = []) {
    self.primary = primary
    self.foreign = foreign
  }
}

/// A column that names a row of a table by that table's key column.
package struct ForeignKey: Sendable {
  /// The column of this table.
  package let column: String
  /// The table that is named.
  package let table: String
  /// The column of that table.
  package let target: String

  /// A reference between two columns.
  package init(_ column: String, _ table: String, _ target: String) {
    self.column = column
    self.table = table
    self.target = target
  }
}

/// One column of a dataset table, as it describes itself.
package struct TableColumn: Sendable {
  /// The name in every file, in snake_case.
  package let name: String
  /// The type in Parquet.
  package let type: ParquetType
  /// One sentence that says what the cells hold.
  package let meaning: String
  /// Whether a row may lack it.
  package let isNullable: Bool
  /// What the number counts; nil for texts.
  package let unit: String?
  /// How it is derived; nil where it is taken from the source.
  package let formula: String?
  /// The closed list of texts it may hold; empty for free texts.
  package let words: [String]
  /// Whether its texts are 32 hexadecimal digits of a hash.
  package let isHash: Bool
}
