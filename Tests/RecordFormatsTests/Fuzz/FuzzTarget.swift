import RecordFormats

/// What libFuzzer feeds: one input in, what is wrong with the readers out.
///
/// An input begins with a few bytes that choose dialect, limits and how the rest, the file, is cut
/// into pieces; all of them zero stand for the defaults. The targets check properties, so that a
/// wrong answer is found like a crash. `scripts/fuzz` builds them with coverage and the address
/// sanitizer, `FuzzCorpusTests` replays what was found interesting.
enum FuzzTarget: String, CaseIterable, Sendable {
  case csv, json, gzip

  /// Bytes at the start of an input that choose.
  var choiceCount: Int {
    switch self {
    case .csv: CSVFuzz.choiceCount
    case .json: JSONFuzz.choiceCount
    case .gzip: GzipFuzz.choiceCount
    }
  }
}

/// The state of all targets, kept between inputs so that an input allocates little.
struct FuzzTargets: ~Copyable {
  private var csv = CSVFuzz()
  private var json = JSONFuzz()
  private var gzip = GzipFuzz()

  /// What is wrong about an input, or nil.
  mutating func finding(_ target: FuzzTarget, _ input: UnsafeRawBufferPointer) -> String? {
    if input.count < target.choiceCount { return nil }
    let choices = UnsafeRawBufferPointer(rebasing: input[..<target.choiceCount])
    let file = UnsafeRawBufferPointer(rebasing: input[target.choiceCount...])
    switch target {
    case .csv: return csv.finding(choices, file)
    case .json: return json.finding(choices, file)
    case .gzip: return gzip.finding(choices, file)
    }
  }
}

/// How a file is cut into pieces and fed.
///
/// Bit 0 of its byte: consume every range as it is reported. Bit 1: say only with a further, empty
/// piece that the file has ended. The rest: pieces of that many bytes; of 0 whole, from 32 on of
/// lengths that look random, empty ones among them.
struct Slicing {
  /// Whether every range is consumed as it is reported, instead of all when more is needed.
  let consumesAtOnce: Bool
  /// Whether the last bytes come before it is known that they are the last.
  let endsLate: Bool
  private let size: Int
  private var numbers: SeededNumbers

  /// The file in one piece.
  static var whole: Slicing { Slicing(choice: 0) }

  /// The slicing a byte stands for.
  init(choice: UInt8) {
    consumesAtOnce = choice & 1 != 0
    endsLate = choice & 2 != 0
    size = Int(choice >> 2)
    numbers = SeededNumbers(seed: UInt64(choice))
  }

  /// The end of the piece that begins at an offset of a file.
  mutating func end(from offset: Int, of count: Int) -> Int {
    if size == 0 { return count }
    let length = size < 32 ? size : Int(numbers.next() % UInt64(size))
    return min(count, offset + length)
  }
}

/// Lends a copy of some bytes that ends where its memory ends, so that the address sanitizer sees
/// every read beyond it.
///
/// It lies as far from a multiple of 16 as the bytes do in their file, as it does in a window.
func withExactCopy<Answer>(
  _ bytes: Slice<UnsafeRawBufferPointer>, _ body: (UnsafeRawBufferPointer) -> Answer
) -> Answer {
  if bytes.isEmpty { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
  let lead = bytes.startIndex & 15
  let memory = UnsafeMutableRawBufferPointer.allocate(
    byteCount: lead + bytes.count, alignment: 16)
  defer { memory.deallocate() }
  let copy = UnsafeMutableRawBufferPointer(rebasing: memory[lead...])
  copy.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes))
  return body(UnsafeRawBufferPointer(copy))
}
