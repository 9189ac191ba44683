// What libFuzzer calls, over and over and on one thread. Which target the program is says its name:
// the script builds one program and calls it `csv`, `json` and `gzip`.

nonisolated(unsafe) private var targets = FuzzTargets()
nonisolated(unsafe) private var target = FuzzTarget.csv

/// Chooses the target by the last part of the program's name.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>>>
) -> CInt {
  let name = String(cString: arguments.pointee[0]).split(separator: "/").last ?? ""
  guard let named = FuzzTarget(rawValue: String(name)) else {
    fatalError("the program must be called after a target: \(FuzzTarget.allCases)")
  }
  target = named
  return 0
}

/// Runs one input; what is wrong ends the program, which libFuzzer reports with the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let input = UnsafeRawBufferPointer(start: data, count: size)
  if let finding = targets.finding(target, input) { fatalError(finding) }
  return 0
}
