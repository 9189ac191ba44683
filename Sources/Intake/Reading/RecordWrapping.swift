internal import JourneyModel
internal import RecordFormats

/// What tools that copy data put around every record of a file.
///
/// ```
/// {"_airbyte_raw_id":"…","_airbyte_data":{…}}                      a destination of Airbyte
/// {"type":"RECORD","record":{"stream":"tickets","data":{…}}}       a source of Airbyte
/// {"type":"RECORD","stream":"tickets","record":{…}}                a tap of Singer
/// {"type":"STATE","value":{…}}                                     their other messages: framing
/// ```
struct RecordWrapping {
  /// What an object is.
  enum Content {
    /// Itself a record.
    case plain
    /// A message that is no record.
    case message
    /// The record at a mark of its tape, and the stream it is of, if that is said.
    case wrapped(mark: Int, stream: String?)
  }

  /// The stream of the records so far.
  private var stream: String?

  /// How many objects of a file are looked at.
  private static let objectsLookedAt = 20

  private static let messages: Set<String> = [
    "SCHEMA", "STATE", "ACTIVATE_VERSION", "BATCH", "LOG", "TRACE", "SPEC", "CONNECTION_STATUS",
    "CATALOG", "CONTROL",
  ]

  /// Whether a file that begins so holds wrapped records.
  static func isFound(
    in sample: UnsafeRawBufferPointer, layout: JSONLayout, isFinal: Bool
  ) -> Bool {
    var objects = FirstObjects(
      sample, layout: layout, isFinal: isFinal, limit: objectsLookedAt)
    while let (tape, object) = objects.next() {
      if case .wrapped = content(of: tape, in: object) { return true }
    }
    return false
  }

  /// The streams of the wrapped records with which a file begins, in their order.
  static func streams(in sample: UnsafeRawBufferPointer, isFinal: Bool) -> [String] {
    var objects = FirstObjects(
      sample, layout: .objects, isFinal: isFinal, limit: objectsLookedAt)
    var streams: [String] = []
    while let (tape, object) = objects.next() {
      guard case .wrapped(_, let stream?) = content(of: tape, in: object) else { continue }
      if !streams.contains(stream) { streams.append(stream) }
    }
    return streams
  }

  /// The record in an object of a file, which may be itself; nil for a message that is none.
  ///
  /// Throws if it is of another stream than the one before: an adapter knows what is in one.
  mutating func unwrap(
    _ tape: JSONTape, of object: UnsafeRawBufferPointer, at offset: UInt64
  ) throws(InputFailure) -> (tape: JSONTape, record: UnsafeRawBufferPointer)? {
    switch Self.content(of: tape, in: object) {
    case .plain: return (tape, object)
    case .message: return nil
    case .wrapped(let mark, let name):
      if let stream, let name, name != stream {
        var failure = InputFailure(
          code: .i305, byteOffset: offset,
          message: "the file has records of the streams '\(stream)' and '\(name)'")
        failure.help = "Write the records of each stream into a file of their own."
        throw failure
      }
      stream = stream ?? name
      return (
        tape.container(at: mark), UnsafeRawBufferPointer(rebasing: object[tape[mark].range])
      )
    }
  }

  /// What an object of a file with wrapped records is.
  static func content(of tape: JSONTape, in object: UnsafeRawBufferPointer) -> Content {
    if let data = member("_airbyte_data", of: 0, on: tape, in: object), tape.isObject(data) {
      return .wrapped(
        mark: data, stream: text("_airbyte_stream", of: 0, on: tape, in: object))
    }
    guard let type = text("type", of: 0, on: tape, in: object) else { return .plain }
    guard type == "RECORD", let record = member("record", of: 0, on: tape, in: object),
      tape.isObject(record)
    else { return messages.contains(type) ? .message : .plain }
    if let stream = text("stream", of: 0, on: tape, in: object) {
      return .wrapped(mark: record, stream: stream)
    }
    guard let data = member("data", of: record, on: tape, in: object), tape.isObject(data),
      let stream = text("stream", of: record, on: tape, in: object)
    else { return .plain }
    return .wrapped(mark: data, stream: stream)
  }

  private static func text(
    _ key: StaticString, of mark: Int, on tape: JSONTape, in object: UnsafeRawBufferPointer
  ) -> String? {
    guard let value = member(key, of: mark, on: tape, in: object) else { return nil }
    let token = tape[value]
    guard token.kind == .string, !token.hasEscapes else { return nil }
    return String(decoding: object[token.range], as: UTF8.self)
  }

  /// The mark of a key's value, of the last one of several.
  private static func member(
    _ key: StaticString, of mark: Int, on tape: JSONTape, in object: UnsafeRawBufferPointer
  ) -> Int? {
    let wanted = UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
    var found: Int?
    for (name, value) in tape.members(of: mark)
    where name.end - name.start == wanted.count && object[name.range].elementsEqual(wanted) {
      found = value
    }
    return found
  }
}

extension Adapter {
  /// Whether its own names are those of wrapped records, so that they are not to be unwrapped.
  var readsWrappings: Bool {
    recognisedBy.contains { ["_airbyte_data", "record"].contains($0) }
  }
}
