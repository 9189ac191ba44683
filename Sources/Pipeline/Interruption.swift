internal import Glibc
internal import JourneyModel
internal import Synchronization

/// Signals that ask the run to stop: the first is noticed at the next chunk, the second ends the
/// process at once.
package enum Interruption {
  private static let received = Atomic<Int32>(0)

  /// Begins to notice SIGINT and SIGTERM, and ignores SIGPIPE and SIGXFSZ so that they become
  /// write errors.
  package static func install() {
    // A parent may have started us from a thread that blocks signals; the mask is inherited.
    var mask = sigset_t()
    sigemptyset(&mask)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&mask, number) }
    pthread_sigmask(SIG_UNBLOCK, &mask, nil)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        let earlier = Interruption.received.exchange(number, ordering: .relaxed)
        if earlier != 0 { _exit(128 + number) }
      }
    }
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Whether a signal has asked to stop.
  static var isAsked: Bool { received.load(ordering: .relaxed) != 0 }

  /// Throws if a signal has asked to stop.
  static func check() throws(RunFailure) {
    if isAsked { throw failure }
  }

  /// What a run ends with that was asked to stop.
  static var failure: RunFailure {
    RunFailure(
      received.load(ordering: .relaxed) == SIGTERM ? .terminated : .interrupted, .r501,
      "interrupted; the published release is unchanged")
  }
}
