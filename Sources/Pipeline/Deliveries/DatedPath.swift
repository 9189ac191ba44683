internal import CivilTime
internal import DurableFiles

/// Finds the date that `{date}` in the pattern of an input stands for in the path of a file.
struct DatedPath {
  private let components: [String]
  private let dated: Int

  private static let mark = "{date}"

  /// The pattern of an input as it is configured; nil if there is no `{date}` in it.
  init?(_ pattern: String) {
    components = Directory.components(of: pattern)
    guard let dated = components.firstIndex(where: { $0.contains(DatedPath.mark) }) else {
      return nil
    }
    self.dated = dated
  }

  /// The date of a file at or below what the pattern matches, wherever the pattern begins; nil if
  /// there is none.
  func date(in path: String) -> CivilDate? {
    let names = Directory.components(of: path)
    guard names.count >= components.count else { return nil }
    for start in 0...(names.count - components.count) {
      for date in DatedPath.dates(in: names[start + dated]) {
        let parts = components.map { $0.replacing(DatedPath.mark, with: date.description) }
        let isMatch = zip(parts, names[start...]).allSatisfy { part, name in
          PathPattern.isMatch(of: part, name)
        }
        if isMatch { return date }
      }
    }
    return nil
  }

  /// Every date that stands in a name, from left to right.
  private static func dates(in name: String) -> [CivilDate] {
    let bytes = Array(name.utf8)
    guard bytes.count >= 10 else { return [] }
    return (0...(bytes.count - 10)).compactMap { start in
      guard bytes[start + 4] == UInt8(ascii: "-") else { return nil }
      return CivilDate(String(decoding: bytes[start..<start + 10], as: UTF8.self))
    }
  }
}
