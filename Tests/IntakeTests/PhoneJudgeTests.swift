import Foundation
import Intake
import TestSupport
import Testing

/// Compares phone numbers with the PyPI package `phonenumbers` on the same release of metadata; the
/// questions, what counts as right and the page with the figures are described in
/// `Tests/Judges/phone_judge.py`.
@Suite struct PhoneJudgeTests {
  @Test func numbersOfAllRegionsAgreeWithLibphonenumber() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "phone-judge-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // a leftover harms nobody
    let questions = folder.appending(path: "questions").path
    let answers = folder.appending(path: "answers").path

    let asked = try Judge.run("Tests/Judges/phone_judge.py", ["ask", questions])
    try #require(asked.status == 0, "\(asked.output)")
    let text = Self.answers(to: try String(contentsOfFile: questions, encoding: .utf8))
    try text.write(toFile: answers, atomically: false, encoding: .utf8)
    let page = Repository.root.appending(path: "docs/judges/phones.md").path
    let verdict = try Judge.run("Tests/Judges/phone_judge.py", ["check", questions, answers, page])
    #expect(verdict.status == 0, "\(verdict.output)")
  }

  @Test func theTableIsWhatTheGeneratorWrites() throws {
    let generator = try Judge.run("scripts/generate-phones", ["--check"])
    #expect(generator.status == 0, "\(generator.output)")
  }

  private static func answers(to questions: String) -> String {
    var text = "\(NumberingPlan.metadataVersion)\n"
    for line in questions.utf8.split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(
        separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false
      ).map { String(Substring($0)) }
      let region = NumberingPlan.named(fields[2])
      guard fields[2].isEmpty || region != nil else { return "\(fields[2]) is not known" }
      let number = PhoneNumber.normalized(fields[3], region: region)
      text += number.map { String(decoding: $0, as: UTF8.self) } ?? "-"
      text += "\n"
    }
    return text
  }
}
