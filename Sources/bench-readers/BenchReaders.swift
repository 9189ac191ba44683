internal import DurableFiles
internal import Glibc
internal import RecordFormats

/// Measures the readers on one thread: `bench-readers csv|json|read|memcpy FILE [--layout LAYOUT]`;
/// with `csv FILE --ahead` gzip is inflated on a second one.
///
/// The files and what else reads them come from `scripts/benchmarks/readers`, which runs this
/// program, compares its sums with theirs and prints the table. One JSON line tells what was found,
/// the seconds from opening the file to its end, and the peak of resident memory. LAYOUT is
/// `objects`, `array` or `member:NAME`; gzip is read as such.
@main
struct BenchReaders {
  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    guard words.count >= 2 else { usage() }
    let started = Clock.seconds()
    do {
      var line = try measure(words[0], path: words[1], options: words.dropFirst(2))
      if line.seconds == nil { line.seconds = Clock.seconds() - started }
      print(line.text)
    } catch {
      stop("\(words[1]): \(error)", code: 1)
    }
  }

  private static func measure(
    _ task: String, path: String, options: ArraySlice<String>
  ) throws -> ResultLine {
    switch (task, layout(options)) {
    case ("csv", nil) where options.isEmpty || Array(options) == ["--ahead"]:
      var sums = RowSums()
      try FileFeed.feed(path, isAhead: !options.isEmpty, to: &sums)
      return sums.line
    case ("json", let layout?):
      var sums = ConversationSums(layout: layout)
      try FileFeed.feed(path, to: &sums)
      return sums.line
    case ("read", nil) where options.isEmpty:
      var bytes = ByteSum()
      try FileFeed.feed(path, to: &bytes)
      return bytes.line
    case ("memcpy", nil) where options.isEmpty:
      return try MemoryCopy.measure(path)
    default: usage()
    }
  }

  private static func layout(_ options: ArraySlice<String>) -> JSONLayout? {
    guard options.count == 2, options.first == "--layout", let name = options.last else {
      return nil
    }
    switch name {
    case "objects": return .objects
    case "array": return .array
    default: return name.hasPrefix("member:") ? .member(String(name.dropFirst(7))) : nil
    }
  }

  private static func usage() -> Never {
    stop(
      "usage: bench-readers csv|read|memcpy FILE, bench-readers csv FILE.gz --ahead, or"
        + " bench-readers json FILE --layout objects|array|member:NAME", code: 64)
  }

  private static func stop(_ message: String, code: Int32) -> Never {
    let line = Array("bench-readers: \(message)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(code)
  }
}

/// What one run found, printed as a line of JSON.
struct ResultLine {
  /// Records read, and those that could not be.
  var records = 0
  var rejected = 0
  /// Bytes of the file, decompressed.
  var bytes = 0
  /// The sums by name, which other programs must find as well.
  var sums: [(name: String, value: Int)] = []
  /// How long it took, where that is not the whole run.
  var seconds: Double?

  /// One line of JSON; the peak of memory is read when it is made.
  var text: String {
    let listed = sums.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",")
    return "{\"records\":\(records),\"rejected\":\(rejected),\"bytes\":\(bytes),"
      + "\"sums\":{\(listed)},\"seconds\":\(seconds ?? 0),\"peak\":\(Clock.peakBytes())}"
  }
}

/// Time and memory of this process.
enum Clock {
  /// Seconds since an arbitrary moment, never going back.
  static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The most bytes of memory that were resident at any moment.
  static func peakBytes() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss << 10
  }
}
