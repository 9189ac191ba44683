import CivilTime
import Foundation
import Intake
import JourneyAnalysis
import JourneyModel
import Pipeline
import RecordFormats
import TestSupport
import Testing

@Suite struct ConfigurationReaderTests {
  @Test func everyKeyIsRead() throws {
    let configuration = try read(
      """
      timezone: America/New_York
      inputs:
        - {name: calls, adapter: amazon-connect, path: "exports/{date}/*.gz", instance: eu}
        - {adapter: servicenow-incident-log, path: d.csv, timezone: Europe/London, region: GB}
        - {name: z, path: z.csv, clock-changes: {repeated: later, skipped: reject}}
        - {adapter: customers, path: c.csv, delimiter: bar, encoding: windows-1252}
        - {name: survey, adapter: qualtrics-responses, path: "q/*.csv", with: {csat: Q1}}
      identity: {own-numbers: ["+18005550100"]}
      journeys: {gap: {voice: 48h}, resolved-gap: 5d}
      friction: {long-wait: {voice: 90s}}
      privacy: {key-file: key, minimum-group: 5, publish-attributes: [segment]}
      tolerance: {rejects: 2%}
      output: {keep-releases: 3}
      limits: {record: 1MiB, columns: 500, depth: 64}
      """)
    #expect(configuration.zone.identifier == "America/New_York")
    let names = ["calls", "servicenow-incident-log", "z", "customers", "survey"]
    #expect(configuration.inputs.map(\.name) == names)
    #expect(configuration.inputs[0].instance == "eu")
    #expect(configuration.inputs[1].zone?.identifier == "Europe/London")
    #expect(configuration.inputs[1].clockChanges == ClockChangeRule())
    #expect(configuration.inputs[1].region == "GB")
    #expect(
      configuration.inputs[2].clockChanges == ClockChangeRule(repeated: .later, skipped: .reject))
    #expect(configuration.inputs[3].delimiter == UInt8(ascii: "|"))
    #expect(configuration.inputs[3].encoding == .windows1252)
    #expect(configuration.inputs[4].parameters == ["csat": "Q1"])
    #expect(configuration.gaps["voice"] == Int64(172_800_000))
    #expect(configuration.friction["long-wait.voice"] == 90_000)
    #expect(configuration.keyFile?.hasSuffix("/key") == true)
    #expect(configuration.toleratedRejectsPermille == 20 && configuration.keptReleases == 3)
    #expect(configuration.limits.record == 1 << 20)
  }

  @Test func allProblemsAreToldInOnePassWithTheirPlaces() {
    let problems = problems(
      """
      timezone: Europe/Lundon
      inputs:
        - {name: a, path: "*.csv", regoin: GB}
        - {name: a, path: "*.csv"}
        - {name: b, path: "*.csv", region: de, clock-changes: {repeated: first, twice: later}}
      journeys: {resolved-gap: 7}
      windwo: 1
      identity: {own-numbers: ["+18005550100", "1-800-FLOWERS", "105"]}
      """)
    let places = Set(problems.map { "\($0.line) \($0.code)" })
    #expect(
      places == [
        "1 C106", "3 C102", "4 C105", "5 C102", "5 C105", "6 C103", "7 C102", "8 C103",
      ])
    #expect(problems.count { $0.line == 8 } == 2)
    #expect(problems.first { $0.line == 1 }?.help == "did you mean 'Europe/London'?")
    #expect(problems.contains { $0.line == 5 && $0.help == "did you mean 'DE'?" })
    #expect(problems.first { $0.line == 3 }?.help?.contains("'region'") == true)
  }

  @Test func encodingsAndDelimitersAreChecked() {
    let problems = problems(
      """
      inputs:
        - {name: a, path: "*.csv", encoding: windows-1253}
        - {name: b, path: "*.csv", delimiter: comma, encoding: utf-16le}
        - {name: c, path: "*.csv", delimiter: x}
      """)
    #expect(problems.map { "\($0.line):\($0.column) \($0.code)" } == ["2:40 C105", "4:41 C105"])
    #expect(problems.first?.help == "did you mean 'windows-1252'?")
    #expect(problems.last?.help?.contains("semicolon") == true)
  }

  @Test func encodingAndDelimiterOfAnInputDecideHowItIsRead() throws {
    let key = try #require(IdentifierKey(bytes: Array(0..<32)))
    let adapter = try #require(AdapterLibrary.bundled().adapter(id: "customers"))
    let entries = ["", ", delimiter: tab", ", encoding: latin1"]
    let fingerprints = try entries.map { entry in
      let configuration = try read("inputs: [{name: a, path: a.csv\(entry)}]")
      let context = IntakeContext(
        library: AdapterLibrary(), configuration: configuration, key: key)
      return context.fingerprint(of: adapter, configuration.inputs[0])
    }
    #expect(Set(fingerprints).count == entries.count)
  }

  @Test func aMissingFileIsNamed() {
    #expect(throws: DiagnosticError.self) {
      try ConfigurationReader.read(path: "/nowhere/throughline.yaml", environment: [:])
    }
  }

  @Test func theStoreLiesInTheOutput() {
    var request = RunRequest()
    #expect(request.storeDirectory == "out/.throughline")
    request.output = "/data/out/"
    #expect(request.storeDirectory == "/data/out/.throughline")
    request.output = "data/\u{301}out"
    #expect(request.storeDirectory == "data/\u{301}out/.throughline")
    request.output = "/"
    #expect(request.storeDirectory == "/.throughline")
    request.store = "elsewhere"
    #expect(request.storeDirectory == "elsewhere")
  }

  @Test func `costs, calendars and targets are read`() throws {
    let configuration = try read(
      """
      timezone: Europe/Berlin
      costs:
        currency: EUR
        voice: 0.85/min
        chat: 24/h
        teams: {Experts: 1.5/min}
        per-contact: {email: 2.20}
        concurrency: {chat: 2.5}
        customer-time: 0.25/min
      calendars:
        default:
          hours: {mon-fri: "08:00-20:00", sat: ["09:00-12:00", "11:00-15:00"]}
          holidays: 2026-12-25
        night:
          hours: {fri-mon: "22:00-06:00"}
          timezone: America/New_York
          queues: [Night]
          channels: [chat]
      business-clock: vendor
      targets:
        first-response: {email: 24h, priorities: {urgent: 1h}}
      """)
    let costs = try #require(configuration.costs)
    #expect(costs.currency.code == "EUR" && costs.currency.minorUnits == 100)
    #expect(costs.channels["voice"] == CostSettings.Rate(millionths: 850_000, per: 60_000))
    #expect(costs.channels["chat"] == CostSettings.Rate(millionths: 24_000_000, per: 3_600_000))
    #expect(costs.teams["Experts"] == CostSettings.Rate(millionths: 1_500_000, per: 60_000))
    #expect(costs.perContact == ["email": 2_200_000] && costs.concurrency == ["chat": 2500])
    #expect(costs.customerTime == CostSettings.Rate(millionths: 250_000, per: 60_000))
    let calendars = configuration.calendars
    let weekday = [480..<1200]
    #expect(
      calendars.calendars["default"]?.hours == [
        weekday, weekday, weekday, weekday, weekday, [540..<900], [],
      ])
    #expect(calendars.calendars["default"]?.holidays == [20_812])
    #expect(
      calendars.calendars["night"]?.hours == [
        [0..<360, 1320..<1440], [0..<360], [], [], [1320..<1440], [0..<360, 1320..<1440],
        [0..<360, 1320..<1440],
      ])
    #expect(calendars.queues == ["Night": "night"] && calendars.channels == ["chat": "night"])
    #expect(calendars.clock == .vendor)
    #expect(configuration.targets.firstResponse.channels["email"] == 86_400_000)
    #expect(configuration.targets.firstResponse.priorities == ["urgent": 3_600_000])
  }

  @Test func `what is wrong with costs and calendars is told with its place`() {
    let problems = problems(
      """
      costs: {currency: EUR0, voice: 0.85, queues: {A: 1/fortnight}, per-contact: {chat: two}}
      calendars:
        default: {hours: {mon-fry: "08:00-20:00", sat: "9-12"}, holidays: nowhere.csv}
        desk: {hours: {mon: "08:00-25:00"}}
        other: {hours: {mon: "08:00-09:00", mon-tue: "10:00-11:00"}, queues: [A]}
        third: {hours: {sun: "08:00-09:00"}, queues: [A]}
      targets: {first-response: {phone: 2m, email: soon}}
      """)
    let places = problems.map { "\($0.line) \($0.message)" }
    let expected = [
      "1 'EUR0' is not one of the words", "1 'voice' must be an amount for a time",
      "1 'A' must be an amount for a time", "1 'chat' must be a number",
      "3 'mon-fry' is no weekday", "3 open hours are written as", "3 there is no file",
      "4 open hours are written as", "4 the calendar 'desk' is for nothing",
      "5 'mon' is given twice", "6 'A' is in two calendars", "7 unknown key 'phone'",
      "7 'email' must be a duration",
    ]
    for beginning in expected {
      #expect(places.contains { $0.hasPrefix(beginning) }, "\(beginning): \(places)")
    }
    #expect(places.count == expected.count, "\(places)")
  }

  private func read(_ text: String) throws -> Configuration {
    try withScratchDirectory { directory in
      let path = directory + "/throughline.yaml"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return try ConfigurationReader.read(path: path, environment: [:])
    }
  }

  private func problems(_ text: String) -> [Diagnostic] {
    do {
      _ = try read(text)
      return []
    } catch let error as DiagnosticError {
      return error.diagnostics
    } catch {
      Issue.record(error)
      return []
    }
  }
}
