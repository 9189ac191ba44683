/// What a scanner found next, or why it stopped.
///
/// Ranges are offsets into the bytes the scanner was given. Every range begins where the one
/// before ended, so that together they tile the file: record, framing, rejected and
/// rejectedContinuation bytes add up to all bytes. What the steps say does not depend on how the
/// file was cut into pieces, except that framing and continuations may come in more or fewer
/// ranges.
package enum ScanStep: Equatable, Sendable {
  /// One record: of CSV with its line end, of JSON the object alone.
  case record(Range<Int>)
  /// Bytes between records: byte order mark, skipped header rows, blank lines, envelope, white
  /// space, commas.
  case framing(Range<Int>)
  /// One record that could not be read.
  ///
  /// The range is empty where the file ends before its envelope is closed: nothing is left to
  /// reject, yet records may be missing.
  case rejected(Range<Int>, FormatRejection)
  /// More bytes of the record last rejected, which is larger than the window may grow.
  ///
  /// The caller counts the record once and adds the length to its rejection.
  case rejectedContinuation(Range<Int>)
  /// Nothing is complete yet and more bytes may come.
  case needsMore
  /// The input is final and every byte of it was reported.
  case end
}
