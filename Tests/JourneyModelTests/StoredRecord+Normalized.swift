import JourneyModel

extension StoredRecord {
  /// The record it stands for, its symbols being of `words`.
  func normalized(_ words: WordBook, origin: RecordOrigin) -> NormalizedRecord {
    func text(_ symbol: Symbol) -> String? {
      symbol.isNone ? nil : words.withText(symbol) { String(decoding: $0, as: UTF8.self) }
    }
    var record = NormalizedRecord(
      id: id, key: key, version: version == .min ? nil : version, origin: origin)
    record.order = order
    record.isDeleted = isDeleted
    record.clears = Set(HeaderField.allCases.filter { clears.contains($0) })
    if let header = interaction {
      var statement = InteractionStatement(
        kind: header.kind, nativeID: String(decoding: header.nativeID, as: UTF8.self),
        reference: header.reference)
      statement.channel = header.channel
      statement.origin = header.origin
      statement.direction = header.direction
      statement.outcome = header.outcome
      statement.queue = text(header.queue)
      statement.agent = text(header.agent)
      statement.team = text(header.team)
      statement.reason = text(header.reason)
      record.interaction = statement
    }
    forEachToken { record.tokens.append($0) }
    forEachLink { record.links.append($0) }
    forEachEvent { _, stated in
      var event = EventStatement(activity: stated.activity, at: stated.at)
      event.by = stated.by
      event.actor = stated.actor.isZero ? nil : stated.actor
      event.queue = text(stated.queue)
      event.agent = text(stated.agent)
      event.value = text(stated.value)
      event.durationMilliseconds =
        stated.durationMilliseconds == .min ? nil : stated.durationMilliseconds
      event.count = stated.count == .min ? nil : stated.count
      record.events.append(event)
    }
    forEachFeedback { record.feedback.append($0) }
    forEachAttribute { name, value in
      record.attributes.append(
        ProfileAttribute(
          name: text(name) ?? "", value: String(decoding: value, as: UTF8.self)))
    }
    forEachCheck { record.checks.append($0) }
    if let derived = derivedReason {
      record.derivedReason = DerivedReason(
        reason: text(derived.reason) ?? "", rule: text(derived.rule) ?? "",
        ground: derived.ground)
    }
    forEachText { left in
      var reader = ByteReader(left.shingles)
      var shingles: [UInt64] = []
      while !reader.isAtEnd { shingles.append(reader.read(UInt64.self)) }
      let features = TextFeatures(signals: left.signals, shingles: shingles)
      if let event = left.event {
        record.events[event].text = features
      } else {
        record.texts.append(
          TextStatement(
            role: left.role, features: features,
            kept: left.kept.map { String(decoding: $0, as: UTF8.self) }))
      }
    }
    return record
  }
}
