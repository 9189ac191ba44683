internal import DurableFiles

/// The limit of everything that touches bytes: one copy of as many as the file has.
enum MemoryCopy {
  private static let runs = 5

  /// The median seconds of copying the file's bytes between two places in memory.
  static func measure(_ path: String) throws -> ResultLine {
    let file = try File.open(path)
    let size = Int(try file.status().size)
    let source = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
    let target = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
    defer {
      source.deallocate()
      target.deallocate()
    }
    var line = ResultLine()
    line.bytes = try file.read(into: source, at: 0)
    // The first copy only makes the target's pages exist.
    target.copyMemory(from: UnsafeRawBufferPointer(source))
    let seconds = (0..<runs).map { _ in
      let started = Clock.seconds()
      target.copyMemory(from: UnsafeRawBufferPointer(source))
      return Clock.seconds() - started
    }
    line.seconds = seconds.sorted()[runs / 2]
    return line
  }
}
