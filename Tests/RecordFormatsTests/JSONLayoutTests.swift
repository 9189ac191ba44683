import RecordFormats
import Testing

@Suite struct JSONLayoutTests {
  @Test(
    arguments: [
      ("{\"a\":1}\n{\"a\":2}", .objects),
      ("{}", .objects),
      ("{", .objects),
      ("\u{feff} {\"a\":\"cut", .objects),
      ("{\"a\":bad}\n", .objects),
      ("[{\"a\":1}", .array),
      (" [ ]", .array),
      ("[", .array),
      ("[section]\nkey=1", nil),
      ("[1,2]", nil),
      ("{percent}", nil),
      ("a,b\n", nil),
      ("\"text\"", nil),
      ("", nil),
      ("  ", nil),
      ("{\"conversations\":[", .member("conversations")),
      ("{\"n\":{\"chats\":[1]},\"chats\" : [{\"a\":1}", .member("chats")),
      ("{\"n\":[1,\"x\"],\"ch\\u0061ts\":[]}", .member("chats")),
      ("{\"chats\":null,\"conversations\":[]}", .member("conversations")),
      ("{\"chats\":null}", .objects),
    ] as [(String, JSONLayout?)])
  func detects(text: String, expected: JSONLayout?) {
    let found = Array(text.utf8).withUnsafeBytes {
      JSONLayout.detect(sample: $0, members: ["conversations", "chats"])
    }
    #expect(found == expected)
  }

  @Test func everyCutOfASampleDetectsOrNot() {
    let bytes = Array("\u{feff}{\"n\":\"é\",\"m\":[1],\"chats\":[{}]}".utf8)
    for end in 0...bytes.count {
      let found = bytes[..<end].withUnsafeBytes {
        JSONLayout.detect(sample: $0, members: ["chats"])
      }
      let expected: JSONLayout? = end < 4 ? nil : end < 30 ? .objects : .member("chats")
      #expect(found == expected, "cut at \(end)")
    }
  }
}
