internal import Codecs
internal import DurableFiles

/// Walks the blocks of one bucket file; payloads are read only when asked for.
struct BucketFileReader: ~Copyable {
  private let file: File
  private let end: UInt64
  private var header: BucketBlock.Header?
  private var headerOffset: UInt64 = 0
  private var nextOffset: UInt64 = 0

  /// A reader of the first `bytes` bytes of a file: what the catalog says is real.
  init(path: String, bytes: Int64) throws(StoreError) {
    do throws(FileError) { file = try File.open(path) } catch { throw .file(error) }
    end = UInt64(bytes)
  }

  /// The next block's header; nil at the end.
  mutating func next() throws(StoreError) -> BucketBlock.Header? {
    guard nextOffset < end else { return nil }
    let bytes = try read(at: nextOffset, count: BucketBlock.headerSize)
    guard let found = bytes.withUnsafeBytes({ BucketBlock.Header($0) }) else {
      throw damaged("no block begins here", at: nextOffset)
    }
    header = found
    headerOffset = nextOffset
    nextOffset += UInt64(BucketBlock.headerSize + found.bodyBytes)
    return found
  }

  /// The payload of the block `next` gave last.
  func payload() throws(StoreError) -> BlockPayload {
    guard let header else { preconditionFailure("a payload is read after its header") }
    let start = headerOffset + UInt64(BucketBlock.headerSize)
    let body = try read(at: start, count: header.bodyBytes)
    guard body.withUnsafeBytes({ Checksum.crc32($0) }) == header.checksum else {
      throw damaged("the checksum differs", at: headerOffset)
    }
    let payload = BlockPayload(
      input: header.input, count: header.count, ids: 0..<(header.count * BucketBlock.idBytes),
      bytes: body)
    if header.kind == .rejections { return try unpacked(payload, byteCount: header.payloadBytes) }
    guard header.storedBytes == header.payloadBytes else {
      throw damaged("the block has another size", at: headerOffset)
    }
    return payload
  }

  private func unpacked(
    _ packed: BlockPayload, byteCount: Int
  ) throws(StoreError) -> BlockPayload {
    var unpacked: Result<[UInt8], CodecError> = .success([])
    packed.withParts { _, packed in
      do throws(CodecError) {
        unpacked = .success(try Gzip.decompress(packed, byteCount: byteCount))
      } catch {
        unpacked = .failure(error)
      }
    }
    guard case .success(let bytes) = unpacked else {
      throw damaged("the block does not decompress", at: headerOffset)
    }
    return BlockPayload(input: packed.input, count: packed.count, ids: 0..<0, bytes: bytes)
  }

  private func damaged(_ reason: String, at offset: UInt64) -> StoreError {
    .damaged(path: file.path, offset: offset, reason: reason)
  }

  private func read(at offset: UInt64, count: Int) throws(StoreError) -> [UInt8] {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try file.read(at: offset, count: count) } catch {
      throw .file(error)
    }
    guard bytes.count == count else { throw damaged("the file ends early", at: offset) }
    return bytes
  }
}

/// What a block holds, checked.
struct BlockPayload {
  /// The input all of it is of.
  var input: UInt32
  /// How many records or rejections.
  var count: Int
  /// Where the ids lie in `bytes`; the rest is the payload.
  fileprivate var ids: Range<Int>
  fileprivate var bytes: [UInt8]

  /// Lends ids and payload.
  func withParts(_ body: (_ ids: UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void) {
    bytes.withUnsafeBytes { bytes in
      body(
        UnsafeRawBufferPointer(rebasing: bytes[ids]),
        UnsafeRawBufferPointer(rebasing: bytes[ids.upperBound...]))
    }
  }
}
