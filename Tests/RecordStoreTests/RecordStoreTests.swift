import DurableFiles
import Foundation
import JourneyModel
import RecordStore
import Testing

/// A store of one test.
private func withStore(_ body: (String) throws -> Void) throws {
  let path = FileManager.default.temporaryDirectory.path + "/throughline-\(UUID().uuidString)"
  defer { try? Directory.removeTree(path) }
  try body(path)
}

private let source = SourceDescription(
  name: "calls", system: "phone", instance: "", entity: "call", adapter: "phone-calls")

/// The bytes of a small record: key and version say which.
private func record(key: UInt64, version: Int64, input: UInt32 = 1) -> [UInt8] {
  var encoder = RecordEncoder()
  encoder.begin(
    key: StableHash128(high: key << 56, low: key), version: version, order: 0)
  encoder.add(RecordEncoder.Event(activity: .opened, at: Instant(microseconds: version)))
  _ = encoder.finish(origin: RecordOrigin(input: input, byteOffset: 0, byteLength: 1))
  return Array(encoder.bytes)
}

private let stampOfRoot = (try? Directory.inspect("/")).flatMap {
  FileStamp($0, atRestSince: Instant(microseconds: .max))
}

private func input(_ number: UInt32, sha256: String = "ab") -> StoredInput {
  var input = StoredInput(
    number: number, source: source, path: "calls.csv",
    file: FileContent(sha256: sha256, byteCount: 10),
    fingerprint: StableHash128(high: 9, low: 9))
  input.ledger.recordsRead = 3
  input.ledger.accepted = 2
  input.ledger.skipped = ["test call": 1]
  input.beginnings = [FileContent(sha256: "cd", byteCount: 7)]
  input.decision = .accepted
  input.isOpenEnded = true
  input.stamp = stampOfRoot
  input.ledger.repeatedTimes = 2
  input.ledger.skippedTimes = 1
  input.notes.add(ReadingNotes.Note(.unlistedWord, subject: "status", word: "Gelöst"), count: 3)
  return input
}

private func adding(_ inputs: [StoredInput], removing removed: Set<UInt32> = []) -> StateChange {
  var change = StateChange()
  for input in inputs { change.added.append(input) }
  change.removed = removed
  return change
}

@Suite struct RecordStoreTests {
  @Test func committedRecordsComeBackFromTheirBuckets() throws {
    try withStore { path in
      let store = try RecordStore(directory: path)
      let (batch, first) = try store.beginBatch(inputs: 1)
      let writer = batch.writer(input: first)
      for key in 0..<200 as Range<UInt64> {
        record(key: key, version: 5, input: first).withUnsafeBytes { writer.accept($0) }
      }
      #expect(try writer.finish() == 0)
      try store.commit(batch, adding([input(first)]))

      let again = try RecordStore(directory: path)
      #expect(Array(try again.inputs()) == [input(first)])
      var keys: [StableHash128] = []
      for bucket in 0..<RecordStore.bucketCount {
        keys += try again.buckets(of: [first]).contents(of: bucket, part: .whole).entries.map(\.key)
      }
      #expect(keys.sorted() == (0..<200).map { StableHash128(high: $0 << 56, low: $0) }.sorted())
    }
  }

