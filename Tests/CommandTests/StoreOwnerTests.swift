import Foundation
import Testing

/// A store belongs to one configuration, one output and one key, and what was named is what counts.
@Suite struct StoreOwnerTests {
  private static let header = "customer_id,email,phone,segment,updated_at,account_id\n"

  private static func customers(_ range: Range<Int>) -> String {
    header + range.map { "C\($0),c\($0)@example.org,,gold,2026-03-01T10:00:00Z,\n" }.joined()
  }

  private static func configuration(_ more: String = "", name: String = "crm") -> String {
    more + "inputs: [{name: \(name), adapter: customers, path: \"exports/*.csv\"}]\n"
  }

  private func run(_ scratch: Scratch, _ words: String) throws -> Program {
    try Program.throughline(
      words.split(separator: " ").map(String.init), in: scratch.folder.path())
  }

  private func exists(_ scratch: Scratch, _ name: String) -> Bool {
    FileManager.default.fileExists(atPath: scratch.path(name))
  }

  @Test func `two outputs in one folder have a store each`() throws {
    let scratch = try Scratch()
    try scratch.write("a/a.csv", Self.customers(0..<3))
    try scratch.write("b/b.csv", Self.customers(10..<15))
    #expect(try run(scratch, "run a --out o1").output.contains("3 customers"))
    #expect(try run(scratch, "run b --out o2").output.contains("5 customers"))
    #expect(exists(scratch, "o1/.throughline/catalog.sqlite"))
    #expect(exists(scratch, "o2/.throughline/catalog.sqlite"))
  }

  @Test func `store and output folder are keys relative to the configuration`() throws {
    let scratch = try Scratch()
    try scratch.write("etc/exports/a.csv", Self.customers(0..<3))
    try scratch.write(
      "etc/throughline.yaml", Self.configuration("store: state\noutput: {folder: site}\n"))
    let ran = try run(scratch, "run --config etc/throughline.yaml")
    #expect(ran.exitCode == 0, "\(ran.errors)")
    #expect(exists(scratch, "etc/state/catalog.sqlite"))
    #expect(exists(scratch, "etc/site/latest/manifest.json"))
    #expect(!exists(scratch, "out") && !exists(scratch, "etc/site/.throughline"))
    let verified = try run(scratch, "verify --config etc/throughline.yaml")
    #expect(verified.exitCode == 0, "\(verified.errors)")
    let listed = try run(scratch, "inputs list --config etc/throughline.yaml")
    #expect(listed.output.hasPrefix("crm  "), "\(listed.errors)")
  }

  @Test func `a store is refused for another configuration or output, both named`() throws {
    let scratch = try Scratch()
    try scratch.write("exports/a.csv", Self.customers(0..<3))
    try scratch.write("one.yaml", Self.configuration())
    try scratch.write("two.yaml", Self.configuration())
    #expect(try run(scratch, "run --config one.yaml --out o --store s").exitCode == 0)
    for words in [
      "run --config two.yaml --out o --store s", "run --config one.yaml --out p --store s",
      "run exports --out o --store s",
    ] {
      let refused = try run(scratch, words)
      #expect(refused.exitCode == 78, "\(words): \(refused.errors)")
      #expect(refused.errors.contains("error[S305]"), "\(words): \(refused.errors)")
      #expect(refused.errors.contains("one.yaml"), "\(words): \(refused.errors)")
    }
    #expect(try run(scratch, "run --config two.yaml --out o --store s --adopt").exitCode == 0)
    #expect(try run(scratch, "run --config two.yaml --out o --store s").exitCode == 0)
    #expect(try run(scratch, "run --config one.yaml --out o --store s").exitCode == 78)
  }

  @Test func `store, output and configuration may be moved together`() throws {
    let scratch = try Scratch()
    try scratch.write("old/exports/a.csv", Self.customers(0..<3))
    try scratch.write("old/throughline.yaml", Self.configuration())
    #expect(try run(scratch, "run --config old/throughline.yaml --out old/out").exitCode == 0)
    try FileManager.default.moveItem(atPath: scratch.path("old"), toPath: scratch.path("new"))
    let moved = try run(scratch, "run --config new/throughline.yaml --out new/out")
    #expect(moved.exitCode == 0, "\(moved.errors)")
  }

  @Test func `a store that an earlier version kept beside the output is not passed over`() throws {
    let scratch = try Scratch()
    try scratch.write("exports/a.csv", Self.customers(0..<3))
    #expect(try run(scratch, "run exports --out out --store .throughline").exitCode == 0)
    try FileManager.default.removeItem(atPath: scratch.path(".throughline/belongs-to.json"))
    let refused = try run(scratch, "run exports --out out")
    #expect(refused.exitCode == 78 && refused.errors.contains("error[S305]"), "\(refused.errors)")
    try FileManager.default.moveItem(
      atPath: scratch.path(".throughline"), toPath: scratch.path("out/.throughline"))
    let moved = try run(scratch, "run exports --out out")
    #expect(moved.output.contains("1 file is in the store already"), "\(moved.errors)")
  }

