import CivilTime
import JourneyModel
import ParquetFiles

/// `datapackage.json`: the tables as a Frictionless Data Package 2 (datapackage.org).
///
/// A dated table without rows has no file; its resource then carries empty inline data, because
/// Data Package resources need either a path or data.
struct DataPackage {
  /// What the release says about itself.
  var settings: ReleaseSettings
  /// In any order; those without `rows` are left out.
  var files: [ContentFile]

  private static let profile = "https://datapackage.org/profiles/2.0/"

  /// Indented JSON with a resource for each of `Tables.all`, in that order.
  var text: String {
    JSONValue.object([
      ("$schema", .text(DataPackage.profile + "datapackage.json")),
      ("name", .text("throughline-release")),
      ("title", .text(settings.title)),
      (
        "description",
        .text(
          "Customer interactions, events, journeys, friction findings and daily measures as of "
            + "\(InstantText.iso8601(microseconds: settings.asOf.microseconds)); dates are days "
            + "in \(settings.zone.identifier), instants are UTC, ratios and scores permille.")
      ),
      ("resources", .array(Tables.all.map(resource))),
    ]).indentedText
  }

  private func resource(_ table: TableDescription) -> JSONValue {
    let parts = files.filter { $0.rows?.table == table.name }.sorted { $0.path < $1.path }
    var members: [(String, JSONValue)] = [
      ("$schema", .text(DataPackage.profile + "dataresource.json")),
      ("name", .text(table.name)),
      ("type", .text("table")),
      ("description", .text(table.summary)),
    ]
    if parts.isEmpty {
      members.append(("data", .array([])))
    } else {
      members.append(("path", .array(parts.map { .text($0.path) })))
      members.append(("format", .text("parquet")))
      members.append(("mediatype", .text("application/vnd.apache.parquet")))
      members.append(("rows", .integer(parts.reduce(0) { $0 + ($1.rows?.count ?? 0) })))
      members.append(
        ("hashes", .array(parts.map { .text("sha256:" + $0.sha256) })))
    }
    members.append(("schema", schema(table)))
    return .object(members)
  }

  private func schema(_ table: TableDescription) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("$schema", .text(DataPackage.profile + "tableschema.json")),
      ("fields", .array(table.columns.map(DataPackage.field))),
      ("missingValues", .array([.text("")])),
    ]
    if !table.primaryKey.isEmpty {
      members.append(("primaryKey", .array(table.primaryKey.map(JSONValue.text))))
    }
    if !table.foreignKeys.isEmpty {
      members.append(("foreignKeys", .array(table.foreignKeys.map { reference($0, in: table) })))
    }
    return .object(members)
  }

  private func reference(_ key: ForeignKey, in table: TableDescription) -> JSONValue {
    var target: [(String, JSONValue)] = [("fields", .array([.text(key.target)]))]
    // A reference to the own table names no resource (Table Schema, "foreignKeys").
    if key.table != table.name { target.insert(("resource", .text(key.table)), at: 0) }
    return .object([("fields", .array([.text(key.column)])), ("reference", .object(target))])
  }

  private static func field(_ column: TableColumn) -> JSONValue {
    var description = column.meaning
    if let formula = column.formula { description += " Derived: \(formula)." }
    var members: [(String, JSONValue)] = [
      ("name", .text(column.name)), ("type", .text(type(of: column.type))),
      ("description", .text(description)),
    ]
    if let unit = column.unit { members.append(("unit", .text(unit))) }
    var constraints: [(String, JSONValue)] = []
    if !column.isNullable { constraints.append(("required", .bool(true))) }
    if !column.words.isEmpty {
      constraints.append(("enum", .array(column.words.map(JSONValue.text))))
    }
    if column.isHash { constraints.append(("pattern", .text("^[0-9a-f]{32}$"))) }
    if !constraints.isEmpty { members.append(("constraints", .object(constraints))) }
    return .object(members)
  }

  private static func type(of type: ParquetType) -> String {
    switch type {
    case .int32, .int64: "integer"
    case .timestampMicros: "datetime"
    case .date: "date"
    case .string: "string"
    case .json: "string"
    case .boolean: "boolean"
    }
  }
}
