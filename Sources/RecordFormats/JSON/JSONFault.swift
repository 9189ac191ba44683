/// Where and why a JSON text breaks the rules.
struct JSONFault: Error {
  /// The kind of rejection the text becomes.
  let kind: FormatRejection.Kind
  /// What happened; static, so that faults cost nothing until they are told.
  let detail: StaticString
  /// The byte where it shows, in the bytes that were read.
  let offset: Int

  /// A fault of known parts; malformed unless said otherwise.
  init(_ detail: StaticString, at offset: Int, kind: FormatRejection.Kind = .malformedJSON) {
    self.kind = kind
    self.detail = detail
    self.offset = offset
  }

  /// The same as a rejection.
  func rejection(continues: Bool = false) -> FormatRejection {
    FormatRejection(kind, "\(detail)", byteOffset: offset, continues: continues)
  }
}
