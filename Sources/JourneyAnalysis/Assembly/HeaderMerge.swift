import JourneyModel

/// Takes every header field from the newest record that states it.
///
/// A reason that a rule found in a category is as good as a stated one: the newer of them counts.
/// One found in other fields counts where nothing is stated, one found in texts where there is
/// neither, and there the earliest record's: what the customer wrote first is why he came.
struct HeaderMerge {
  private var channel: Channel?
  private var origin: Channel?
  private var direction: Direction?
  private var outcome: Outcome?
  private var resolution: Resolution?
  /// The text fields, by the field's number.
  private var texts = (Symbol.none, Symbol.none, Symbol.none, Symbol.none)
  private var cleared = HeaderFields()
  private var derived: (reason: Symbol, basis: Symbol, ground: ReasonGround)?

  /// A header that states nothing.
  init() {}

  /// Adds the next newer record.
  mutating func add(_ record: StoredRecord, _ words: inout WordBook) {
    guard let statement = record.interaction else { return }
    channel = statement.channel ?? channel
    origin = statement.origin ?? origin
    direction = statement.direction ?? direction
    outcome = statement.outcome ?? outcome
    resolution = statement.resolution ?? resolution
    merge(.queue, statement.queue, of: record)
    merge(.agent, statement.agent, of: record)
    merge(.team, statement.team, of: record)
    merge(.reason, statement.reason, of: record)
    mergeDerived(record, isStated: !statement.reason.isNone, &words)
  }

  /// Writes the header into a vertex.
  func fill(_ vertex: inout VertexRow, _ words: inout WordBook) {
    vertex.channel = channel
    vertex.origin = origin
    vertex.direction = direction
    vertex.outcome = outcome
    vertex.resolution = resolution
    vertex.queue = self[.queue]
    vertex.agent = self[.agent]
    vertex.team = self[.team]
    vertex.cleared = cleared
    if let derived, self[.reason].isNone || derived.ground == .category {
      vertex.reason = derived.reason
      vertex.reasonBasis = derived.basis
      vertex.reasonGround = derived.ground
    } else if !self[.reason].isNone {
      vertex.reason = self[.reason]
      vertex.reasonBasis = words.symbol(of: "record")
      vertex.reasonGround = .category
    }
  }

  private mutating func mergeDerived(
    _ record: StoredRecord, isStated: Bool, _ words: inout WordBook
  ) {
    if isStated || record.clears.contains(.reason), derived?.ground == .category { derived = nil }
    guard let found = record.derivedReason else { return }
    let isEarlierText = found.ground == .text && derived?.ground == .text
    if let known = derived?.ground, known.rawValue > found.ground.rawValue || isEarlierText {
      return
    }
    derived = (found.reason, words.ruleBasis(found.rule), found.ground)
  }

  private mutating func merge(
    _ field: HeaderField, _ value: Symbol, of record: StoredRecord
  ) {
    if !value.isNone {
      self[field] = value
      cleared.set(field, false)
      return
    }
    let clears = record.clears.contains(field)
    if clears { self[field] = .none }
    // An event of the record may state the field instead: then it is not empty.
    if states(field, record) {
      cleared.set(field, false)
    } else if clears {
      cleared.set(field, true)
    }
  }

  private func states(_ field: HeaderField, _ record: StoredRecord) -> Bool {
    guard field == .queue || field == .agent, cleared.mask | record.clears.mask != 0 else {
      return false
    }
    var isStated = false
    record.forEachEvent { _, event in
      if !(field == .queue ? event.queue : event.agent).isNone { isStated = true }
    }
    return isStated
  }

  private subscript(field: HeaderField) -> Symbol {
    get {
      switch field {
      case .queue: texts.0
      case .agent: texts.1
      case .team: texts.2
      case .reason: texts.3
      }
    }
    set {
      switch field {
      case .queue: texts.0 = newValue
      case .agent: texts.1 = newValue
      case .team: texts.2 = newValue
      case .reason: texts.3 = newValue
      }
    }
  }
}

extension WordBook {
  /// What says that a rule found a reason: `rule NAME`.
  mutating func ruleBasis(_ rule: Symbol) -> Symbol {
    let prefix: StaticString = "rule "
    let count = withText(rule) { $0.count }
    return withUnsafeTemporaryAllocation(
      byteCount: prefix.utf8CodeUnitCount + count, alignment: 1
    ) { text in
      prefix.withUTF8Buffer { text.copyMemory(from: UnsafeRawBufferPointer($0)) }
      withText(rule) {
        UnsafeMutableRawBufferPointer(rebasing: text[prefix.utf8CodeUnitCount...])
          .copyMemory(from: $0)
      }
      return symbol(of: UnsafeRawBufferPointer(text))
    }
  }
}
