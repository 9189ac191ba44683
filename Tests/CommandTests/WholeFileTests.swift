import Foundation
import TestSupport
import Testing

/// What an export was before it was whole never stays beside the whole one.
@Suite struct WholeFileTests {
  private static let header = "customer_id,email,phone,segment,updated_at,account_id\n"

  /// A customer, with the line end.
  private static func line(_ number: Int) -> String {
    "C\(number),c\(number)@example.org,+1212555\(1000 + number),gold,2026-03-01T10:00:00Z,"
      + "account \(number)\n"
  }

  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      "throughline.yaml",
      """
      timezone: UTC
      inputs: [{name: crm, adapter: customers, path: "exports/*"}]

      """)
    return scratch
  }

  @discardableResult
  private func run(
    _ scratch: Scratch, _ more: [String] = [], out: String = "out"
  ) throws -> Program {
    try Program.throughline(
      ["run", "--config", scratch.path("throughline.yaml"), "--out", scratch.path(out)]
        + ["--store", try store(scratch, out)] + more)
  }

  /// A store with the key of the fixtures, made once.
  private func store(_ scratch: Scratch, _ out: String) throws -> String {
    let path = scratch.path("store-" + out)
    return FileManager.default.fileExists(atPath: path) ? path : try scratch.store("store-" + out)
  }

  private func manifest(_ scratch: Scratch, _ out: String = "out") throws -> Data {
    try Data(contentsOf: URL(filePath: scratch.path(out + "/latest/manifest.json")))
  }

  private func inputs(_ scratch: Scratch) throws -> [[String: Any]] {
    let bytes = try Data(
      contentsOf: URL(filePath: scratch.path("out/latest/provenance/inputs.json")))
    return try #require(try JSONSerialization.jsonObject(with: bytes) as? [[String: Any]])
  }

  private func age(_ path: String, by seconds: Double) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -seconds)], ofItemAtPath: path)
  }

  @Test(arguments: ["genesys/conversations.json", "zendesk/users-2026-03.json"])
  func `JSON that never closes is no export`(_ name: String) throws {
    let scratch = try Scratch()
    let whole = try String(contentsOfFile: Repository.center + "/exports/" + name, encoding: .utf8)
    let bytes = Array(whole.trimmingCharacters(in: .whitespacesAndNewlines).utf8)
    for cut in [1, 2, 20, bytes.count / 10] {
      try scratch.write("exports/export.json", Data(bytes.dropLast(cut)))
      let run = try Program.throughline(
        ["run", scratch.path("exports"), "--out", scratch.path("out")])
      #expect(run.exitCode == 65, "\(cut) bytes less: \(run.errors)")
      #expect(run.errors.contains("error[I314]"), "\(run.errors)")
      #expect(run.errors.contains("more records may follow"), "\(run.errors)")
      #expect(!FileManager.default.fileExists(atPath: scratch.path("out/latest")))
    }
  }

  @Test func `a last record without line end waits until the file is at rest`() throws {
    let scratch = try scratch()
    let whole = Self.header + (0..<5).map(Self.line).joined()
    let export = try scratch.write("exports/customers.csv", Data(whole.utf8.dropLast(8)))
    for _ in 1...2 {
      let run = try run(scratch)
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.errors.contains("warning[I315]"), "\(run.errors)")
      let input = try #require(try inputs(scratch).first)
      #expect(input["recordsRead"] as? Int == 5)
      #expect(input["accepted"] as? Int == 4)
      #expect(input["skippedReasons"] as? [String: Int] == ["not settled": 1])
    }
    let strict = try run(scratch, ["--strict"])
    #expect(strict.exitCode == 69, "\(strict.errors)")
    try age(export, by: 90)
    let rested = try run(scratch)
    #expect(rested.exitCode == 0 && rested.errors.isEmpty, "\(rested.errors)")
    #expect(try inputs(scratch).map { $0["accepted"] as? Int } == [5])
    #expect(try inputs(scratch).map { $0["openEnded"] as? Bool } == [true])
  }

  @Test func `a file from a machine whose clock is ahead is at rest all the same`() throws {
    let scratch = try scratch()
    let export = try scratch.write(
      "exports/customers.csv", Data((Self.header + Self.line(1) + Self.line(2)).utf8.dropLast(8)))
    let config = scratch.path("throughline.yaml")
    let text = try String(contentsOfFile: config, encoding: .utf8)
    try scratch.write("throughline.yaml", text + "settle: 1s\n")
    try age(export, by: -86_400)
    try run(scratch)
    #expect(try inputs(scratch).map { $0["accepted"] as? Int } == [1])
    usleep(1_200_000)
    let later = try run(scratch)
    #expect(later.errors.isEmpty, "\(later.errors)")
    #expect(try inputs(scratch).map { $0["accepted"] as? Int } == [2])
  }

  @Test func `an open quote at the end waits, too`() throws {
    let scratch = try scratch()
    let open = Self.header + Self.line(1) + "C2,c2@example.org,,gold,,\"two\nlines,4,5,6\n"
    let export = try scratch.write("exports/customers.csv", open)
    try run(scratch)
    #expect(try inputs(scratch).map { $0["accepted"] as? Int } == [1])
    #expect(try inputs(scratch).map { $0["rejected"] as? Int } == [0])
    try age(export, by: 90)
    try run(scratch)
    #expect(try inputs(scratch).map { $0["rejected"] as? Int } == [2])
  }

  @Test func `the whole file replaces every cut of it, wherever it lies`() throws {
    let scratch = try scratch()
    let whole = Array((Self.header + (0..<200).map(Self.line).joined()).utf8)
    try scratch.write("whole/customers.csv", Data(whole))
    try scratch.write("exports/customers.csv", Data(whole))
    try run(scratch, out: "direct")
    let expected = try manifest(scratch, "direct")
    var numbers = SeededRandom(seed: 13)
    for name in ["customers.csv", "part.csv"] {
      for _ in 1...6 {
        let cut = Int.random(in: 5000..<whole.count, using: &numbers)
        for file in ["exports", "out", "store-out"] {
          try? FileManager.default.removeItem(atPath: scratch.path(file))
        }
        let part = try scratch.write("exports/" + name, Data(whole[..<cut]))
        try age(part, by: 90)
        try run(scratch)
        try scratch.write("exports/customers.csv", Data(whole))
        let run = try run(scratch)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try manifest(scratch) == expected, "cut at \(cut), as \(name)")
        #expect(try inputs(scratch).count == 1)
        let again = try self.run(scratch)
        #expect(again.output.contains("nothing changed"), "\(again.output)")
        // The cut copy that comes after the whole file adds nothing either.
        let late = try scratch.write("exports/late.csv", Data(whole[..<(cut - 1)]))
        try age(late, by: 90)
        try self.run(scratch)
        #expect(try manifest(scratch) == expected, "cut at \(cut), after \(name)")
      }
    }
  }

  @Test(arguments: [false, true])
  func `an export that grows every night is kept once`(_ isPacked: Bool) throws {
    let scratch = try scratch()
    var sizes: [Int] = []
    for night in 1...8 {
      let text = Self.header + (0..<(200 * night)).map(Self.line).joined()
      var bytes = Data(text.utf8)
      if isPacked {
        let plain = try scratch.write("plain.csv", bytes)
        let packed = try Program.run("/bin/sh", ["-c", "gzip -nc '\(plain)' > '\(plain).gz'"])
        #expect(packed.exitCode == 0)
        bytes = try Data(contentsOf: URL(filePath: plain + ".gz"))
      }
      try scratch.write("exports/customers.csv", bytes)
      let run = try run(scratch)
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(try inputs(scratch).count == 1)
      let buckets = URL(filePath: scratch.path("store-out/buckets"))
      sizes.append(
        try FileManager.default.contentsOfDirectory(
          at: buckets, includingPropertiesForKeys: [.fileSizeKey]
        ).reduce(0) { $0 + (try $1.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0) })
    }
    #expect(sizes[7] < 12 * sizes[0], "\(sizes)")
    try run(scratch, out: "direct")
    #expect(try manifest(scratch) == manifest(scratch, "direct"))
  }
}
