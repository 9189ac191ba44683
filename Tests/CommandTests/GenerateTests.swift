import Foundation
import Testing

/// The simulated contact center: the same for the same options, true in itself, and readable.
@Suite struct GenerateTests {
  /// Generates a center and returns its folder.
  private func generate(
    _ scratch: Scratch, _ name: String, _ options: [String] = [],
    environment: [String: String]? = nil
  ) throws -> String {
    let folder = scratch.path(name)
    let run = try Program.throughline(
      ["generate", folder, "--interactions", "3000", "--seed", "11", "--days", "60"] + options,
      environment: environment)
    #expect(run.exitCode == 0, "\(run.errors)")
    return folder
  }

  /// Every file below a folder and its bytes.
  private func files(_ folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in FileManager.default.enumerator(atPath: folder)?.allObjects ?? [] {
      guard let name = name as? String else { continue }
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
      if !isFolder.boolValue {
        files[name] = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
      }
    }
    return files
  }

  @Test(arguments: ["none", "usual", "hard"])
  func `an independent program derives the friction truths from the exports`(_ dirt: String) throws
  {
    let scratch = try Scratch()
    let folder = try generate(scratch, "center", ["--dirt", dirt])
    try Program.expectAgreement(of: "synthetic_judge.py", [folder, "--at-least", "14"])
  }

