/// A run of which a record is kept, however it ends.
package struct RecordedRun {
  private let request: RunRequest
  private let clock: StageClock
  private let record: RunRecord
  private let records: RunRecords

  /// How a run ended.
  package struct Ended {
    /// What was kept of it.
    package var record: RunRecord
    /// What it did; nil if it was stopped.
    package var outcome: RunOutcome?
    /// Why nothing was published; nil if all is well.
    package var failure: RunFailure?
    /// What every stage took.
    package var times: [RunStage: StageClock.Times]
    /// The runs before it, the oldest first.
    package var before: [RunRecord] = []
    /// Why records could not be read or kept.
    package var problems: [RunFailure] = []
  }

  /// A run of a request, whose stages a clock measures.
  package init(_ request: RunRequest, clock: StageClock) {
    self.request = request
    self.clock = clock
    record = RunRecord(command: request.command)
    records = RunRecords(storeDirectory: request.storeDirectory)
  }

  /// Runs; what stops the run is in what is returned.
  package func run() -> Ended {
    var ended = Ended(record: record, times: [:])
    do throws(RunFailure) { try request.requireNoEarlierStore() } catch {
      // Nothing may be written where a store is still to be moved to.
      ended.failure = error
      ended.record.end(nil, failure: error, times: [:])
      return ended
    }
    do throws(RunFailure) {
      ended.before = try records.all()
      try records.write(record)
    } catch {
      ended.problems.append(error)
    }
    do throws(RunFailure) {
      ended.outcome = try Run(request, progress: clock).run()
      ended.failure = ended.outcome?.failure
    } catch {
      ended.failure = error
    }
    ended.times = clock.times()
    ended.record.end(ended.outcome, failure: ended.failure, times: ended.times)
    do throws(RunFailure) { try records.write(ended.record) } catch {
      ended.problems.append(error)
    }
    // Whoever may not write there is told so once.
    if ended.failure != nil { ended.problems = [] }
    return ended
  }

  /// Forgets a run that did nothing; returns why it cannot.
  package func forget() -> RunFailure? {
    do throws(RunFailure) { try records.remove(record) } catch { return error }
    return nil
  }
}
