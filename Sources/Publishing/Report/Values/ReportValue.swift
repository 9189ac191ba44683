import CivilTime
package import JourneyModel

/// A value of a report table, with what it is; every rendering is made of it.
package enum ReportValue: Equatable, Sendable {
  /// A word or sentence.
  case text(String)
  /// An id, written as 32 hexadecimal digits.
  case id(StableHash128)
  /// A number of things.
  case count(Int64)
  /// A share or a score.
  case permille(Int64)
  /// A duration, shown in its two largest units: `2 m 5 s`.
  case milliseconds(Int64)
  /// A mean number of things in hundredths, shown with two decimals.
  case hundredths(Int64)
  /// A balance from −100 to 100 in tenths, shown with its sign.
  case tenths(Int64)
  /// An amount in minor units of the currency; nil where none is configured.
  case money(Int64, ReleaseCurrency?)
  /// A moment, shown to the minute in UTC; CSV and JSON have it exactly.
  case instant(Instant)
  /// A day since 1970-01-01.
  case day(Int32)
  /// Shown as `yes` or `no`; `true` or `false` elsewhere.
  case flag(Bool)
  /// A relative change; 1000 permille is a doubling.
  case change(permille: Int64)
  /// A difference of two shares.
  case points(permille: Int64)
  /// Fewer than so many customers, so nothing is told.
  case withheld(below: Int)
  /// No data; never the same as zero.
  case absent

  /// The relative change from one number to another; absent if the first is not above zero.
  static func change(from then: Int64, to now: Int64) -> ReportValue {
    guard then > 0 else { return .absent }
    let size = NumberText.permille(Int64((now - then).magnitude), of: then)
    return .change(permille: now < then ? -size : size)
  }

  /// The value as people read it.
  package var shown: String {
    switch self {
    case .text(let text): text
    case .id(let id): id.description
    case .count(let count): NumberText.grouped(count)
    case .permille(let value): NumberText.percent(permille: value)
    case .milliseconds(let value): NumberText.duration(value)
    case .hundredths(let value): NumberText.decimal(value, digits: 2)
    case .tenths(let value): (value > 0 ? "+" : "") + NumberText.decimal(value)
    case .money(let value, let currency): NumberText.money(value, currency)
    case .instant(let at): ReportValue.minute(at)
    case .day(let day): InstantText.date(dayNumber: day)
    case .flag(let flag): flag ? "yes" : "no"
    case .change(let permille): NumberText.signedPercent(permille: permille)
    case .points(let permille): NumberText.signedPoints(permille: permille)
    case .withheld(let limit): "<\(limit)"
    case .absent: "–"
    }
  }

  /// The value for CSV: plain digits, ISO 8601, empty where there is none.
  package var plain: String {
    switch self {
    case .count(let value), .permille(let value), .milliseconds(let value), .hundredths(let value),
      .tenths(let value), .money(let value, _), .change(let value), .points(let value):
      String(value)
    case .instant(let at): InstantText.iso8601(microseconds: at.microseconds)
    case .flag(let flag): flag ? "true" : "false"
    case .absent: ""
    case .text, .id, .day, .withheld: shown
    }
  }

  /// The value for JSON: numbers as numbers, `null` where there is none, `"<10"` if withheld.
  package var json: JSONValue {
    switch self {
    case .flag(let flag): .bool(flag)
    case .absent: .null
    case .text, .id, .day, .withheld, .instant: .text(plain)
    default: number.map(JSONValue.integer) ?? .null
    }
  }

  /// The number to sort and draw by; nil for texts and absent values.
  package var number: Int64? {
    switch self {
    case .count(let value), .permille(let value), .milliseconds(let value), .hundredths(let value),
      .tenths(let value), .money(let value, _), .change(let value), .points(let value):
      value
    case .instant(let at): at.microseconds
    case .day(let day): Int64(day)
    case .text, .id, .flag, .withheld, .absent: nil
    }
  }

  /// Whether it is set in a column of numbers.
  package var isNumeric: Bool {
    switch self {
    case .text, .id, .flag, .instant, .day: false
    default: true
    }
  }

  /// `2024-01-02 03:04 UTC`: report tables need no seconds.
  private static func minute(_ at: Instant) -> String {
    let day = Int32((at.microseconds / 86_400_000_000))
    let minutes = (at.microseconds - Int64(day) * 86_400_000_000) / 60_000_000
    let clock = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return InstantText.date(dayNumber: day) + " " + clock.joined(separator: ":") + " UTC"
  }
}
