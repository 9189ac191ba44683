import JourneyModel
import ParquetFiles

extension Tables {
  /// One row per record that was not accepted.
  static let rejects = Table<RejectEntry>(
    "rejects", "One row per record that was not accepted, with the reason.",
    keys: TableKeys(primary: ["source", "record_id"]),
    columns: [
      Column("system", "The vendor.") { $0.system },
      Column("source", "The name of the input.") { $0.source },
      Column("record_id", "Hash of the rejected bytes.") { $0.record },
      Column("code", "The diagnostic code; `throughline explain CODE` tells more.") { $0.code },
      Column("column", "The column or path concerned.") { $0.column },
      Column("message", "What happened, without any value of the record.") { $0.message },
      Column("hint", "What to do about it.") { $0.hint },
      Column("excerpt_redacted", "The first bytes, every letter and digit masked.", .prose) {
        $0.excerpt
      },
    ])
}
