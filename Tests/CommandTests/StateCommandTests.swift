import Foundation
import Testing

/// What somebody decides about the state: accept, drop, replay, and what they look at before.
@Suite struct StateCommandTests {
  private static let header = "customer_id,email,phone,segment,updated_at,account_id\n"

  private static func customers(_ range: Range<Int>) -> String {
    range.map { "C\($0),c\($0)@example.org,,gold,2026-03-01T10:00:00Z,\n" }.joined()
  }

  /// A folder with one good export and one of which too many records are bad.
  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      "throughline.yaml",
      """
      timezone: UTC
      inputs:
        - {name: good, adapter: customers, path: "exports/good*"}
        - {name: bad, adapter: customers, path: "exports/bad*"}

      """)
    try scratch.write("exports/good.csv", Self.header + Self.customers(0..<20))
    try scratch.write(
      "exports/bad.csv",
      Self.header + Self.customers(20..<30)
        + (30..<50).map { "C\($0),secret\($0)@example.org\n" }.joined())
    return scratch
  }

  private func throughline(_ scratch: Scratch, _ words: String) throws -> Program {
    try Program.throughline(
      words.split(separator: " ").map(String.init)
        + ["--config", "throughline.yaml", "--out", "out", "--store", "store"],
      in: scratch.folder.path())
  }

  @Test func `a held input is listed, accepted and published`() throws {
    let scratch = try scratch()
    let first = try throughline(scratch, "run")
    #expect(first.exitCode == 0, "\(first.errors)")
    #expect(first.output.contains("20 customers"), "\(first.output)")
    let held = try throughline(scratch, "inputs list --held")
    #expect(held.output.hasSuffix("10 accepted  20 rejected  0 duplicates  0 skipped  held\n"))
    #expect(held.output.hasPrefix("bad  ") && held.output.contains("exports/bad.csv  "))
    let accepted = try throughline(scratch, "accept bad")
    #expect(accepted.exitCode == 0 && accepted.output == "1 input accepted\n")
    let second = try throughline(scratch, "run")
    #expect(second.exitCode == 0 && second.errors.isEmpty, "\(second.errors)")
    #expect(second.output.contains("30 customers"), "\(second.output)")
    let again = try throughline(scratch, "accept bad")
    #expect(again.exitCode == 1)
    #expect(again.errors.contains("'bad' is not held back"), "\(again.errors)")
  }

  @Test func `a dropped input is out of the next release`() throws {
    let scratch = try scratch()
    _ = try throughline(scratch, "run")
    let unknown = try throughline(scratch, "inputs drop nothing")
    #expect(unknown.exitCode == 1 && unknown.errors.contains("R505"), "\(unknown.errors)")
    let dropped = try throughline(scratch, "inputs drop bad")
    #expect(dropped.output == "1 input dropped\n", "\(dropped.errors)")
    try FileManager.default.moveItem(
      atPath: scratch.path("exports/bad.csv"), toPath: scratch.path("exports/good-2.csv"))
    try scratch.write("exports/bad.csv", Self.header + Self.customers(50..<55))
    let run = try throughline(scratch, "run")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.errors.contains("good-2.csv: 20 of 30"), "\(run.errors)")
    #expect(run.output.contains("25 customers"), "\(run.output)")
  }

  @Test func `a repaired file is replayed in the place of what was read`() throws {
    let scratch = try scratch()
    try scratch.write(
      "exports/bad.csv", Self.header + Self.customers(20..<30) + "C30,secret30@example.org\n")
    let first = try throughline(scratch, "run")
    #expect(first.output.contains("30 customers"), "\(first.errors)")
    let rejects = try throughline(scratch, "rejects bad")
    #expect(rejects.output.contains("exports/bad.csv:12: byte "), "\(rejects.output)")
    #expect(rejects.output.contains("I203"), "\(rejects.output)")
    #expect(rejects.output.contains("x99,xxxxxx99@xxxxxxx.xxx"), "\(rejects.output)")
    #expect(!rejects.output.contains("secret"), "\(rejects.output)")
    let json = try throughline(scratch, "rejects bad --json")
    let rejected = try #require(
      JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let reject = try #require((rejected["rejects"] as? [[String: Any]])?.first)
    let text = try String(contentsOfFile: scratch.path("exports/bad.csv"), encoding: .utf8)
    let start = try #require(text.range(of: "C30,")).lowerBound
    #expect(reject["byte"] as? Int == text.utf8.distance(from: text.startIndex, to: start))
    #expect(reject["line"] as? Int == 12 && reject["code"] as? String == "I203")
    #expect((rejected["codes"] as? [[String: Any]])?.first?["count"] as? Int == 1)
    let inputs = try throughline(scratch, "inputs list --json")
    let entries = try #require(
      JSONSerialization.jsonObject(with: Data(inputs.output.utf8)) as? [[String: Any]])
    #expect(entries.map { $0["rejected"] as? Int } == [1, 0])
    try scratch.write("exports/bad.csv", Self.header + Self.customers(21..<31))
    let replayed = try throughline(scratch, "replay exports/bad.csv")
    #expect(replayed.exitCode == 0, "\(replayed.errors)")
    // C20 is in no export any more, C30 is repaired.
    #expect(replayed.output.contains("30 customers"), "\(replayed.output)")
    let left = try throughline(scratch, "rejects")
    #expect(left.output.isEmpty, "\(left.output)")
    let listed = try throughline(scratch, "inputs")
    #expect(listed.output.split(separator: "\n").count == 2, "\(listed.output)")
  }

  @Test func `nothing of a rejected record lies in the state`() throws {
    let scratch = try scratch()
    _ = try throughline(scratch, "run")
    var files = try FileManager.default.contentsOfDirectory(atPath: scratch.path("store/buckets"))
      .map { scratch.path("store/buckets/" + $0) }
    files.append(scratch.path("store/catalog.sqlite"))
    for file in files {
      let unpacked = try Program.run(
        Program.python,
        [Repository.root.appending(path: "Tests/Judges/gunzip_all.py").path(), file])
      #expect(unpacked.exitCode == 0, "\(unpacked.errors)")
      #expect(!unpacked.output.contains("secret"), "\(file)")
    }
    let attributes = try FileManager.default.attributesOfItem(
      atPath: scratch.path("store/catalog.sqlite"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func `verify finds what a run cannot see, and the next run writes it again`() throws {
    let scratch = try scratch()
    _ = try throughline(scratch, "run")
    let good = try throughline(scratch, "verify")
    #expect(good.exitCode == 0 && good.output.hasPrefix("ok: "), "\(good.errors)")
    let release = try #require(Release(in: scratch.path("out"))).folder
    let report = URL(filePath: release + "/report/index.html")
    let manifest = try Data(contentsOf: URL(filePath: release + "/manifest.json"))
    let time = try FileManager.default.attributesOfItem(atPath: report.path())[.modificationDate]
    var bytes = try Data(contentsOf: report)
    bytes[100] ^= 1
    try bytes.write(to: report)
    try FileManager.default.setAttributes(
      [.modificationDate: try #require(time)], ofItemAtPath: report.path())
    let bad = try throughline(scratch, "verify")
    #expect(bad.exitCode == 1 && bad.errors.contains("index.html is not what was published"))
    // A file that is gone is seen by every run.
    try FileManager.default.removeItem(at: report)
    let run = try throughline(scratch, "run")
    #expect(run.exitCode == 0 && run.errors.contains("warning[P404]"), "\(run.errors)")
    let restored = try #require(Release(in: scratch.path("out"))).folder
    #expect(try Data(contentsOf: URL(filePath: restored + "/manifest.json")) == manifest)
    #expect(try throughline(scratch, "verify").exitCode == 0)
    let releases = try FileManager.default.contentsOfDirectory(atPath: scratch.path("out/releases"))
    #expect(releases.count { !$0.hasPrefix(".") } == 1, "\(releases)")
  }

  @Test func `a store whose key is gone is not given another one`() throws {
    let scratch = try scratch()
    _ = try throughline(scratch, "run")
    try FileManager.default.removeItem(atPath: scratch.path("store/throughline.key"))
    let run = try throughline(scratch, "run")
    #expect(run.exitCode == 78 && run.errors.contains("error[S304]"), "\(run.errors)")
  }

  @Test func `few open files are enough, and a file that is gone is said`() throws {
    let scratch = try scratch()
    let arguments = "run --config throughline.yaml --out out --store store --jobs 2"
    let run = try Program.run(
      "/bin/sh", ["-c", "ulimit -n 64; exec \(Program.tool) \(arguments)"],
      in: scratch.folder.path())
    #expect(run.exitCode == 0, "\(run.errors)")
    let bucket = try #require(
      FileManager.default.contentsOfDirectory(atPath: scratch.path("store/buckets")).first)
    try FileManager.default.removeItem(atPath: scratch.path("store/buckets/" + bucket))
    try scratch.write("exports/good-3.csv", Self.header + Self.customers(60..<61))
    let broken = try throughline(scratch, "run")
    #expect(broken.exitCode == 74, "\(broken.errors)")
    #expect(broken.errors.contains("error[S302]") && broken.errors.contains(bucket))
  }
}
