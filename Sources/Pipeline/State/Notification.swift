internal import Dispatch
internal import Foundation
internal import JourneyModel

/// A command somebody wants to be run when a run failed or changed what had been published.
///
/// It gets what the run says on its standard input, and `THROUGHLINE_EVENT`, `THROUGHLINE_EXIT` and
/// `THROUGHLINE_RELEASE` in its environment.
package struct Notification: Sendable {
  /// When it is run.
  package enum Event: String, CaseIterable, Sendable {
    case failure, restatement
  }

  /// The program and its arguments.
  package var command: [String]
  /// When it is run.
  package var events = Set(Event.allCases)

  /// A command for all events.
  package init(command: [String]) { self.command = command }

  /// The longest a command may take, in seconds.
  private static let limit = 60.0
  /// So much of a text fits into a pipe that nobody reads, which holds 64 KiB (pipe(7)).
  private static let mostBytes = 60 << 10

  /// The event of a run; nil if there is none this is for.
  package func event(of record: RunRecord) -> Event? {
    let event: Event? =
      record.exit != 0 ? .failure : record.restated > 0 ? .restatement : nil
    return event.flatMap { events.contains($0) ? $0 : nil }
  }

  /// Runs the command and waits for it; returns why it did not succeed.
  package func send(_ event: Event, _ text: String, of record: RunRecord) -> RunFailure? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["--"] + command
    process.environment = ProcessInfo.processInfo.environment.merging([
      "THROUGHLINE_EVENT": event.rawValue, "THROUGHLINE_EXIT": "\(record.exit ?? 0)",
      "THROUGHLINE_RELEASE": record.release ?? "",
    ]) { $1 }
    let input = Pipe()
    process.standardInput = input
    process.standardOutput = FileHandle.standardError
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    do {
      // Both ends are ours until the command starts, so the text always fits.
      try input.fileHandleForWriting.write(
        contentsOf: Data(text.utf8.prefix(Notification.mostBytes)))
      try process.run()
      try input.fileHandleForWriting.close()
    } catch {
      return failure("cannot be run: \(error.localizedDescription)")
    }
    guard ended.wait(timeout: .now() + Notification.limit) == .success else {
      process.terminate()
      return failure("was ended after \(Int(Notification.limit)) seconds")
    }
    let status = process.terminationStatus
    return status == 0 ? nil : failure("ended with \(status)")
  }

  private func failure(_ message: String) -> RunFailure {
    RunFailure(.ioError, .r509, "the command '\(command.joined(separator: " "))' \(message)")
  }
}
