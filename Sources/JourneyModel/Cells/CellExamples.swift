/// A finding that the report shows as an example of its kind.
package struct FindingExample: Equatable, Sendable {
  package var id: FindingID
  package var at: Instant
  /// 0 information to 3 unresolved or broken promise.
  package var severity: Int32
  /// The vendor of the interaction.
  package var system: String
  /// The interaction's id in the source.
  package var nativeID: String
  /// One sentence without any customer value.
  package var message: String
  /// The facts that prove it, at most four, in the detector's order.
  package var evidence: [Evidence]

  /// What is written of an example before its facts; the cell has the id.
  package struct Head {
    package var at: Instant
    package var severity: Int32
    package var system: String
    /// UTF-8, as the message is.
    package var nativeID = UnsafeRawBufferPointer.empty
    package var message = UnsafeRawBufferPointer.empty
    /// How many facts follow.
    package var facts = 0

    package init(at: Instant, severity: Int32, system: String) {
      self.at = at
      self.severity = severity
      self.system = system
    }

    package func write(to writer: inout ByteWriter) {
      writer.write(at.microseconds)
      writer.write(severity)
      writer.write(system)
      writer.write(bytes: nativeID)
      writer.write(bytes: message)
      writer.write(UInt32(facts))
    }
  }

  /// Writes a fact behind its head.
  package static func write(
    fact record: RecordID, _ field: String,
    _ texts: (value: UnsafeRawBufferPointer, rule: UnsafeRawBufferPointer),
    to writer: inout ByteWriter
  ) {
    writer.write(record.hash)
    writer.write(field)
    writer.write(bytes: texts.value)
    writer.write(bytes: texts.rule)
  }

  /// Reads what was written under an id.
  package init(_ id: StableHash128, _ reader: inout ByteReader) {
    self.id = FindingID(id)
    at = Instant(microseconds: reader.read(Int64.self))
    severity = reader.read(Int32.self)
    system = reader.readText()
    nativeID = reader.readText()
    message = reader.readText()
    evidence = reader.readEvidence()
  }
}

extension ByteReader {
  /// Reads facts behind their count, as `FindingExample.write(fact:)` writes them.
  mutating func readEvidence() -> [Evidence] {
    (0..<read(UInt32.self)).map { _ in
      Evidence(
        record: RecordID(readHash()), field: readText(), value: readText(), rule: readText())
    }
  }
}

/// One interaction where a vendor's counter and ours differ.
package struct CheckDisagreement: Equatable, Sendable {
  package var interaction: InteractionID
  /// The earliest leg's own id in the source.
  package var nativeID: String
  /// The vendor's count, in milliseconds for times.
  package var theirs: Int64
  /// Our count, where a time that is unknown counts as 0 milliseconds.
  package var ours: Int64

  /// A disagreement of known parts.
  package init(interaction: InteractionID, nativeID: String, theirs: Int64, ours: Int64) {
    self.interaction = interaction
    self.nativeID = nativeID
    self.theirs = theirs
    self.ours = ours
  }

  /// Writes everything but the id, which the cell has.
  package func write(to writer: inout ByteWriter) {
    writer.write(nativeID)
    writer.write(theirs)
    writer.write(ours)
  }

  /// Reads what was written under an id.
  package init(_ id: StableHash128, _ reader: inout ByteReader) {
    interaction = InteractionID(id)
    nativeID = reader.readText()
    theirs = reader.read(Int64.self)
    ours = reader.read(Int64.self)
  }
}
