import CivilTime
import SyntheticCenter
import Testing

/// What holds of any simulated center before it is written.
@Suite struct CenterTests {
  @Test(arguments: [1, 30, 60, 365, 3_650])
  func `every center ends on the same day and begins at a New York midnight`(_ days: Int) throws {
    let clock = CenterClock(days: days)
    let zone = try #require(ZoneRules.named("America/New_York"))
    let end = try #require(CenterClock.endDate)
    #expect(clock.end == Int(zone.startOfDay(end.dayNumber) / 1_000_000))
    #expect(clock.start == Int(zone.startOfDay(clock.firstDay) / 1_000_000))
    #expect(Int(end.dayNumber - clock.firstDay) == days)
  }

  @Test(arguments: [
    (30, "America/New_York", 1), (30, "Europe/London", 1), (165, "America/New_York", 2),
    (165, "Europe/London", 2),
  ])
  func `clocks change within a center`(_ days: Int, _ name: String, _ changes: Int) throws {
    let clock = CenterClock(days: days)
    let zone = try #require(ZoneRules.named(name))
    let offsets = stride(from: clock.start, to: clock.end, by: 3_600).map {
      zone.offsetSeconds(at: Int64($0) * 1_000_000)
    }
    #expect(zip(offsets, offsets.dropFirst()).count { $0 != $1 } == changes)
  }

  @Test func `a block is the same whenever it is simulated`() {
    var settings = CenterSettings()
    settings.days = 30
    let world = CenterWorld(settings)
    let block = SimulatedBlock(3, of: world)
    #expect(block.interactions > 64)
    #expect(SimulatedBlock(3, of: world).interactions == block.interactions)
    #expect(SimulatedBlock(4, of: world).interactions != block.interactions)
  }

  @Test(arguments: [1, 2, 3, 10, 57])
  func `a budget is used up and never exceeded`(_ budget: Int) {
    let world = CenterWorld(CenterSettings())
    #expect(SimulatedBlock(0, of: world, budget: budget).interactions == budget)
  }

  @Test(arguments: [
    ("matter-gap", "2000", true), ("matter-gap", "99", false), ("matter-gap", "x", false),
    ("mix", "digital", true), ("mix", "fax", false), ("switchboard", "120", true),
    ("switchboard", "121", false), ("household", "0", true), ("nothing", "1", false),
  ])
  func `settings are taken within their ranges`(_ name: String, _ value: String, _ taken: Bool) {
    var shape = CenterShape()
    let isTaken = shape.set(name, to: value)
    #expect(isTaken == taken)
    #expect((shape != CenterShape()) == taken)
  }

  @Test func `every setting that is offered can be set`() {
    for option in CenterShape.options {
      var shape = CenterShape()
      let value = option.name == "mix" ? "voice" : "100"
      let isTaken = shape.set(option.name, to: value)
      #expect(isTaken, "\(option.name)")
    }
  }
}
