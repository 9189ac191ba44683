/// Memory for whole frames, filled once and read by anyone afterwards.
final class SpoolPiece {
  /// Where it begins, as rows may.
  let start: UnsafeMutableRawPointer
  /// How many bytes there are from `start` on.
  let count: Int

  /// Memory of a size, to be filled.
  init(count: Int) {
    self.count = count
    start = .allocate(byteCount: count, alignment: 16)
  }

  deinit { start.deallocate() }
}

/// Whole frames in a piece.
struct SpoolSlice {
  /// The piece they lie in.
  let piece: SpoolPiece
  /// Where they begin in it.
  let offset: Int
  /// How many bytes they take.
  let count: Int

  /// The head of the first frame; valid while somebody keeps the piece.
  var start: UnsafeRawPointer { UnsafeRawPointer(piece.start + offset) }

  /// The bytes of all.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }
}
