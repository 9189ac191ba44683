import CivilTime
import Foundation
import Intake
import Testing

/// The reference pages say what the files and the code say.
///
/// `UPDATE_GOLDEN=1` rewrites them; `scripts/reference-pages` does.
@Suite struct ReferencePageTests {
  private static let folder = Repository.root.appending(path: "docs/adapters")
  private static let isUpdating = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"

  @Test func theLanguagePageHoldsWhatTheCodeKnows() throws {
    let file = Self.folder.appending(path: "language.md")
    let page = try String(contentsOf: file, encoding: .utf8)
    let updated = LanguageTables.updated(page)
    for block in LanguageTables.blocks {
      #expect(updated.contains("<!-- begin \(block.name) -->\n\(block.text)\n<!-- end -->"))
    }
    if Self.isUpdating { try updated.write(to: file, atomically: true, encoding: .utf8) }
    #expect(try String(contentsOf: file, encoding: .utf8) == updated, "run scripts/reference-pages")
  }

  @Test(arguments: bundled.adapters.map(\.id))
  func everyAdapterHasItsPage(id: String) throws {
    let adapter = try #require(bundled.adapter(id: id))
    try Self.expect(AdapterPage.markdown(of: adapter), in: "\(id).md")
  }

  @Test func thereAreNoOtherPages() throws {
    try Self.expect(AdapterPage.index(of: bundled.adapters), in: "README.md")
    if Self.isUpdating { return }
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path())
    let pages = Set(bundled.adapters.map { "\($0.id).md" } + ["README.md", "language.md"])
    #expect(Set(names) == pages)
  }

  private static func expect(_ page: String, in name: String) throws {
    let file = folder.appending(path: name)
    if isUpdating { try page.write(to: file, atomically: true, encoding: .utf8) }
    #expect(try String(contentsOf: file, encoding: .utf8) == page, "run scripts/reference-pages")
  }

  /// The texts in backticks of the rows of a table of the page.
  private static func quotedTexts(below header: String) throws -> [[String]] {
    let page = try String(
      contentsOf: folder.appending(path: "language.md"), encoding: .utf8)
    let table = try #require(page.range(of: header))
    let rows = page[table.upperBound...].split(separator: "\n\n")[0].split(separator: "\n")
    return rows.filter { $0.hasPrefix("| `") }.map { row in
      row.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }
        .map { String($0.element) }
    }
  }

  /// Every value that the page shows can be read and has a type.
  @Test func theExamplesOfTheLanguagePageCanBeRead() throws {
    let paths = try Self.quotedTexts(below: "| path | means |\n").flatMap { texts in
      texts.filter { !$0.hasPrefix("[") || $0.hasSuffix("\"]") }
    }
    let calls = try Self.quotedTexts(below: "| function | gives | example |\n").compactMap(\.last)
    #expect(paths.count > 10 && calls.count > 20)
    for example in paths + calls {
      let text = """
        adapter: mine
        system: mine
        title: Mine
        reads: json
        recognise: {keys: [id]}
        parameters: {reason-field: null, key: null, contact: null, question: null}
        tables: {queues: null}
        record: {entity: thing, key: id}
        skip: [{when: 'exists (\(example))', reason: example}]
        """
      _ = try adapter(text)
    }
  }

  /// Every format of the page reads its examples.
  @Test func theFormatsOfTheLanguagePageReadTheirExamples() throws {
    let page = try String(
      contentsOf: Self.folder.appending(path: "language.md"), encoding: .utf8)
    let table = try #require(page.range(of: "| format | reads |\n|---|---|\n"))
    let rows = page[table.upperBound...].split(separator: "\n\n")[0].split(separator: "\n")
    #expect(rows.count >= 10)
    for row in rows {
      let quoted = row.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }
      let texts = quoted.map { String($0.element) }
      let format = try TimestampFormat(pattern: texts[0])
      #expect(texts.count > 1)
      for var text in texts.dropFirst() {
        let outcome = text.withUTF8 { format.parse(UnsafeRawBufferPointer($0)) }
        #expect(outcome.parsed != nil, "\(texts[0]): \(text)")
      }
    }
  }
}
