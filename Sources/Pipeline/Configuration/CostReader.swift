internal import JourneyAnalysis
internal import JourneyModel
internal import Settings

/// Reads what contacts cost: `costs` of a configuration.
struct CostReader {
  private(set) var diagnostics: [Diagnostic] = []

  /// The prices under `costs`; nil without a currency, which is reported.
  mutating func read(_ node: YAMLNode) -> CostSettings? {
    var keys = MappingReader(node, what: "'costs'")
    _ = keys.requiredNode("currency")
    let code = keys.word("currency", among: Currency.codes)
    var channels: [String: CostSettings.Rate] = [:]
    for channel in Channel.names {
      channels[channel] = keys.rate(channel).map(CostSettings.Rate.init)
    }
    let teams = rates(&keys, "teams")
    let queues = rates(&keys, "queues")
    let perContact = amounts(&keys, "per-contact", in: 0...1_000_000_000_000) { $0 }
    let concurrency = amounts(&keys, "concurrency", in: 1_000_000...100_000_000) { $0 / 1000 }
    let customerTime = keys.rate("customer-time").map(CostSettings.Rate.init)
    keys.finish(into: &diagnostics)
    guard let currency = code.flatMap({ Currency(code: $0) }) else { return nil }
    var settings = CostSettings(currency: currency)
    (settings.channels, settings.teams, settings.queues) = (channels, teams, queues)
    (settings.perContact, settings.concurrency) = (perContact, concurrency)
    settings.customerTime = customerTime
    return settings
  }

  /// Rates under names the user chooses.
  private mutating func rates(
    _ keys: inout MappingReader, _ key: String
  ) -> [String: CostSettings.Rate] {
    guard let node = keys.node(key) else { return [:] }
    if let shape = node.shape {
      shape.add(.freeMapping)
      return [:]
    }
    var names = MappingReader(node, what: "'\(key)'")
    var rates: [String: CostSettings.Rate] = [:]
    for entry in node.entries ?? [] {
      rates[entry.key] = names.rate(entry.key).map(CostSettings.Rate.init)
    }
    names.finish(into: &diagnostics)
    return rates
  }

  /// Numbers by channel.
  private mutating func amounts(
    _ keys: inout MappingReader, _ key: String, in allowed: ClosedRange<Int64>,
    _ unit: (Int64) -> Int64
  ) -> [String: Int64] {
    guard let node = keys.node(key) else { return [:] }
    var channels = MappingReader(node, what: "'\(key)'")
    var amounts: [String: Int64] = [:]
    for channel in Channel.names {
      amounts[channel] = channels.millionths(channel, in: allowed).map(unit)
    }
    channels.finish(into: &diagnostics)
    return amounts
  }
}

extension CostSettings.Rate {
  fileprivate init(_ rate: Quantity.Rate) {
    self.init(millionths: rate.millionths, per: rate.milliseconds)
  }
}
