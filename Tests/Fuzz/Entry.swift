// What libFuzzer calls, over and over and on one thread. Which target the program is says its name:
// the script builds one program and calls it `csv`, `json`, and so on.

/// A target that checks one input: its first bytes choose, the rest is the file.
private enum Target {
  case reader(FuzzTarget), adapter(AdapterFuzz), parquet(ParquetFuzz), bucket(BucketFuzz)

  init?(_ name: String) {
    switch name {
    case "adapter": self = .adapter(AdapterFuzz())
    case "parquet": self = .parquet(ParquetFuzz())
    case "bucket": self = .bucket(BucketFuzz())
    default:
      guard let reader = FuzzTarget(rawValue: name) else { return nil }
      self = .reader(reader)
    }
  }

  func finding(_ input: UnsafeRawBufferPointer) -> String? {
    switch self {
    case .reader(let reader): readers.finding(reader, input)
    case .adapter(let target):
      Target.split(input, AdapterFuzz.choiceCount) { target.finding($0, $1) }
    case .parquet(let target):
      Target.split(input, ParquetFuzz.choiceCount) { target.finding($0, $1) }
    case .bucket(let target):
      Target.split(input, BucketFuzz.choiceCount) { target.finding($0, $1) }
    }
  }

  private static func split(
    _ input: UnsafeRawBufferPointer, _ count: Int,
    _ finding: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> String?
  ) -> String? {
    if input.count < count { return nil }
    return finding(
      UnsafeRawBufferPointer(rebasing: input[..<count]),
      UnsafeRawBufferPointer(rebasing: input[count...]))
  }
}

nonisolated(unsafe) private var readers = FuzzTargets()
nonisolated(unsafe) private var target = Target.reader(.csv)

/// Chooses the target by the last part of the program's name.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>>>
) -> CInt {
  let name = String(cString: arguments.pointee[0]).split(separator: "/").last ?? ""
  guard let named = Target(String(name)) else {
    fatalError("the program must be called after a target, not '\(name)'")
  }
  target = named
  return 0
}

/// Runs one input; what is wrong ends the program, which libFuzzer reports with the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  if let finding = target.finding(UnsafeRawBufferPointer(start: data, count: size)) {
    fatalError(finding)
  }
  return 0
}
