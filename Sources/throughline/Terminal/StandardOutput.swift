import Glibc
import JourneyModel
import Pipeline

/// The result of a command: written to stdout with every error noticed.
///
/// What it tells of exports and names is harmless to a terminal: `PrintableText`.
/// Swift's `print` to a full disk loses the data and exits 0; this does not.
enum StandardOutput {
  /// The reader went away, as `| head` does: the command has succeeded.
  struct Closed: Error {}

  /// Writes a text to its end; a reader that went away ends the command quietly.
  static func write(_ text: String) throws {
    try Descriptor.write(PrintableText.lines(text), to: STDOUT_FILENO)
  }

  /// Writes a text in one line.
  static func line(_ text: String = "") throws { try write(PrintableText.line(text) + "\n") }

  /// Writes a file byte by byte, except that a terminal gets it as any other text.
  static func write(file: String) throws {
    guard !isTerminal else { return try write(file) }
    try Descriptor.write(file, to: STDOUT_FILENO)
  }

  /// Makes sure that what was written is accepted by the file it goes to.
  static func finish() throws {
    // A pipe or terminal cannot be synchronized, which is no failure.
    if fsync(STDOUT_FILENO) != 0, [EIO, ENOSPC, EDQUOT].contains(errno) {
      throw Descriptor.failure(STDOUT_FILENO)
    }
  }

  /// Whether a person is looking.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}

/// Progress, logs and diagnostics: stderr, whose own failure nobody could be told of.
enum StandardError {
  /// Writes a text, harmless to a terminal, as far as possible.
  static func write(_ text: String) { draw(PrintableText.lines(text)) }

  /// Writes a text that may move the cursor: nothing that stands in it may come from outside.
  static func draw(_ text: String) {
    // There is no other place to report that stderr is closed.
    try? Descriptor.write(text, to: STDERR_FILENO)
  }

  /// Whether a person is looking.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// The width of the terminal; 80 if unknown.
  static var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}

/// A file a caller asked for beside the result.
enum OutputFile {
  /// Writes a text to a file and replaces what was there.
  static func write(_ text: String, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw RunFailure(
        .cannotCreate, .p401, "cannot write \(path): \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    try Descriptor.write(text, to: descriptor, named: path)
  }
}

private enum Descriptor {
  static func write(_ text: String, to descriptor: Int32, named name: String? = nil) throws {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE {
        throw StandardOutput.Closed()
      } else if errno != EINTR {
        throw failure(descriptor, named: name)
      }
    }
  }

  static func failure(_ descriptor: Int32, named name: String? = nil) -> RunFailure {
    let name = name ?? (descriptor == STDOUT_FILENO ? "standard output" : "standard error")
    return RunFailure(.ioError, .p402, "cannot write \(name): \(String(cString: strerror(errno)))")
  }
}
