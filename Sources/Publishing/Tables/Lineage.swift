import JourneyModel

extension Tables {
  /// One row per statement and rejection, and every copy of it: part of the provenance, not of the
  /// content.
  static let lineage = Table<LineageEntry>(
    "lineage", "One row per statement or rejection: the input and the bytes it was read from.",
    columns: [
      Column("record_id", "The statement.") { $0.record },
      Column("input", from: { $0.inputs }, "The path of the input.") { ListPosition($0.input) },
      Column("byte_offset", in: "bytes", "Where its record begins.") { $0.byteOffset },
      Column("byte_length", in: "bytes", "How long its record is.") { $0.byteLength },
    ])
}
