import Foundation
import Intake
import JourneyModel
import Testing

@Suite struct SampleTests {
  @Test func theRealIncidentLogIsReadWithoutARejection() throws {
    let file = Repository.shared
      .appending(path: "realdata/servicenow/incident_event_log.csv.gz")
    let adapter = try #require(bundled.adapter(id: "servicenow-incident-log"))
    var reader = try InputReader(
      adapter: adapter, settings: settings(zone: "America/New_York"), key: testKey, input: 1)
    var sink = CountingSink()
    let block = try ByteBlock(Repository.bytes(file))
    try reader.push(block.bytes, into: &sink)
    try reader.finish(into: &sink)
    let ledger = reader.ledger
    #expect(ledger.recordsRead == 119_998)
    #expect(ledger.accepted == 119_998)
    #expect(ledger.rejected == 0)
    #expect(ledger.isBalanced)
    #expect(sink.interactions.count == 20_769)
    let usedAssumedZone = reader.assumedZoneUsed
    #expect(!usedAssumedZone)
  }
}

/// Counts distinct interactions without decoding records.
private struct CountingSink: RecordSink {
  var interactions: Set<StableHash128> = []

  mutating func accept(_ record: UnsafeRawBufferPointer) {
    interactions.insert(RecordDecoder.prefix(record, at: 0).interaction)
  }

  mutating func reject(_ rejection: Rejection, bytes: UnsafeRawBufferPointer) {}
}