  @Test func `both daylight saving changes of both zones lie in a long center`() throws {
    let scratch = try Scratch()
    let folder = scratch.path("center")
    let run = try Program.throughline([
      "generate", folder, "--interactions", "3000", "--days", "200", "--dirt", "hard",
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
    try Program.expectAgreement(of: "synthetic_judge.py", [folder, "--at-least", "14"])
  }

  @Test func `a judge that is lied to disagrees`() throws {
    let scratch = try Scratch()
    let folder = try generate(scratch, "center")
    let path = "\(folder)/truth/friction.csv"
    let rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let place = try #require(rows.firstIndex { $0.hasPrefix("F07") })
    let others = rows.enumerated().filter { $0.offset != place }.map(\.element)
    try Data(others.joined(separator: "\n").utf8).write(to: URL(filePath: path))
    let judge = Repository.root.appending(path: "Tests/Judges/synthetic_judge.py").path()
    let verdict = try Program.run(Program.python, [judge, folder])
    #expect(verdict.exitCode == 1, "\(verdict.output)")
  }

  @Test func `nights hold the records of one drop`() throws {
    let scratch = try Scratch()
    let whole = try generate(scratch, "whole")
    let nights = try generate(scratch, "nights", ["--nights", "7"])
    let dates = try FileManager.default.contentsOfDirectory(atPath: "\(nights)/exports")
    #expect(dates.count == 7)
    try Program.expectAgreement(of: "synthetic_judge.py", [nights])
    try Program.expectAgreement(of: "synthetic_judge.py", [whole, "--same-records", nights])
  }

  @Test func `threads and surroundings do not matter`() throws {
    let scratch = try Scratch()
    let one = try files(try generate(scratch, "one", ["--jobs", "1"]))
    let two = try files(try generate(scratch, "two", ["--jobs", "2"]))
    let away = try files(
      try generate(
        scratch, "away", environment: ["TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8"]))
    #expect(one.count > 15)
    #expect(one == two)
    #expect(one == away)
  }

  @Test func `another seed is another center`() throws {
    let scratch = try Scratch()
    let one = try generate(scratch, "one")
    let other = try generate(scratch, "other", ["--seed", "12"])
    let name = "/truth/people.csv"
    #expect(
      FileManager.default.contents(atPath: one + name)
        != FileManager.default.contents(atPath: other + name))
  }

  @Test(arguments: [1, 7, 250])
  func `exactly as many interactions happen as were asked for`(_ count: Int) throws {
    let scratch = try Scratch()
    let folder = scratch.path("center")
    let run = try Program.throughline(
      ["generate", folder, "--interactions", "\(count)", "--days", "20"])
    #expect(run.exitCode == 0, "\(run.errors)")
    let rows = try String(contentsOfFile: "\(folder)/truth/interactions.csv", encoding: .utf8)
    #expect(rows.split(separator: "\n").count { $0.hasSuffix(",true") } == count)
    let published = try Program.throughline([
      "run", "--config", "\(folder)/throughline.yaml", "--out", scratch.path("out"), "--quiet",
    ])
    #expect(published.exitCode == 0, "\(published.errors)")
  }

  @Test func `nights, read one after the other, publish what one drop does`() throws {
    let scratch = try Scratch()
    let whole = try generate(scratch, "whole", ["--dirt", "hard"])
    let nights = try generate(scratch, "nights", ["--dirt", "hard", "--nights", "4"])
    let once = try publish(scratch, whole, "once")
    let exports = "\(nights)/exports"
    let dates = try FileManager.default.contentsOfDirectory(atPath: exports).sorted()
    try FileManager.default.moveItem(atPath: exports, toPath: "\(nights)/later")
    try FileManager.default.createDirectory(
      atPath: exports, withIntermediateDirectories: false)
    var release: Release?
    for date in dates {
      try FileManager.default.moveItem(
        atPath: "\(nights)/later/\(date)", toPath: "\(exports)/\(date)")
      release = try publish(scratch, nights, "nightly")
    }
    try once.expectSameContent(as: try #require(release), "four nights and one drop")
  }

  private func publish(_ scratch: Scratch, _ center: String, _ name: String) throws -> Release {
    let run = try Program.throughline([
      "run", "--config", "\(center)/throughline.yaml", "--store", scratch.path("\(name)-store"),
      "--out", scratch.path(name), "--quiet",
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
    return try #require(Release(in: scratch.path(name)), "\(run.errors)")
  }

  @Test func `the tables of truth have the columns docs/SIMULATION.md lists`() throws {
    let scratch = try Scratch()
    let folder = try generate(scratch, "center")
    let page = try String(
      contentsOf: Repository.root.appending(path: "docs/SIMULATION.md"), encoding: .utf8)
    let tables = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/truth")
      .filter { $0.hasSuffix(".csv") }
    #expect(tables.count == 5)
    for table in tables {
      let text = try String(contentsOfFile: "\(folder)/truth/\(table)", encoding: .utf8)
      let columns = text.prefix { $0 != "\n" }.replacing(",", with: " ")
      #expect(page.contains("| \(table.dropLast(4)) | \(columns) |"), "\(table)")
    }
  }

  static let wrongCalls = [
    WrongCall(
      testDescription: "more nights than days",
      arguments: ["generate", "x", "--days", "3", "--nights", "4"], exitCode: 64,
      fragments: ["--nights"]),
    WrongCall(
      testDescription: "no interactions", arguments: ["generate", "x", "--interactions", "0"],
      exitCode: 64, fragments: ["--interactions"]),
    WrongCall(
      testDescription: "unknown dirt", arguments: ["generate", "x", "--dirt", "some"],
      exitCode: 64, fragments: ["some"]),
    WrongCall(
      testDescription: "unknown setting", arguments: ["generate", "x", "--with", "mx=voice"],
      exitCode: 64, fragments: ["'mx'", "did you mean 'mix'?"]),
    WrongCall(
      testDescription: "wrong value of a setting",
      arguments: ["generate", "x", "--with", "switchboard=2"], exitCode: 64,
      fragments: ["'switchboard' must be 3 to 120"]),
    WrongCall(
      testDescription: "a folder that is not empty",
      arguments: ["generate", Repository.root.path()], exitCode: 73,
      fragments: ["is not empty"]),
  ]

  @Test(arguments: wrongCalls)
  func `a wrong call says what is wrong`(_ call: WrongCall) throws {
    let run = try Program.throughline(call.arguments)
    #expect(run.exitCode == call.exitCode, "\(run.errors)")
    for fragment in call.fragments { #expect(run.errors.contains(fragment), "\(run.errors)") }
  }
}

/// `make accuracy` scores the product against the truth of simulated centers.
@Suite struct AccuracyTests {
  @Test func `the scores are what hand-made cases say`() throws {
    let script = Repository.root.appending(path: "scripts/scoring.py").path()
    let test = try Program.run(Program.python, [script])
    #expect(test.exitCode == 0, "\(test.output)\(test.errors)")
  }

  @Test func `a small center is covered whole and every record accounted for`() throws {
    let scratch = try Scratch()
    let script = Repository.root.appending(path: "scripts/accuracy").path()
    let json = scratch.path("scores.json")
    var environment = ProcessInfo.processInfo.environment
    environment["JSON"] = json
    let run = try Program.run(
      Program.python, [script, Program.tool, "--worlds", "small-none,small-hard"],
      environment: environment)
    #expect(run.exitCode == 0, "\(run.errors)")
    let scores = try JSONDecoder().decode(Scores.self, from: Data(contentsOf: URL(filePath: json)))
    #expect(scores.worlds.count == 2)
    for world in scores.worlds {
      #expect(world.coverage.missed.isEmpty && world.coverage.spurious.isEmpty)
      #expect(world.conservation.differences.isEmpty, "\(world.conservation.differences)")
      #expect(world.conservation.records > 3_000)
      let waits = try #require(world.values["wait_ms"])
      #expect(waits.compared > 400 && waits.equal == waits.compared)
    }
  }

  private struct Scores: Decodable {
    var worlds: [World]

    struct World: Decodable {
      var coverage: Coverage
      var conservation: Conservation
      var values: [String: Value]
    }

    struct Coverage: Decodable {
      var missed: [[String]]
      var spurious: [[String]]
    }

    struct Conservation: Decodable {
      var records: Int
      var differences: [String]
    }

    struct Value: Decodable {
      var compared: Int
      var equal: Int
    }
  }
}