  @Test func `where nothing that was named can be read nothing is published`() throws {
    let scratch = try Scratch()
    try scratch.write("exports/a.csv", Self.customers(0..<3))
    try scratch.write("unrecognised.csv", "alpha,beta\n1,2\n")
    try scratch.write("empty/.keep", "")
    #expect(try run(scratch, "run exports --out out").exitCode == 0)
    for path in ["unrecognised.csv", "empty"] {
      let refused = try run(scratch, "run \(path) --out out")
      #expect(refused.exitCode == 66, "\(path): \(refused.errors)")
      #expect(refused.errors.contains("nothing of what was named could be read"))
      #expect(!refused.output.contains("report:"), "\(refused.output)")
    }
    let both = try run(scratch, "run unrecognised.csv exports --out out")
    #expect(both.exitCode == 0, "\(both.errors)")
  }

  @Test func `another key is refused unless ids are to be made anew`() throws {
    let scratch = try Scratch()
    try scratch.write("exports/a.csv", Self.customers(0..<3))
    #expect(try run(scratch, "run exports --out out").exitCode == 0)
    let ids = try #require(Release(in: scratch.path("out")))
      .rows("select customer_id from customers order by 1")
    let key = scratch.path("out/.throughline/throughline.key")
    try FileManager.default.removeItem(atPath: key)
    try Data((0..<32).map { UInt8($0) }).write(to: URL(filePath: key))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
    let refused = try run(scratch, "run exports --out out")
    #expect(refused.exitCode == 78 && refused.errors.contains("error[S304]"), "\(refused.errors)")
    #expect(refused.errors.contains("--new-key"), "\(refused.errors)")
    let renewed = try run(scratch, "run exports --out out --new-key")
    #expect(renewed.exitCode == 0, "\(renewed.errors)")
    let others = try #require(Release(in: scratch.path("out")))
      .rows("select customer_id from customers order by 1")
    #expect(others.count == 3 && Set(others).isDisjoint(with: ids))
    #expect(try run(scratch, "run exports --out out").exitCode == 0)
  }

  /// Makes a store look as one that a version with another format made.
  private func setFormat(_ format: Int, _ catalog: String) throws {
    let script =
      "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); "
      + "c.execute('PRAGMA user_version=\(format)'); c.commit()"
    let done = try Program.run(Program.python, ["-c", script, catalog])
    #expect(done.exitCode == 0, "\(done.errors)")
  }

  @Test func `a store of an earlier format is read again by itself`() throws {
    let scratch = try Scratch()
    try scratch.write("exports/a.csv", Self.customers(0..<3))
    try scratch.write("exports/b.csv", Self.customers(3..<5))
    #expect(try run(scratch, "run exports --out out").exitCode == 0)
    let before = try #require(Release(in: scratch.path("out"))).content()
    let catalog = scratch.path("out/.throughline/catalog.sqlite")
    try setFormat(4, catalog)
    // Only one of its files is named now; the others are the state's.
    let again = try run(scratch, "run exports/a.csv --out out")
    #expect(again.exitCode == 0, "\(again.errors)")
    #expect(try #require(Release(in: scratch.path("out"))).content() == before)
    #expect(try run(scratch, "inputs --out out").output.split(separator: "\n").count == 2)
    #expect(!exists(scratch, "out/.throughline/earlier.sqlite"))
    try setFormat(4, catalog)
    try FileManager.default.removeItem(atPath: scratch.path("exports/b.csv"))
    let gone = try run(scratch, "run exports --out out")
    #expect(gone.exitCode == 66 && gone.errors.contains("error[S302]"), "\(gone.errors)")
    #expect(gone.errors.contains("exports/b.csv"), "\(gone.errors)")
    try scratch.write("exports/b.csv", Self.customers(3..<5))
    #expect(try run(scratch, "run exports --out out").exitCode == 0)
    try setFormat(99, catalog)
    let newer = try run(scratch, "run exports --out out")
    #expect(newer.exitCode == 74 && newer.errors.contains("format 99"), "\(newer.errors)")
  }

  @Test func `an input that is not configured any more is said until it is dropped`() throws {
    let scratch = try Scratch()
    try scratch.write("exports/a.csv", Self.customers(0..<3))
    try scratch.write("throughline.yaml", Self.configuration())
    #expect(try run(scratch, "run --quiet").errors.isEmpty)
    try scratch.write("throughline.yaml", Self.configuration(name: "people"))
    let renamed = try run(scratch, "run --quiet")
    #expect(renamed.exitCode == 0 && renamed.errors.contains("warning[S306]: input 'crm'"))
    #expect(try run(scratch, "inputs drop crm").exitCode == 0)
    let dropped = try run(scratch, "run --quiet")
    #expect(dropped.exitCode == 0 && dropped.errors.isEmpty, "\(dropped.errors)")
  }
}
