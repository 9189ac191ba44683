import CivilTime

/// Numbers as people read them, by whole-number arithmetic only.
package enum NumberText {
  /// 20769 → `20,769`; a negative number has a true minus sign.
  package static func grouped(_ value: Int64) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "−" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  /// 412 permille → `41.2 %`.
  package static func percent(permille: Int64) -> String { decimal(permille) + " %" }

  /// 412 → `41.2`, or with two digits `4.12`.
  package static func decimal(_ value: Int64, digits: Int = 1) -> String {
    let unit: UInt64 = digits == 1 ? 10 : 100
    let fraction = String(value.magnitude % unit)
    return (value < 0 ? "−" : "") + grouped(Int64(value.magnitude / unit)) + "."
      + String(repeating: "0", count: digits - fraction.count) + fraction
  }

  /// 123456 → `1,234.56 USD`, with as many digits as the currency has.
  package static func money(_ minor: Int64, _ currency: ReleaseCurrency?) -> String {
    let digits = currency?.digits ?? 2
    let unit = (0..<digits).reduce(UInt64(1)) { power, _ in power * 10 }
    let (whole, rest) = minor.magnitude.quotientAndRemainder(dividingBy: unit)
    var text = (minor < 0 ? "−" : "") + grouped(Int64(clamping: whole))
    if digits > 0 {
      let fraction = String(rest)
      text += "." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
    return currency.map { "\(text) \($0.code)" } ?? text
  }

  /// 12 → `+12.0 %` of change with its sign; `±` is never printed.
  package static func signedPercent(permille: Int64) -> String {
    (permille > 0 ? "+" : "") + percent(permille: permille)
  }

  /// A difference of two shares: `+1.2 pp`.
  package static func signedPoints(permille: Int64) -> String {
    (permille > 0 ? "+" : "") + decimal(permille) + " pp"
  }

  /// 125000 → `2 m 5 s`.
  package static func duration(_ milliseconds: Int64) -> String {
    DurationText.describe(milliseconds: milliseconds)
  }

  /// A duration in at most one unit with one decimal, for axes and map labels: `2.1 m`.
  package static func shortDuration(_ milliseconds: Int64) -> String {
    let units: [(String, Int64)] = [
      ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
    ]
    for (unit, size) in units where milliseconds >= size {
      let tenths = (milliseconds * 10 + size / 2) / size
      return tenths % 10 == 0 || tenths >= 100
        ? "\(grouped((tenths + 5) / 10)) \(unit)" : "\(decimal(tenths)) \(unit)"
    }
    return milliseconds <= 0 ? "0 s" : "\(milliseconds) ms"
  }

  /// A count in at most four characters, for map labels: `20.8k`.
  package static func short(_ value: Int64) -> String {
    for (unit, size) in [("G", Int64(1_000_000_000)), ("M", 1_000_000), ("k", 1000)]
    where value >= size * 10 || (value >= size && size > 1000) {
      let tenths = (value * 10 + size / 2) / size
      return tenths >= 1000 ? "\(grouped((tenths + 5) / 10))\(unit)" : "\(decimal(tenths))\(unit)"
    }
    return grouped(value)
  }

  /// part ÷ whole in permille, where all and none are said of all and none only.
  package static func cautiousPermille(_ part: Int64, of whole: Int64) -> Int64 {
    guard part > 0, part < whole else { return permille(part, of: whole) }
    return min(max(permille(part, of: whole), 1), 999)
  }

  /// part ÷ whole in permille, rounded half up; 0 of 0 is 0.
  package static func permille(_ part: Int64, of whole: Int64) -> Int64 {
    share(part, of: whole, in: 1000)
  }

  /// part × units ÷ whole for a whole that is not negative, rounded half up; 0 of 0 is 0.
  package static func share(_ part: Int64, of whole: Int64, in units: Int64) -> Int64 {
    guard whole > 0 else { return 0 }
    let twice = Int128(part) * Int128(units) * 2 + Int128(whole)
    let (quotient, rest) = twice.quotientAndRemainder(dividingBy: 2 * Int128(whole))
    return Int64(clamping: rest < 0 ? quotient - 1 : quotient)
  }
}

extension NumberText {
  /// 1250 hundredths → `12.5`, for drawing coordinates.
  static func plainHundredths(_ value: Int64) -> String {
    let fraction = value % 100
    guard fraction != 0 else { return String(value / 100) }
    return "\(value / 100)." + (fraction < 10 ? "0" : "") + String(fraction)
  }
}
