internal import Codecs
internal import DurableFiles
internal import JourneyModel

/// Walks the blocks of one bucket file; payloads are read only when asked for, all into one buffer.
struct BucketFileReader: ~Copyable {
  private let file: File
  private let end: UInt64
  private var header: BucketBlock.Header?
  private var headerOffset: UInt64 = 0
  private var nextOffset: UInt64 = 0
  private var buffer = RowList<UInt8>()

  /// A reader of the first `bytes` bytes of a file: what the catalog says is real.
  init(path: String, bytes: Int64) throws(StoreError) {
    do throws(FileError) { file = try File.open(path) } catch {
      throw error.isMissing
        ? .damaged(path: path, offset: 0, reason: "the file is gone") : .file(error)
    }
    end = UInt64(bytes)
  }

  /// The next block's header; nil at the end.
  mutating func next() throws(StoreError) -> BucketBlock.Header? {
    guard nextOffset < end else { return nil }
    let bytes = try read(at: nextOffset, count: BucketBlock.headerSize)
    guard let found = BucketBlock.Header(bytes) else {
      throw damaged("no block begins here", at: nextOffset)
    }
    header = found
    headerOffset = nextOffset
    nextOffset += UInt64(BucketBlock.headerSize + found.bodyBytes)
    return found
  }

  /// The block `next` gave last, header and all, whose checksum holds; its bytes do until the next
  /// call.
  mutating func block() throws(StoreError) -> UnsafeRawBufferPointer {
    guard let header else { preconditionFailure("a block is read after its header") }
    let block = try read(at: headerOffset, count: BucketBlock.headerSize + header.bodyBytes)
    let content = UnsafeRawBufferPointer(rebasing: block[BucketBlock.headerSize...])
    guard Checksum.crc32(content) == header.checksum else {
      throw damaged("the checksum differs", at: headerOffset)
    }
    return block
  }

  /// Lends the payload of the block `next` gave last.
  mutating func withPayload(_ body: (BlockPayload) -> Void) throws(StoreError) {
    let block = try block()
    guard let header else { preconditionFailure("a payload is read after its header") }
    let firstByte = BucketBlock.headerSize + header.count * BucketBlock.idBytes
    let payload = BlockPayload(
      input: header.input, count: header.count,
      ids: UnsafeRawBufferPointer(rebasing: block[BucketBlock.headerSize..<firstByte]),
      bytes: UnsafeRawBufferPointer(rebasing: block[firstByte...]))
    if header.kind == .rejections { return try unpack(payload, header, body) }
    guard header.storedBytes == header.payloadBytes else {
      throw damaged("the block has another size", at: headerOffset)
    }
    body(payload)
  }

  private func unpack(
    _ packed: BlockPayload, _ header: BucketBlock.Header, _ body: (BlockPayload) -> Void
  ) throws(StoreError) {
    let unpacked: [UInt8]
    do throws(CodecError) {
      unpacked = try Gzip.decompress(packed.bytes, byteCount: header.payloadBytes)
    } catch {
      throw damaged("the block does not decompress", at: headerOffset)
    }
    var payload = packed
    unpacked.withUnsafeBytes {
      payload.bytes = $0
      body(payload)
    }
  }

  private func damaged(_ reason: String, at offset: UInt64) -> StoreError {
    .damaged(path: file.path, offset: offset, reason: reason)
  }

  /// Reads into the buffer, whose bytes hold until the next call.
  private mutating func read(
    at offset: UInt64, count: Int
  ) throws(StoreError) -> UnsafeRawBufferPointer {
    buffer.removeAll()
    let room = buffer.appendRoom(for: count)
    let found: Int
    do throws(FileError) { found = try file.read(into: room, at: offset) } catch {
      throw .file(error)
    }
    guard found == count else { throw damaged("the file ends early", at: offset) }
    return UnsafeRawBufferPointer(room)
  }
}

/// What a block holds, checked, while it is lent.
struct BlockPayload {
  /// The input all of it is of.
  let input: UInt32
  /// How many records or rejections.
  let count: Int
  /// The ids of records, back to back.
  let ids: UnsafeRawBufferPointer
  /// The words and rows of records, or rejections.
  fileprivate(set) var bytes: UnsafeRawBufferPointer
}
