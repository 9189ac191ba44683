/// Reads lines of `ZoneData.table`, whose form is described there.
///
/// The table is generated and judged by a test over every line, so a form it does not have is a
/// bug.
enum ZoneDecoder {
  /// The listed transitions of a zone and the rule after them.
  struct Zone {
    /// When the offset changes, in UTC seconds, ascending.
    var transitions: [Int64] = []
    /// The offset before each transition and after the last, in seconds east of UTC.
    var offsets: [Int]
    /// What happens every year after the last transition; nil if the last offset lasts.
    var rule: AnnualRule?
  }

  /// Seconds from 1970-01-01T00:00:00Z to 1900-01-01T00:00:00Z, where transitions begin.
  private static let origin: Int64 = -2_208_988_800

  /// The identifiers of all zones and of their other names, sorted.
  static func identifiers() -> [String] {
    lines().map { identifier(of: $0) }
  }

  /// The zone of an identifier, spelled exactly; nil if there is none.
  static func zone(_ identifier: String) -> Zone? { zone(identifier, in: lines()) }

  private static func zone(_ identifier: String, in lines: [Substring.UTF8View]) -> Zone? {
    let line = lines.first { self.identifier(of: $0) == identifier }
    guard let fields = line.map({ parts($0, "|") }) else { return nil }
    return fields.count == 4 ? decode(fields) : zone(fields[1], in: lines)
  }

  private static func lines() -> [Substring.UTF8View] {
    ZoneData.table.utf8.split(separator: UInt8(ascii: "\n"))
  }

  private static func identifier(of line: Substring.UTF8View) -> String {
    String(Substring(line.prefix { $0 != UInt8(ascii: "|") }))
  }

  private static func parts(_ line: Substring.UTF8View, _ separator: Unicode.Scalar) -> [String] {
    line.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
  }

  private static func numbers(_ field: String) -> [Int] {
    parts(field[...].utf8, ",").map { number in
      guard let value = Int(number) else { preconditionFailure("zone data hold a wrong number") }
      return value
    }
  }

  private static func decode(_ fields: [String]) -> Zone {
    let offsets = numbers(fields[1])
    var zone = Zone(offsets: [offsets[0]], rule: fields[2].isEmpty ? nil : rule(fields[2]))
    var instant = origin
    var step: Int64 = 0
    for byte in fields[3].utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): step = step * 36 + Int64(byte) - 48
      case UInt8(ascii: "a")...UInt8(ascii: "z"): step = step * 36 + Int64(byte) - 97 + 10
      default:
        instant += step
        step = 0
        zone.transitions.append(instant)
        zone.offsets.append(offsets[Int(byte - UInt8(ascii: "A"))])
      }
    }
    return zone
  }

  private static func rule(_ field: String) -> AnnualRule {
    let numbers = numbers(field)
    precondition(numbers.count == 10, "a rule has two offsets and two days")
    func day(_ at: Int) -> AnnualRule.Day {
      AnnualRule.Day(
        month: numbers[at], week: numbers[at + 1], weekday: numbers[at + 2],
        seconds: numbers[at + 3])
    }
    return AnnualRule(
      standardOffset: numbers[0], daylightOffset: numbers[1], begin: day(2), end: day(6))
  }
}
