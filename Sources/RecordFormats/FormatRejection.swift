/// Why a record could not be split into its fields or values.
package struct FormatRejection: Equatable, Sendable {
  /// What is wrong with the record.
  package enum Kind: Equatable, Sendable, CaseIterable {
    /// CSV: a quoted field is never closed.
    case unclosedQuote
    /// CSV: a quote inside an unquoted field, or text behind a closing quote.
    case strayQuote
    /// CSV: more fields than the header, and the further ones are not blank.
    case tooManyFields
    /// CSV: fewer fields than the header.
    case tooFewFields
    /// CSV: more fields than the limit.
    case tooManyColumns
    /// JSON: more keys and values than the limit.
    case tooManyValues
    /// JSON: nested deeper than the limit.
    case tooDeep
    /// JSON: not valid, not an object, or cut off by the end of the file.
    case malformedJSON
    /// Bytes that are not valid in the file's encoding.
    case invalidEncoding
    /// More bytes than the limit.
    case recordTooLarge
  }

  /// What is wrong with the record, from which its code follows.
  package var kind: Kind
  /// What happened, without any of the data.
  package var detail: String
  /// Where it shows, relative to the start of the bytes the scanner was given, as the range.
  package var byteOffset: Int
  /// Whether more of the same record follows as `ScanStep.rejectedContinuation`.
  package var continues: Bool

  /// A rejection of known parts.
  package init(_ kind: Kind, _ detail: String, byteOffset: Int, continues: Bool = false) {
    self.kind = kind
    self.detail = detail
    self.byteOffset = byteOffset
    self.continues = continues
  }
}
