/// How records lie in a JSON file.
package enum JSONLayout: Hashable, Sendable {
  /// Objects one per line, glued, or separated by white space or commas.
  case objects
  /// The elements of an array at the top.
  case array
  /// The elements of the array under this key of an object at the top; the object's other members
  /// are framing of any size.
  case member(String)

  /// How the records of a file most likely lie, judged by its beginning.
  ///
  /// - Parameter members: the keys under which records may lie; the first one in the sample counts.
  /// - Returns: nil where the sample begins like no JSON that could hold records. An object without
  ///   any of the members counts as a record.
  package static func detect(
    sample: UnsafeRawBufferPointer, members: [String]
  ) -> JSONLayout? {
    var start = 0
    while true {
      let text = skipWhite(sample, from: start)
      start = text + RecordMark.lengthOfAll(in: sample, from: text)
      if start == text { break }
    }
    guard start < sample.count else { return nil }
    let inside = skipWhite(sample, from: start + 1)
    let first = inside < sample.count ? sample[inside] : nil
    switch sample[start] {
    case UInt8(ascii: "["):
      let holdsObjects = first == nil || first == UInt8(ascii: "{") || first == UInt8(ascii: "]")
      return holdsObjects ? .array : nil
    case UInt8(ascii: "{"):
      let member = firstMember(of: members, in: sample, from: inside)
      if let member { return .member(member) }
      let isObject = first == nil || first == UInt8(ascii: "\"") || first == UInt8(ascii: "}")
      return isObject ? .objects : nil
    default: return nil
    }
  }

  /// The first of the keys whose value is an array, in the object whose inside begins at `start`.
  private static func firstMember(
    of members: [String], in sample: UnsafeRawBufferPointer, from start: Int
  ) -> String? {
    guard let memory = sample.baseAddress else { return nil }
    let base = memory.assumingMemoryBound(to: UInt8.self)
    var reader = JSONReader(limits: ByteLimits(), keepsTape: false)
    var position = start
    while position < sample.count, base[position] == UInt8(ascii: "\"") {
      var hasEscapes = false
      let first = position + 1
      guard
        case .at(let quote) = JSONLexeme.string(
          base, from: first, to: sample.count, hasEscapes: &hasEscapes)
      else { return nil }
      let key = UnsafeRawBufferPointer(rebasing: sample[first..<quote])
      let colon = skipWhite(sample, from: quote + 1)
      guard colon < sample.count, base[colon] == UInt8(ascii: ":") else { return nil }
      let value = skipWhite(sample, from: colon + 1)
      if value < sample.count, base[value] == UInt8(ascii: "["),
        let member = members.first(where: { JSONText.matches(key, hasEscapes, $0) })
      {
        return member
      }
      reader.begin()
      guard case .complete(let end) = reader.read(sample, from: value, isFinal: false) else {
        return nil
      }
      let comma = skipWhite(sample, from: end)
      guard comma < sample.count, base[comma] == UInt8(ascii: ",") else { return nil }
      position = skipWhite(sample, from: comma + 1)
    }
    return nil
  }

  private static func skipWhite(_ sample: UnsafeRawBufferPointer, from start: Int) -> Int {
    var position = start
    while position < sample.count, JSONReader.isWhite(sample[position]) { position += 1 }
    return position
  }
}
