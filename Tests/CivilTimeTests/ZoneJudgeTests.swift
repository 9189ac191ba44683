import CivilTime
import Foundation
import TestSupport
import Testing

/// Compares every zone with Python's `zoneinfo` on the same release of the IANA database; the
/// questions and answers are described in `Tests/Judges/zone_judge.py`.
@Suite struct ZoneJudgeTests {
  @Test func everyZoneAgreesWithZoneinfo() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "zone-judge-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // a leftover harms nobody
    let questions = folder.appending(path: "questions").path
    let answers = folder.appending(path: "answers").path

    let asked = try Judge.run("Tests/Judges/zone_judge.py", ["ask", questions])
    try #require(asked.status == 0, "\(asked.output)")
    let text = Self.answers(to: try String(contentsOfFile: questions, encoding: .utf8))
    try text.write(toFile: answers, atomically: false, encoding: .utf8)
    let page = Judge.root.appending(path: "docs/judges/zones.md").path
    let verdict = try Judge.run("Tests/Judges/zone_judge.py", ["check", questions, answers, page])
    #expect(verdict.status == 0, "\(verdict.output)")
  }

  @Test func theTableIsWhatTheGeneratorWrites() throws {
    let generator = try Judge.run("scripts/generate-zones", ["--check"])
    #expect(generator.status == 0, "\(generator.output)")
  }

  private static func answers(to questions: String) -> String {
    var text = "\(ZoneRules.databaseVersion)\n"
    var zone = ZoneRules.utc
    for line in questions.utf8.split(separator: UInt8(ascii: "\n")) {
      let words = line.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
      if words[1] != zone.identifier {
        guard let named = ZoneRules.named(words[1]) else { return "\(words[1]) is not known" }
        zone = named
      }
      for word in words[2...] {
        guard let number = Int64(word) else { return "\(word) is not a question" }
        text += answer(words[0], zone, number)
        text += " "
      }
      text += "\n"
    }
    return text
  }

  private static func answer(_ kind: String, _ zone: ZoneRules, _ number: Int64) -> String {
    switch kind {
    case "utc": return "\(zone.offsetSeconds(at: number * 1_000_000))"
    case "day": return "\(zone.startOfDay(Int32(number)) / 1_000_000)"
    default:
      switch zone.resolve(localMicroseconds: number * 1_000_000) {
      case .unique(let time): return "\(time / 1_000_000)"
      case .gap(let first, let second), .overlap(let first, let second):
        return "\(first / 1_000_000)/\(second / 1_000_000)"
      }
    }
  }
}
