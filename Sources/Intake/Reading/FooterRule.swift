internal import RecordFormats

/// Tells the footer of a report from its rows, for adapters that declare one.
///
/// ```
/// 17,C1        a row
///              a blank line, or a row of blank fields
/// Call report  a row of another width behind it, or with a first field only: the footer begins
/// Page 1       the footer, whatever it holds
/// 18,C2        a row as wide as the header: the footer is over
/// ```
///
/// Nothing as wide as the header that holds more than one value is ever taken for a footer, so
/// files that were put together of several reports lose no row.
struct FooterRule {
  private enum Place {
    case rows
    case behindBlankLine
    case footer
  }

  private let isDeclared: Bool
  private var place = Place.rows

  /// A rule at the first row; without a declaration nothing is a footer.
  init(isDeclared: Bool) { self.isDeclared = isDeclared }

  /// Whether the bytes reported last belong to a footer.
  var isInside: Bool { place == .footer }

  /// A row as wide as the header was read.
  mutating func sawRow() { place = .rows }

  /// Whether a row as wide as the header only pads the file: one of blank fields, and in a footer
  /// one with a first field only.
  mutating func takes(_ row: CSVRow, in bytes: UnsafeRawBufferPointer) -> Bool {
    if row.firstFilled(in: bytes) == nil {
      if isDeclared, place == .rows { place = .behindBlankLine }
      return true
    }
    guard place != .rows, row.count > 1, row.firstFilled(in: bytes, from: 1) == nil else {
      return false
    }
    place = .footer
    return true
  }

  /// Framing behind the header was read.
  mutating func sawFraming(_ bytes: UnsafeRawBufferPointer) {
    guard isDeclared, place == .rows, let first = bytes.first else { return }
    if first == 0x0a || first == 0x0d { place = .behindBlankLine }
  }

  /// Whether a row that cannot be read is part of a footer.
  mutating func takes(_ kind: FormatRejection.Kind) -> Bool {
    let isOfOtherWidth = kind == .tooFewFields || kind == .tooManyFields
    if place == .behindBlankLine { place = isOfOtherWidth ? .footer : .rows }
    return place == .footer
  }
}