  @Test func partsOfABucketAreItsRecordsInHashOrder() throws {
    try withStore { path in
      let store = try RecordStore(directory: path)
      let (batch, first) = try store.beginBatch(inputs: 1)
      let writer = batch.writer(input: first)
      for key in 0..<256 as Range<UInt64> {
        record(key: key, version: 1, input: first).withUnsafeBytes { writer.accept($0) }
      }
      _ = try writer.finish()
      try store.commit(batch, adding([input(first)]))
      for bucket in [0, 17, 63] {
        let whole = try store.buckets(of: [first]).contents(of: bucket, part: .whole)
        let parts = try (0..<4).map {
          try store.buckets(of: [first]).contents(of: bucket, part: BucketPart(index: $0, count: 4))
        }
        #expect(
          parts.flatMap { $0.entries.map(\.home).sorted() } == whole.entries.map(\.home).sorted())
      }
    }
  }

  @Test func equalStatementsOfOneFileAreDuplicates() throws {
    try withStore { path in
      let store = try RecordStore(directory: path)
      let (batch, first) = try store.beginBatch(inputs: 2)
      let writer = batch.writer(input: first)
      for version in [1, 2, 1, 1] as [Int64] {
        record(key: 3, version: version, input: first).withUnsafeBytes { writer.accept($0) }
      }
      let other = batch.writer(input: first + 1)
      record(key: 3, version: 1, input: first + 1).withUnsafeBytes { other.accept($0) }
      #expect(try writer.finish() == 2)
      #expect(try other.finish() == 0)
      #expect(
        writer.newestEvents.newest(notAfter: Instant(microseconds: .max))
          == Instant(microseconds: 2))
    }
  }

  @Test func anUncommittedBatchLeavesNothing() throws {
    try withStore { path in
      let store = try RecordStore(directory: path)
      let (batch, first) = try store.beginBatch(inputs: 1)
      let writer = batch.writer(input: first)
      record(key: 3, version: 1).withUnsafeBytes { writer.accept($0) }
      _ = try writer.finish()
      #expect(try Directory.entries(of: path + "/buckets").count == 1)
      let again = try RecordStore(directory: path)
      #expect(try Directory.entries(of: path + "/buckets").isEmpty)
      #expect(try again.inputs().isEmpty)
      // The numbers taken are never given again.
      #expect(try again.beginBatch(inputs: 1).firstInput > first)
    }
  }

  @Test func aReplacedInputIsGone() throws {
    try withStore { path in
      let store = try RecordStore(directory: path)
      let (one, first) = try store.beginBatch(inputs: 1)
      try store.commit(one, adding([input(first)]))
      let (two, second) = try store.beginBatch(inputs: 1)
      try store.commit(two, adding([input(second)], removing: [first]))
      #expect(try store.inputs().map(\.number) == [second])
    }
  }

  @Test func rejectionsAreKept() throws {
    try withStore { path in
      let store = try RecordStore(directory: path)
      let (batch, first) = try store.beginBatch(inputs: 1)
      let writer = batch.writer(input: first)
      let rejection = Rejection(
        code: .i208, byteOffset: 12, byteLength: 5, line: 3, column: "a", message: "odd")
      writer.reject(rejection, id: StableHash128(high: 5, low: 6), excerpt: "{xxxx")
      _ = try writer.finish()
      try store.commit(batch, adding([input(first)]))
      var kept: [StoredRejection] = []
      for bucket in 0..<RecordStore.bucketCount {
        kept += try store.buckets(of: [first]).contents(of: bucket, part: .whole).rejections
      }
      #expect(kept.map(\.rejection) == [rejection])
      #expect(kept.map(\.id) == [StableHash128(high: 5, low: 6)])
      #expect(kept.map(\.excerpt) == ["{xxxx"])
    }
  }

  @Test func everyFlippedByteIsNoticed() throws {
    try withStore { path in
      let store = try RecordStore(directory: path)
      let (batch, first) = try store.beginBatch(inputs: 1)
      let writer = batch.writer(input: first)
      record(key: 200, version: 1, input: first).withUnsafeBytes { writer.accept($0) }
      _ = try writer.finish()
      try store.commit(batch, adding([input(first)]))
      let name = try #require(try Directory.entries(of: path + "/buckets").first)
      let file = URL(filePath: path + "/buckets/" + name)
      let good = try Data(contentsOf: file)
      let bucket = 200 >> 2
      for index in good.indices {
        var bad = good
        bad[index] ^= 0x40
        try bad.write(to: file)
        #expect(throws: StoreError.self, "a flip at byte \(index) went unnoticed") {
          try store.buckets(of: [first]).contents(of: bucket, part: .whole)
        }
      }
    }
  }

  @Test func aStoreOfAnotherFormatSaysWhatToDo() throws {
    try withStore { path in
      _ = try RecordStore(directory: path)
      let file = URL(filePath: path + "/catalog.sqlite")
      var catalog = try Data(contentsOf: file)
      // The user version of SQLite's header, big-endian.
      catalog[63] = 1
      try catalog.write(to: file)
      let error = #expect(throws: StoreError.self) { try RecordStore(directory: path) }
      #expect(error?.description.contains("\(path)/catalog.sqlite has format 1") == true)
      #expect(error?.help?.contains("run again with all exports") == true)
    }
  }

  @Test func aFlippedBitOfTheCatalogIsNoticedOrChangesNothing() throws {
    try withStore { path in
      var known: [StoredInput] = []
      do {
        let store = try RecordStore(directory: path)
        let (batch, first) = try store.beginBatch(inputs: 2)
        let writer = batch.writer(input: first)
        record(key: 200, version: 1, input: first).withUnsafeBytes { writer.accept($0) }
        _ = try writer.finish()
        try store.commit(batch, adding([input(first), input(first + 1, sha256: "ef")]))
        known = Array(try store.inputs())
      }
      let files = try Directory.entries(of: path + "/buckets")
      let bucket = URL(filePath: path + "/buckets/" + (try #require(files.first)))
      let records = try Data(contentsOf: bucket)
      let file = URL(filePath: path + "/catalog.sqlite")
      let good = try Data(contentsOf: file)
      var noticed = 0
      for index in stride(from: 0, to: good.count, by: 7) {
        var bad = good
        bad[index] ^= 1 << (index % 8)
        try bad.write(to: file)
        do throws(StoreError) {
          let store = try RecordStore(directory: path)
          #expect(Array(try store.inputs()) == known, "a flip at byte \(index) went unnoticed")
          let found = try store.buckets(of: [1]).contents(of: 200 >> 2, part: .whole)
          #expect(found.entries.count == 1, "a flip at byte \(index) lost a bucket")
        } catch {
          noticed += 1
        }
        // Nothing that the true catalog names may have been removed as a leftover.
        #expect(try Data(contentsOf: bucket) == records, "a flip at byte \(index) removed records")
      }
      #expect(noticed > 50)
    }
  }

  @Test func recordsOfReplacedInputsDoNotStayForEver() throws {
    try withStore { path in
      let store = try RecordStore(directory: path)
      var last: UInt32?
      var sizes: [Int] = []
      for night in 1...20 as ClosedRange<Int64> {
        let (batch, first) = try store.beginBatch(inputs: 2)
        for number in [first, first + 1] {
          let writer = batch.writer(input: number)
          // One input of the night stays, the other is replaced the next night.
          for key in 0..<(number == first ? 50 : 5) as Range<UInt64> {
            record(key: key, version: night, input: number).withUnsafeBytes { writer.accept($0) }
          }
          _ = try writer.finish()
        }
        let names = ["\(night)", "stays \(night)"]
        try store.commit(
          batch,
          adding(
            [input(first, sha256: names[0]), input(first + 1, sha256: names[1])],
            removing: Set(last.map { [$0] } ?? [])))
        last = first
        sizes.append(
          try Directory.entries(of: path + "/buckets").reduce(0) {
            $0 + Int(try Directory.inspect(path + "/buckets/" + $1).size)
          })
      }
      let again = try RecordStore(directory: path)
      let inputs = Set(try again.inputs().map(\.number))
      #expect(inputs.count == 21)
      let contents = try (0..<RecordStore.bucketCount).map {
        try again.buckets(of: inputs).contents(of: $0, part: .whole)
      }
      #expect(contents.reduce(0) { $0 + $1.entries.count } == 50 + 20 * 5)
      // Without compaction twenty times the first night; now 150 records and at most as many gone.
      #expect(sizes[19] < 6 * sizes[0], "\(sizes)")
    }
  }

  @Test func textsOfManyBlocksAndInputsAreOneBook() throws {
    try withStore { path in
      let store = try RecordStore(directory: path)
      let (batch, first) = try store.beginBatch(inputs: 2)
      for input in [first, first + 1] {
        let writer = batch.writer(input: input)
        for number in 0..<4000 as Range<Int64> {
          let queue = number % 2 == 0 ? "Billing" : "Sales"
          record(queue: queue, version: number, input: input).withUnsafeBytes { writer.accept($0) }
        }
        _ = try writer.finish()
      }
      try store.commit(batch, adding([input(first), input(first + 1)]))
      let contents = try store.buckets(of: [first, first + 1]).contents(of: 0, part: .whole)
      #expect(contents.entries.count == 8000)
      #expect(contents.words.count == 2)
      contents.withRecords { records in
        for entry in contents.entries {
          let stored = records[entry]
          let text = stored.interaction.map { header in
            contents.words.withText(header.queue) { String(decoding: $0, as: UTF8.self) }
          }
          #expect(text == (stored.version % 2 == 0 ? "Billing" : "Sales"))
        }
      }
    }
  }
}

/// The bytes of a record of an interaction in bucket 0.
private func record(queue: String, version: Int64, input: UInt32) -> [UInt8] {
  var encoder = RecordEncoder()
  let name = StableHash128(high: 1, low: UInt64(version))
  encoder.begin(key: name, version: version, order: 0)
  Array("call".utf8).withUnsafeBytes { id in
    Array(queue.utf8).withUnsafeBytes { queue in
      var header = RecordEncoder.Header(
        kind: .call, reference: InteractionReference(exact: name, loose: name), nativeID: id)
      header.queue = queue
      encoder.set(header)
    }
  }
  _ = encoder.finish(origin: RecordOrigin(input: input, byteOffset: 0, byteLength: 1))
  return Array(encoder.bytes)
}
