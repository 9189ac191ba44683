#if ISAL
  internal import CISAL

  /// Raw deflate decoded by ISA-L: about three times as fast as zlib.
  ///
  /// One state of about 90 KiB. ISA-L reads ahead: it decodes into its own window first and loads
  /// up to eight bytes of input into a register. What `InflateStream` promises holds because whole
  /// bytes in that register are given back wherever they are not needed for what comes next.
  package struct ISALInflate: ~Copyable, @unchecked Sendable {
    private let state: UnsafeMutablePointer<inflate_state>

    /// A stream at its beginning.
    package init() {
      state = .allocate(capacity: 1)
      isal_inflate_init(state)
    }

    deinit {
      state.deallocate()
    }

    /// Forgets everything and starts the next stream.
    package mutating func reset() {
      isal_inflate_reset(state)
    }

    /// Decodes some of the input into some of the output, which has room.
    package mutating func inflate(
      _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> InflateStream.Progress {
      let source = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
      let target = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
      state.pointee.next_in = UnsafeMutablePointer(mutating: source)
      state.pointee.avail_in = UInt32(clamping: input.count)
      state.pointee.next_out = target
      state.pointee.avail_out = UInt32(clamping: output.count)
      let status = status(of: isal_inflate(state))
      // After damage `avail_in` and `avail_out` are off by the slack of ISA-L's loop, even below
      // zero, and the output may end in bytes of a half decoded symbol: none of it is handed on.
      let taken = source.map { UnsafePointer(state.pointee.next_in) - $0 } ?? 0
      let made = target.map { state.pointee.next_out - $0 } ?? 0
      switch status {
      case .needsInput:
        return .init(status: status, consumed: taken, produced: made)
      case .outputFull, .finished:
        return .init(status: status, consumed: taken - giveBack(atMost: taken), produced: made)
      case .corrupt:
        let consumed = min(max(taken, 0), input.count)
        return .init(status: status, consumed: consumed, produced: 0)
      }
    }

    private func status(of answer: Int32) -> InflateStream.Status {
      if answer < 0 { return .corrupt }
      if state.pointee.block_state == ISAL_BLOCK_FINISH { return .finished }
      return state.pointee.avail_out == 0 ? .outputFull : .needsInput
    }

    /// Takes whole bytes out of the register of bits; the answer is how many.
    ///
    /// A block header whose end is missing lies beside the register, behind its bits, and needs
    /// all of them.
    private func giveBack(atMost limit: Int) -> Int {
      if state.pointee.tmp_in_size > 0 { return 0 }
      let bits = max(0, Int(state.pointee.read_in_length))
      let bytes = min(bits / 8, limit)
      let kept = bits - 8 * bytes
      state.pointee.read_in_length = Int32(kept)
      state.pointee.read_in &= kept < 64 ? (1 << UInt64(kept)) - 1 : .max
      return bytes
    }
  }

  /// CRC-32 by ISA-L's carry-less multiplication.
  package enum ISALChecksum {
    /// The checksum after some more bytes.
    package static func crc32(
      _ bytes: UnsafeBufferPointer<UInt8>, continuing: UInt32
    ) -> UInt32 {
      crc32_gzip_refl(continuing, bytes.baseAddress, UInt64(bytes.count))
    }
  }
#endif
