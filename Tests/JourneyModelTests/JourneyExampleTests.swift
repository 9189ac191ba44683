import JourneyModel
import Testing

@Suite struct JourneyExampleTests {
  private static func id(_ number: UInt64) -> JourneyID {
    JourneyID(StableHash128(high: number, low: 7))
  }

  private static let journey: JourneyExample = {
    var example = JourneyExample(
      id: id(5), variant: Coordinates(Coordinate(number: 3), Coordinate(number: .max)),
      startedAt: Instant(microseconds: 1_700_000_000_000_001), status: .expired)
    example.reason = Coordinate(number: 12)
    example.elapsedMilliseconds = 90_000
    example.effort = 45
    example.interactions = 20
    example.findings = 9
    let start = Instant(microseconds: 1_700_000_000_000_001)
    var step = JourneyExample.Step(1, .call, .voice, start...start.adding(milliseconds: 5))
    step.waitMilliseconds = 0
    step.nativeID = "c-1 ü"
    step.system = "desk"
    var other = JourneyExample.Step(20, .ticket, .ticket, start...start)
    (other.basis, other.linkedTo, other.confidencePermille) = (.timeOnly, 1, 400)
    (other.outcome, other.csatPermille) = (.open, 0)
    example.steps = [step, other]
    var mark = JourneyExample.Mark(
      FindingID(StableHash128(high: 1, low: 2)), step: 20, detector: Coordinate(position: 4),
      at: start)
    (mark.severity, mark.points, mark.message) = (3, 15, "waited")
    mark.evidence = [
      Evidence(record: RecordID(.zero), field: "wait_ms", value: "7", rule: "more than 5")
    ]
    example.marks = [mark]
    example.reasons = [Coordinate(number: 12)]
    example.queues = [Coordinate(number: 4), Coordinate(number: 9)]
    return example
  }()

  @Test func `what was written of a journey is read back`() {
    var writer = ByteWriter()
    Self.journey.write(to: &writer)
    let read = writer.withBytes { bytes in
      var reader = ByteReader(bytes)
      return JourneyExample(.zero, &reader)
    }
    #expect(read == Self.journey)
    // Unknown is not zero.
    #expect(read.steps[0].waitMilliseconds == 0 && read.steps[0].talkMilliseconds == nil)
    #expect(read.steps[1].csatPermille == 0 && read.steps[0].csatPermille == nil)
  }

  @Test func `more effort ranks before more time and later before earlier`() {
    func worst(_ effort: Int32, _ time: Int64, _ number: UInt64 = 1) -> StableHash128 {
      JourneyExample.key(
        JourneyExample.worstRank(effort: effort, activeMilliseconds: time), Self.id(number))
    }
    #expect(worst(46, 0) < worst(45, .max))
    #expect(worst(45, 100) < worst(45, 99))
    #expect(worst(45, 100, 1) < worst(45, 100, 2))
    #expect(worst(0, -5) == worst(0, 0))
    func newest(_ microseconds: Int64) -> UInt64 {
      JourneyExample.newestRank(Instant(microseconds: microseconds))
    }
    #expect(newest(5) < newest(4) && newest(0) < newest(-1) && newest(.max) < newest(.min))
  }
}
