import Intake
import JourneyModel
import Testing

/// Two header rows: questions, and below them their parts.
@Suite struct SubHeaderTests {
  private static let survey = """
    adapter: survey
    system: survey
    title: Survey
    reads: {csv: {sub-header: true}}
    recognise: {columns: [Respondent ID, Collector ID]}
    parameters: {score: null, other: null}
    times: {formats: ["MM/dd/yyyy hh:mm:ss a"], zone: UTC}
    record: {entity: response, key: Respondent ID}
    identifiers: [{kind: customer, value: $other}]
    feedback: [{instrument: csat, scale: 1..5, score: $score, at: '["End Date"]'}]
    """.replacing("key: Respondent ID", with: "key: '[\"Respondent ID\"]'")

  private static let rows = """
    Respondent ID,Collector ID,End Date,"How were we, ""all"" in all?",,Which of these?,,
    ,,,Speed,Tone,Phone,Chat,Other (please specify)
    1,9,06/01/2021 05:40:54 PM,4,5,Phone,,nobody
    2,9,06/01/2021 05:41:54 PM,2,1,,Chat,
    """

  @Test func partsAreNamedWithTheirQuestion() throws {
    let mine = try adapter(Self.survey)
    let parameters = [
      "score": #"How were we, "all" in all? / tone"#,
      "other": "which of these? / Other (please specify)",
    ]
    let bytes = Array(Self.rows.utf8)
    let whole = try read(bytes, adapter: mine, settings: settings(parameters))
    #expect(whole.records.flatMap(\.feedback).map(\.scoreMilli) == [5000, 1000])
    #expect(whole.records.map(\.tokens.count) == [1, 0])
    #expect(whole.rejections.isEmpty)
    let cut = try read(bytes, adapter: mine, settings: settings(parameters), pieces: 3)
    #expect(cut.records == whole.records)
    // A question alone is its first column.
    let first = try read(
      bytes, adapter: mine, settings: settings(["score": #"How were we, "all" in all?"#]))
    #expect(first.records.flatMap(\.feedback).map(\.scoreMilli) == [4000, 2000])
    #expect(
      failure(Self.rows, mine, settings(["score": "How were we? / Tone"]))?.code == .i305)
  }
}
