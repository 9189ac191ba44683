/// What one file may ask of the machine; whatever asks for more is rejected by name.
package struct ByteLimits: Equatable, Sendable {
  /// Bytes of one record, its line end included; at most 2^31 - 1.
  package var record = 16 << 20
  /// Fields of one CSV record.
  package var columns = 10_000
  /// Open objects and arrays of a JSON text at any moment.
  package var depth = 512
  /// Keys and values of one JSON record.
  package var values = 1_000_000
  /// Members of one gzip file.
  package var members = 1_000_000
  /// Decompressed bytes per compressed byte, looked at from 16 MiB of output on.
  ///
  /// Deflate cannot exceed 1,032; exports stay below 100.
  package var ratio = 1_000
  /// Decompressed bytes of one gzip file.
  package var inflated = 1 << 40

  /// Limits no honest export comes near.
  package init() {}

  /// Stops the program where a limit makes no sense; settings are checked before.
  func check() {
    precondition((1...Int(Int32.max)).contains(record), "limits.record must be 1 to 2^31 - 1")
    precondition(columns > 0 && depth > 0 && values > 0, "limits must be positive")
    precondition(members > 0 && ratio > 0 && inflated > 0, "limits must be positive")
  }
}
