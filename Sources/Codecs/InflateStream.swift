/// Raw deflate (RFC 1951) decoded piece by piece, without header or trailer.
///
/// The boundary to the codec libraries: zlib, or ISA-L where the package trait `ISAL` is on. Each
/// fills one file of `BackEnds`; nothing else knows which one is used. A back end promises what
/// `Status` and `Progress` say, and the same output bytes for the same input however both are
/// cut. Which damage it finds, and how many bytes it takes to find it, is its own: ISA-L follows
/// an incomplete code until it meets a symbol that has none, zlib refuses it at once. What is
/// accepted is proven by checksum and size either way.
///
/// Memory is constant whatever the stream. One thread at a time.
package struct InflateStream: ~Copyable, @unchecked Sendable {
  /// Why a step stopped.
  package enum Status: Equatable, Sendable {
    /// All input is consumed and the stream goes on.
    case needsInput
    /// The output is full; call again with more room, even where no input is left.
    case outputFull
    /// The stream has ended; input behind it is not consumed.
    case finished
    /// The bytes are not deflate; what came just before the damage may be missing.
    case corrupt
  }

  /// What one step did.
  package struct Progress: Equatable, Sendable {
    /// Why it stopped, which decides what the caller does next.
    package var status: Status
    /// How many bytes of the input are used up.
    package var consumed: Int
    /// How many bytes of the output are filled.
    package var produced: Int

    /// Progress of known parts.
    package init(status: Status, consumed: Int, produced: Int) {
      self.status = status
      self.consumed = consumed
      self.produced = produced
    }
  }

  #if ISAL
    private var backEnd = ISALInflate()
  #else
    private var backEnd = ZlibInflate()
  #endif

  /// A stream at its beginning.
  package init() {}

  /// Forgets everything and starts the next stream.
  package mutating func reset() {
    backEnd.reset()
  }

  /// Decodes some of the input into some of the output.
  package mutating func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Progress {
    if output.isEmpty { return Progress(status: .outputFull, consumed: 0, produced: 0) }
    return backEnd.inflate(input, into: output)
  }
}
