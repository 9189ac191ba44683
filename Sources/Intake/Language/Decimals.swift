/// Reads decimal numbers as integers, without floating point.
enum Decimals {
  /// Thousandths of a decimal number, further digits cut off; nil if it is none or too large.
  ///
  /// Accepts a sign, digits, a point and digits, and an exponent as JSON writes it.
  static func thousandths(of bytes: UnsafeRawBufferPointer) -> Int64? {
    scaled(bytes, by: 3, exact: false)
  }

  /// A whole number; `12.0` counts, `12.5` does not.
  static func integer(of bytes: UnsafeRawBufferPointer) -> Int64? {
    scaled(bytes, by: 0, exact: true)
  }

  /// Thousandths of a decimal number in a text.
  static func thousandths(of text: String) -> Int64? {
    var text = text
    return text.withUTF8 { thousandths(of: UnsafeRawBufferPointer($0)) }
  }

  /// The number times 10^`places`; digits below that are cut off, or refused if `exact`.
  private static func scaled(
    _ bytes: UnsafeRawBufferPointer, by places: Int, exact: Bool
  ) -> Int64? {
    var cursor = Cursor(bytes)
    let isNegative = cursor.take(UInt8(ascii: "-"))
    if !isNegative { _ = cursor.take(UInt8(ascii: "+")) }
    guard let parts = cursor.mantissa(), let exponent = cursor.exponent(), cursor.isAtEnd else {
      return nil
    }
    var shift = places + exponent - parts.fractionDigits
    var value = parts.digits
    while shift > 0, value != 0 {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      value = product
      shift -= 1
    }
    while shift < 0, value != 0 {
      if exact, value % 10 != 0 { return nil }
      value /= 10
      shift += 1
    }
    return isNegative ? -value : value
  }

  /// Walks over the bytes of a number.
  private struct Cursor {
    let bytes: UnsafeRawBufferPointer
    var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ byte: UInt8) -> Bool {
      guard position < bytes.count, bytes[position] == byte else { return false }
      position += 1
      return true
    }

    mutating func digit() -> Int64? {
      guard position < bytes.count else { return nil }
      let value = bytes[position] &- UInt8(ascii: "0")
      guard value <= 9 else { return nil }
      position += 1
      return Int64(value)
    }

    /// All digits as one number and how many of them follow the point.
    ///
    /// Digits behind the point that no longer fit are dropped: they lie below a thousandth.
    mutating func mantissa() -> (digits: Int64, fractionDigits: Int)? {
      var value: Int64 = 0
      var count = 0
      while let digit = digit() {
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(digit)
        if overflow || carry { return nil }
        value = sum
        count += 1
      }
      var fraction = 0
      guard take(UInt8(ascii: ".")) else { return count > 0 ? (value, 0) : nil }
      while let digit = digit() {
        count += 1
        guard value < Int64.max / 10 - 1 else { continue }
        value = value * 10 + digit
        fraction += 1
      }
      return count > 0 ? (value, fraction) : nil
    }

    /// The exponent, 0 if there is none.
    mutating func exponent() -> Int? {
      guard take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) else { return 0 }
      let isNegative = take(UInt8(ascii: "-"))
      if !isNegative { _ = take(UInt8(ascii: "+")) }
      guard var value = digit() else { return nil }
      while let digit = digit() {
        guard value < 1000 else { return nil }
        value = value * 10 + digit
      }
      return Int(isNegative ? -value : value)
    }
  }
}
