extension CenterClock {
  /// A wall clock reading as `2026-03-03 11:29:10`.
  func text(_ second: Int, at site: Site) -> ExportText {
    let (day, time) = local(second, at: site)
    var text: ExportText = "\(utc: day * 86_400 + time)"
    text.bytes.removeLast()
    text.bytes[10] = UInt8(ascii: " ")
    return text
  }

  /// A wall clock reading to the minute as `3/12/2026 01:16`.
  func minuteText(_ second: Int, at site: Site) -> ExportText {
    let text = String(decoding: self.text(second, at: site).bytes, as: UTF8.self)
    let date = text.prefix(10).split(separator: "-").compactMap { Int($0) }
    return "\(date[2])/\(date[1])/\(date[0]) \(String(text.dropFirst(11).prefix(5)))"
  }

  /// The instant itself, or an hour later where a wall clock shows its reading twice.
  func unambiguous(_ second: Int, at site: Site) -> Int {
    let (day, time) = local(second, at: site)
    let isAgain = instant(day: day, second: time, at: site) != second
    let next = local(second + 3_600, at: site)
    let isFirst = next.day == day && next.second == time
    return isAgain ? second + 3_600 : isFirst ? second + 7_200 : second
  }
}
