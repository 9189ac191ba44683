import JourneyModel
import Pipeline
import Synchronization
import Testing

@Suite struct WorkersTests {
  @Test(arguments: [1, 2, 3, 8])
  func resultsComeInOrderWhoeverIsFaster(jobs: Int) throws {
    let latest = Mutex([Int](repeating: -1, count: jobs))
    var found: [Int] = []
    try Workers.inOrder(count: 200, jobs: jobs) { worker, index throws(RunFailure) in
      latest.withLock { latest in
        #expect(latest[worker] < index, "a worker computes in ascending order")
        latest[worker] = index
      }
      var sum = 0
      for number in 0..<((index * 7919) % 5000) { sum &+= number }
      return sum >= 0 ? index : -1
    } consume: { index, value throws(RunFailure) in
      #expect(index == value)
      found.append(value)
    }
    #expect(found == Array(0..<200))
  }

  @Test(arguments: [1, 2, 4])
  func theFirstFailureInOrderEndsTheWork(jobs: Int) {
    var found: [Int] = []
    let failure = #expect(throws: RunFailure.self) {
      try Workers.inOrder(count: 100, jobs: jobs) { _, index throws(RunFailure) in
        if index == 20 || index == 21 { throw RunFailure(.bug, .r503, "number \(index)") }
        return index
      } consume: { _, value throws(RunFailure) in
        found.append(value)
      }
    }
    #expect(failure?.message == "number 20")
    #expect(found == Array(0..<20))
  }

  @Test(arguments: [1, 2, 4])
  func aFailureOfTheConsumerEndsTheWork(jobs: Int) {
    let failure = #expect(throws: RunFailure.self) {
      try Workers.inOrder(count: 1000, jobs: jobs) { _, index throws(RunFailure) in
        index
      } consume: { index, _ throws(RunFailure) in
        if index == 5 { throw RunFailure(.ioError, .p402, "no room") }
      }
    }
    #expect(failure?.exit == .ioError)
  }

  @Test func nothingToDoIsDone() throws {
    try Workers.inOrder(count: 0, jobs: 4) { _, index throws(RunFailure) in
      index
    } consume: { _, _ throws(RunFailure) in
      Issue.record("there is nothing")
    }
  }
}
