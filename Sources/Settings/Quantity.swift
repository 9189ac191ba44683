/// Reads numbers with units as settings write them.
package enum Quantity {
  /// A duration such as `120s`, `72h`, `7d`, `15 min`, `250ms`, in milliseconds.
  ///
  /// Units: `ms`, `s`, `m`/`min`, `h`, `d`, `w`. Nil for anything else, also for a bare number.
  package static func milliseconds(_ text: String) -> Int64? {
    guard let (number, unit) = split(text), let factor = durationUnits[unit] else { return nil }
    return scaled(number, by: factor)
  }

  /// A size such as `512MiB`, `16 KiB`, `2GB`, in bytes; a bare number is bytes.
  package static func bytes(_ text: String) -> Int64? {
    guard let (number, unit) = split(text), let factor = sizeUnits[unit.lowercased()] else {
      return nil
    }
    return scaled(number, by: factor)
  }

  /// A share such as `1%`, `0.5 %` or `0.01`, in permille, rounded to the nearest.
  package static func permille(_ text: String) -> Int64? {
    guard let (number, unit) = split(text) else { return nil }
    let factor: Double? = unit == "%" ? 10 : unit.isEmpty ? 1000 : nil
    guard let factor, let value = Double(number) else { return nil }
    let permille = (value * factor).rounded()
    return permille >= 0 && permille <= 1000 ? Int64(permille) : nil
  }

  /// A decimal number such as `4.42` in millionths; nil for anything else, and for more digits
  /// than a millionth has.
  package static func millionths(_ text: String) -> Int64? {
    guard let (number, unit) = split(text), unit.isEmpty else { return nil }
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    guard parts.count <= 2, parts[0].count <= 12, fraction.count <= 6 else { return nil }
    return Int64(parts[0] + fraction + String(repeating: "0", count: 6 - fraction.count))
  }

  /// An amount for a time.
  package struct Rate: Equatable, Sendable {
    /// Millionths of the amount's unit.
    package let millionths: Int64
    /// The milliseconds it is for.
    package let milliseconds: Int64
  }

  /// An amount for a time such as `0.85/min` or `48/h`; nil for anything else.
  package static func rate(_ text: String) -> Rate? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let amount = millionths(String(parts[0])),
      let milliseconds = durationUnits[String(parts[1].filter { $0 != " " })]
    else { return nil }
    return Rate(millionths: amount, milliseconds: milliseconds)
  }

  private static let durationUnits: [String: Int64] = [
    "ms": 1, "s": 1000, "sec": 1000, "second": 1000, "seconds": 1000,
    "m": 60_000, "min": 60_000, "minute": 60_000, "minutes": 60_000,
    "h": 3_600_000, "hour": 3_600_000, "hours": 3_600_000,
    "d": 86_400_000, "day": 86_400_000, "days": 86_400_000,
    "w": 604_800_000, "week": 604_800_000, "weeks": 604_800_000,
  ]

  private static let sizeUnits: [String: Int64] = [
    "": 1, "b": 1, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
    "kb": 1000, "mb": 1_000_000, "gb": 1_000_000_000, "tb": 1_000_000_000_000,
  ]

  private static func split(_ text: String) -> (number: String, unit: String)? {
    let trimmed = text.drop { $0 == " " }
    let number = trimmed.prefix { ("0"..."9").contains($0) || $0 == "." }
    guard !number.isEmpty, number.first != ".", number.last != "." else { return nil }
    let unit = trimmed.dropFirst(number.count).filter { $0 != " " }
    return (String(number), String(unit))
  }

  /// The product in whole units; nil if it has a fraction or does not fit.
  private static func scaled(_ number: String, by factor: Int64) -> Int64? {
    guard let value = Double(number) else { return nil }
    let product = value * Double(factor)
    guard product < 9e15, product == product.rounded() else { return nil }
    return Int64(product)
  }
}
