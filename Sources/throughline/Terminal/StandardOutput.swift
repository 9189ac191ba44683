import DurableFiles
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

  /// Writes bytes as they are, except that a terminal gets them as any other text.
  static func write(bytes: [UInt8]) throws {
    guard !isTerminal else { return try write(String(decoding: bytes, as: UTF8.self)) }
    try Descriptor.write(bytes, to: STDOUT_FILENO)
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

  /// Lets something make a file at a path where there is none, and renames it when it is whole.
  static func write<Result>(
    madeAt path: String, _ body: (_ unfinished: String) throws -> Result
  ) throws -> Result {
    let unfinished = path + ".new"
    try Directory.removeTree(unfinished)
    do {
      let result = try body(unfinished)
      try FileLink.rename(from: unfinished, to: path)
      return result
    } catch {
      try Directory.removeTree(unfinished)
      throw error
    }
  }

  /// Lets something write a file piece by piece; the file is whole or not there.
  static func write<Result>(
    to path: String, _ body: (@escaping ([UInt8]) throws -> Void) throws -> Result
  ) throws -> Result {
    let isDevice = try Directory.find(path).map { !$0.isRegular } ?? false
    let unfinished = isDevice ? path : path + ".new"
    let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else {
      throw RunFailure(
        .cannotCreate, .p401, "cannot write \(path): \(String(cString: strerror(errno)))")
    }
    let result: Result
    do {
      defer { close(descriptor) }
      result = try body { try Descriptor.write($0, to: descriptor, named: path) }
      // What the file system could not keep is told here; a device keeps nothing.
      guard isDevice || fsync(descriptor) == 0 else {
        throw Descriptor.failure(descriptor, named: path)
      }
    } catch {
      if !isDevice { unlink(unfinished) }
      throw error
    }
    if !isDevice { try FileLink.rename(from: unfinished, to: path) }
    return result
  }
}

private enum Descriptor {
  static func write(_ text: String, to descriptor: Int32, named name: String? = nil) throws {
    try write(Array(text.utf8), to: descriptor, named: name)
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32, named name: String? = nil) throws {
    var rest = bytes[...]
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
