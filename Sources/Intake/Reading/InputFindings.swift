package import JourneyModel
internal import RecordFormats
internal import Settings

extension RecordNormalizer {
  /// What no record had, given the names of the file; parts of what is absent are left out, and so
  /// are values that stand in chosen elements of an array.
  func absentNames(present: [String]) -> [AbsentName] {
    let missing = plan.slots.indices.filter { number in
      let scope = plan.scopes[Int(plan.slots[number].scope)]
      let isReached = scope.arraySlot == FieldPlan.none || seen[Int(scope.arraySlot)]
      return !seen[number] && isReached && !plan.slots[number].name.contains("==")
    }
    let wanted = Set(plan.slots.map { Self.lastKey(of: $0.name) })
    let others = Suggestion(among: present.filter { !wanted.contains($0) })
    return missing.map { number in
      let name = plan.slots[number].name
      return AbsentName(name: name, nearest: others.nearest(to: Self.lastKey(of: name)))
    }
  }

  /// The key at the end of a path, or the column.
  private static func lastKey(of name: String) -> String {
    let bare = name.hasSuffix("\"]") ? String(name.dropLast(2)) : name
    return bare.split { $0 == "." || $0 == "\"" }.last.map(String.init) ?? bare
  }

  /// Notes which slots the columns of a header fill.
  mutating func sawColumns(_ columns: RowColumns) {
    for (slot, column) in columns.slots.enumerated() where column >= 0 { seen[slot] = true }
    for (scope, range) in zip(plan.scopes, columns.ranges) where scope.elementSlot >= 0 {
      seen[Int(scope.elementSlot)] = !range.isEmpty
    }
  }
}

extension InputReader {
  /// The zone of local times, and whether it was assumed.
  package var zoneDescription: String { normalizer.times.zoneDescription }

  /// Whether a local time was read in a zone that nobody configured.
  package var assumedZoneUsed: Bool { normalizer.times.usedAssumedZone }

  /// What values did not fit, although their records were accepted.
  package var notes: ReadingNotes { normalizer.allNotes }

  /// How many records all pages have, by what the vendor says; nil if it does not say so.
  package var statedTotal: Int64? { objects.statedTotal }

  /// What the adapter names and no record had; empty if there was no record.
  package var absentNames: [AbsentName] {
    if ledger.recordsRead == 0 { return [] }
    return normalizer.absentNames(present: columnNames + presentKeys.names.sorted())
  }
}

extension ReadingNotes {
  /// Adds pages with another number of records than the vendor says, or without any list of them.
  mutating func add(_ miscounts: [PageMiscount], of reads: ReadsDefinition) {
    for page in miscounts {
      if let stated = page.stated {
        let word = "says \(stated), has \(page.found)"
        add(Note(.pageCount, subject: reads.counts.page ?? "", word: word))
      } else {
        add(Note(.pageWithoutList, subject: reads.members.joined(separator: ", ")))
      }
    }
  }
}

/// The keys of the first records of a file.
struct PresentKeys {
  private(set) var names: Set<String> = []
  private var records = 0

  /// Keys are taken from so many records, and no more than so many keys.
  private static let (recordLimit, keyLimit) = (5, 1000)

  /// Whether more records are of interest.
  var wantsMore: Bool { records < Self.recordLimit && names.count < Self.keyLimit }

  /// Takes the keys of a record, those inside its objects and arrays too.
  mutating func add(_ tape: JSONTape, of record: UnsafeRawBufferPointer) {
    records += 1
    add(at: 0, on: tape, of: record)
  }

  private mutating func add(at mark: Int, on tape: JSONTape, of record: UnsafeRawBufferPointer) {
    if tape.isObject(mark) {
      for (key, value) in tape.members(of: mark) where names.count < Self.keyLimit {
        names.insert(String(decoding: record[key.range], as: UTF8.self))
        add(at: value, on: tape, of: record)
      }
    } else if tape.isArray(mark) {
      for element in tape.elements(of: mark) where names.count < Self.keyLimit {
        add(at: element, on: tape, of: record)
      }
    }
  }
}
