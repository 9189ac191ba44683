internal import CAllocations
internal import CivilTime
internal import DurableFiles
internal import Glibc
internal import Intake
internal import JourneyModel
internal import RecordFormats

/// Measures reading through an adapter on one thread: `bench-intake ADAPTER.yaml FILE [REGION]`.
///
/// The file is scanned, normalized and encoded as the store keeps records; the records are counted
/// and hashed, not written. The files and what else reads them come from
/// `scripts/benchmarks/intake`. One JSON line tells what was found, the seconds from opening the
/// file to its end, the peak of resident memory, and how many blocks of memory were allocated after
/// the first tenth of the file.
@main
struct BenchIntake {
  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    guard (2...3).contains(words.count) else {
      stop("usage: bench-intake ADAPTER.yaml FILE [REGION]", code: 64)
    }
    do {
      var settings = InputSettings(name: "bench")
      settings.region = words.count == 3 ? words[2] : nil
      print(try measure(adapter(words[0]), settings, path: words[1]))
    } catch {
      stop("\(error)", code: 1)
    }
  }

  private static func adapter(_ path: String) throws -> Adapter {
    var file = try File.open(path)
    var text = [UInt8](repeating: 0, count: 1 << 20)
    let count = try text.withUnsafeMutableBytes { try file.read(into: $0) }
    var library = AdapterLibrary()
    let id = try library.add(text: String(decoding: text[..<count], as: UTF8.self), file: path)
    guard let adapter = library.adapter(id: id) else { stop("no adapter in \(path)", code: 1) }
    return adapter
  }

  private static func measure(
    _ adapter: Adapter, _ settings: InputSettings, path: String
  ) throws -> String {
    guard let key = IdentifierKey(bytes: Array(0..<32)) else { stop("no key", code: 1) }
    let started = seconds()
    var reader = try InputReader(adapter: adapter, settings: settings, key: key, input: 0)
    var sink = CountingSink()
    var file = try File.open(path)
    let size = try file.status().size
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 64)
    defer { piece.deallocate() }
    var (read, steadyFrom, steadyRecords) = (UInt64(0), UInt64?.none, Int64(0))
    while true {
      let count = try file.read(into: piece)
      if count == 0 { break }
      try reader.push(UnsafeRawBufferPointer(rebasing: piece[..<count]), into: &sink)
      read += UInt64(count)
      if steadyFrom == nil, read * 10 >= UInt64(size) {
        (steadyFrom, steadyRecords) = (tl_allocation_count(), sink.accepted)
      }
    }
    let allocations = tl_allocation_count() - (steadyFrom ?? 0)
    try reader.finish(into: &sink)
    let line = [
      "\"records\":\(reader.ledger.recordsRead)", "\"accepted\":\(sink.accepted)",
      "\"rejected\":\(reader.ledger.rejected)", "\"bytes\":\(reader.ledger.bytes)",
      "\"stored\":\(sink.bytes)", "\"hash\":\(sink.hash)",
      "\"seconds\":\(seconds() - started)", "\"peak\":\(peakBytes())",
      "\"allocations\":\(allocations)", "\"allocatedOver\":\(sink.accepted - steadyRecords)",
    ]
    return "{\(line.joined(separator: ","))}"
  }

  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private static func peakBytes() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss << 10
  }

  private static func stop(_ message: String, code: Int32) -> Never {
    let line = Array("bench-intake: \(message)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(code)
  }
}

/// Takes records as the store would and keeps none.
private struct CountingSink: RecordSink {
  /// Records and their bytes.
  var accepted: Int64 = 0
  var bytes = 0
  /// The sum of the records' ids, so that nothing can be left out: the same for equal records.
  var hash: UInt64 = 0

  mutating func accept(_ record: UnsafeRawBufferPointer) {
    accepted += 1
    bytes += record.count
    hash &+= record.loadUnaligned(fromByteOffset: 20, as: UInt64.self)
  }

  mutating func reject(_ rejection: Rejection, bytes: UnsafeRawBufferPointer) {}
}
