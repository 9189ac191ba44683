import Foundation
import RecordFormats
import TestSupport
import Testing

/// Reads what Python's gzip and gzip(1) write; `Tests/Judges/gzip_judge.py` describes the files.
@Suite struct GzipJudgeTests {
  @Test func filesOfOthersAreReadAsTheyReadThem() throws {
    let folder = try Self.judgedFolder()
    defer { try? FileManager.default.removeItem(at: folder) }  // a leftover harms nobody
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".gz") }.map { String($0.dropLast(3)) }
    #expect(names.count == 9)
    for name in names.sorted() {
      let bytes = try Self.bytes(folder, "\(name).gz")
      let plain = String(decoding: try Self.bytes(folder, "\(name).plain"), as: UTF8.self)
      for piece in [1, 7, 4096, .max] {
        let isSame = decode(bytes, piece: piece) == .success(plain)
        #expect(isSame, "\(name) in pieces of \(piece)")
      }
    }
  }

  @Test func whatOthersRefuseIsRefused() throws {
    let folder = try Self.judgedFolder()
    defer { try? FileManager.default.removeItem(at: folder) }  // a leftover harms nobody
    let bytes = try Self.bytes(folder, "small.gz")
    let plain = String(decoding: try Self.bytes(folder, "small.plain"), as: UTF8.self)
    let flips = try String(contentsOf: folder.appending(path: "flips"), encoding: .utf8)
    var refused = 0
    for line in flips.split(separator: "\n") {
      let words = line.split(separator: " ")
      let place = try #require(Int(words[0]))
      let bit = try #require(UInt8(words[1]))
      let result = decode(with(bytes) { $0[place] ^= 1 << bit })
      switch words[2] {
      case "refused":
        refused += 1
        #expect((try? result.get()) == nil, "byte \(place), bit \(bit)")
      default: #expect((try? result.get()) ?? plain == plain, "byte \(place), bit \(bit)")
      }
    }
    #expect(refused > 100)
  }

  private static func bytes(_ folder: URL, _ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: name)))
  }

  /// A new folder with the judge's files.
  private static func judgedFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "gzip-judge-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let verdict = try Judge.run("Tests/Judges/gzip_judge.py", [folder.path])
    try #require(verdict.status == 0, "\(verdict.output)")
    return folder
  }
}
