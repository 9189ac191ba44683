import JourneyModel

extension StoredRecord {
  /// The record it stands for, its symbols being of `words`.
  func normalized(_ words: WordBook, origin: RecordOrigin) -> NormalizedRecord {
    let text = words.text
    var record = NormalizedRecord(
      id: id, key: key, version: version == .min ? nil : version, origin: origin)
    record.order = order
    record.isDeleted = isDeleted
    record.clears = Set(HeaderField.allCases.filter { clears.contains($0) })
    record.interaction = interaction.map { statement($0, words) }
    forEachToken { record.tokens.append($0) }
    forEachLink { record.links.append($0) }
    forEachEvent { _, stated in record.events.append(event(stated, words)) }
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

  private func statement(_ header: Header, _ words: WordBook) -> InteractionStatement {
    var statement = InteractionStatement(
      kind: header.kind, nativeID: String(decoding: header.nativeID, as: UTF8.self),
      reference: header.reference)
    statement.channel = header.channel
    statement.origin = header.origin
    statement.direction = header.direction
    statement.outcome = header.outcome
    statement.queue = words.text(header.queue)
    statement.agent = words.text(header.agent)
    statement.team = words.text(header.team)
    statement.reason = words.text(header.reason)
    return statement
  }

  private func event(_ stated: Event, _ words: WordBook) -> EventStatement {
    var event = EventStatement(activity: stated.activity, at: stated.at)
    event.by = stated.by
    event.actor = stated.actor.isZero ? nil : stated.actor
    event.queue = words.text(stated.queue)
    event.agent = words.text(stated.agent)
    event.value = words.text(stated.value)
    let duration = stated.durationMilliseconds
    event.durationMilliseconds = duration == .min ? nil : duration
    event.count = stated.count == .min ? nil : stated.count
    return event
  }
}

extension WordBook {
  /// The text of a symbol.
  fileprivate func text(_ symbol: Symbol) -> String? {
    symbol.isNone ? nil : withText(symbol) { String(decoding: $0, as: UTF8.self) }
  }
}
