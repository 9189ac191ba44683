import CByteScan
import RecordFormats
import Testing

@Suite struct ScanWindowTests {
  @Test func keepsTheUnreadBytesInOrder() {
    var window = ScanWindow()
    var numbers = SeededNumbers(seed: 5)
    var (written, read) = (0, 0)
    for _ in 0..<2_000 {
      let chunk = (0..<Int.random(in: 0...5_000, using: &numbers)).map { index in
        UInt8(truncatingIfNeeded: (written + index) * 31)
      }
      chunk.withUnsafeBytes { window.append($0) }
      written += chunk.count
      let taken = Int.random(in: 0...window.count, using: &numbers)
      let isRight = window.withBytes { bytes in
        bytes.enumerated().allSatisfy { $1 == UInt8(truncatingIfNeeded: (read + $0) * 31) }
      }
      #expect(isRight)
      window.consume(taken)
      read += taken
      #expect(window.baseOffset == UInt64(read))
      #expect(window.count == written - read)
    }
  }

  @Test func growsWhereWhatWasConsumedMakesTooLittleRoom() {
    var window = ScanWindow()
    let first = [UInt8](repeating: 1, count: window.capacity - 500)
    let second = [UInt8](repeating: 2, count: 2_000)
    first.withUnsafeBytes { window.append($0) }
    window.consume(1_000)
    second.withUnsafeBytes { window.append($0) }
    #expect(window.count == first.count + 1_000)
    #expect(window.capacity >= window.count)
    #expect(window.bytes.elementsEqual(first[1_000...] + second))
  }

  @Test func memoryFollowsTheUnreadBytesOnly() {
    var window = ScanWindow()
    let chunk = [UInt8](repeating: 1, count: 100_000)
    for _ in 0..<200 {
      chunk.withUnsafeBytes { window.append($0) }
      window.consume(window.count - 50_000)
    }
    #expect(window.capacity <= 400_000)
  }
}

@Suite struct ByteScanTests {
  @Test func searchesEqualTheirScalarTwins() {
    var numbers = SeededNumbers(seed: 9)
    let special: [UInt8] = [44, 34, 13, 10, 92, 0x1f, 0x20, 0x7f, 0x80, 0xff, 0]
    for _ in 0..<300 {
      var bytes = [UInt8](repeating: 97, count: 70)
      for _ in 0..<Int.random(in: 0...3, using: &numbers) {
        let index = Int.random(in: 0..<70, using: &numbers)
        bytes[index] = special.randomElement(using: &numbers) ?? 0
      }
      for start in 0...70 {
        let tail = Array(bytes[start...])
        let count = tail.count
        let structural = tl_find_structural(tail, count, 44, 34)
        #expect(structural == tl_find_structural_scalar(tail, count, 44, 34))
        #expect(tl_ascii_run(tail, count) == tl_ascii_run_scalar(tail, count))
        #expect(tl_json_plain_run(tail, count) == tl_json_plain_run_scalar(tail, count))
      }
    }
  }

  @Test func copiesEndBeforeTheByteAndInsideTheRoom() {
    for count in 0...70 {
      for place in 0...count {
        var bytes = (0..<count).map { UInt8(100 + $0) }
        if place < count { bytes[place] = 92 }
        var copy = [UInt8](repeating: 0, count: count + 16)
        #expect(tl_copy_before(bytes, count, 92, &copy) == place)
        #expect(copy[..<place] == bytes[..<place])
        #expect(copy[count...].allSatisfy { $0 == 0 })
      }
    }
  }

  @Test func everyByteIsClassedAsByItsTwin() {
    for byte in UInt8.min...UInt8.max {
      let bytes = [UInt8](repeating: 97, count: 20) + [byte] + [UInt8](repeating: 97, count: 20)
      #expect(tl_find_structural(bytes, 41, 59, 39) == tl_find_structural_scalar(bytes, 41, 59, 39))
      #expect(tl_ascii_run(bytes, 41) == tl_ascii_run_scalar(bytes, 41))
      #expect(tl_json_plain_run(bytes, 41) == tl_json_plain_run_scalar(bytes, 41))
    }
  }
}

@Suite struct UTF8TextTests {
  @Test func agreesWithTheStandardLibraryOnEverySequenceOfTroublesomeBytes() {
    let bytes: [UInt8] = [
      0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec,
      0xed,
      0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
    ]
    for first in bytes {
      for second in bytes {
        for third in bytes {
          for fourth in bytes {
            let text = [first, second, third, fourth]
            let isValid = text.withUnsafeBytes { UTF8Text.firstInvalid(in: $0) } == nil
            if isValid != (String(validating: text, as: UTF8.self) != nil) {
              Issue.record("\(text)")
            }
          }
        }
      }
    }
  }

  @Test func saysWhere() {
    let bytes = [UInt8](repeating: 97, count: 40) + Array("é".utf8) + [0xc3, 97]
    #expect(bytes.withUnsafeBytes { UTF8Text.firstInvalid(in: $0) } == 42)
  }
}
