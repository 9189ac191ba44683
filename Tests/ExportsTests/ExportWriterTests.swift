import Exports
import Testing

/// What every form of export is written through.
@Suite struct ExportWriterTests {
  /// What a writer hands on, piece by piece.
  private func pieces(
    isPacked: Bool = false, _ body: (ExportWriter) throws -> Void
  ) throws -> [[UInt8]] {
    final class Pieces { var all: [[UInt8]] = [] }
    let pieces = Pieces()
    let writer = ExportWriter(isPacked: isPacked) { pieces.all.append($0) }
    try body(writer)
    try writer.finish()
    return pieces.all
  }

  private func text(_ body: (ExportWriter) -> Void) throws -> String {
    String(decoding: try pieces(body).joined(), as: UTF8.self)
  }

  @Test func `texts are escaped as JSON, XML and CSV ask for`() throws {
    let hostile = "a\"b\\c\n<&>,é\u{1}\u{FFFE}"
    #expect(try text { $0.append(json: hostile) } == "\"a\\\"b\\\\c\\n<&>,é\\u0001\u{FFFE}\"")
    #expect(
      try text { $0.append(xml: hostile) } == "a&quot;b\\c\\n&lt;&amp;&gt;,é\\u0001\\ufffe")
    #expect(try text { $0.append(csv: hostile) } == "\"a\"\"b\\c\n<&>,é\u{1}\u{FFFE}\"")
    #expect(try text { $0.append(csv: "plain") } == "plain")
    #expect(try text { $0.append(csv: "") } == "\"\"")
  }

  @Test func `a long export is handed on in pieces, an empty one not at all`() throws {
    let lines = try pieces { writer in
      for _ in 0..<100_000 {
        writer.append("twelve bytes")
        try writer.passOn()
      }
    }
    #expect(lines.count > 3 && lines.allSatisfy { $0.count < 300_000 })
    #expect(lines.reduce(0) { $0 + $1.count } == 1_200_000)
    #expect(try pieces { _ in }.isEmpty)
    #expect(try pieces(isPacked: true) { _ in }.first?.starts(with: [0x1f, 0x8b]) == true)
  }
}
