import JourneyModel

/// Prices contacts and what friction costs of them, in minor units of the currency.
///
/// ```
/// contact  agents' time × rate ÷ contacts at once + price per contact
/// finding  its agents' time × rate ÷ contacts at once + avoidable × price per contact
///          + its customer's time × value of that time
/// ```
///
/// Each part is rounded: of contacts half up, of findings down, so that findings never cost more
/// than there is. The rate is that of the contact's queue, else of its team, else of its channel.
/// What is not known has no price: a contact that took agents' time without a rate or a price per
/// contact, or whose agents' time no source states and that has no price per contact. A contact no
/// agent had costs its price per contact, or nothing.
struct ContactPrices {
  private let minorUnits: Int64
  private let queues: [Symbol: CostSettings.Rate]
  private let teams: [Symbol: CostSettings.Rate]
  private let customerTime: CostSettings.Rate?
  private let channels: [ChannelPrice]

  /// What a channel costs.
  private struct ChannelPrice {
    var rate: CostSettings.Rate?
    /// In minor units.
    var perContact: Int64?
    /// In permille.
    var concurrency: Int64
  }

  /// The prices of settings for rows whose symbols are those of `words`.
  init(_ settings: CostSettings, words: Words) {
    let minorUnits = settings.currency.minorUnits
    self.minorUnits = minorUnits
    customerTime = settings.customerTime
    func bound(_ rates: [String: CostSettings.Rate]) -> [Symbol: CostSettings.Rate] {
      var bound: [Symbol: CostSettings.Rate] = [:]
      for (name, rate) in rates {
        let symbol = words.symbol(of: name)
        if !symbol.isNone { bound[symbol] = rate }
      }
      return bound
    }
    queues = bound(settings.queues)
    teams = bound(settings.teams)
    channels = Channel.allCases.map { channel in
      ChannelPrice(
        rate: settings.channels[channel.name],
        perContact: settings.perContact[channel.name].map {
          Int64(clamping: (Int128($0) * Int128(minorUnits) + 500_000) / 1_000_000)
        },
        concurrency: settings.concurrency[channel.name] ?? 1000)
    }
  }

  /// What a contact costs; nil where that is not known.
  func cost(of row: InteractionRow) -> Int64? {
    let channel = channels[Int(row.channel.rawValue)]
    let milliseconds = TimeParts(of: row).agent
    if milliseconds > 0, let rate = rate(of: row) {
      let time = amount(milliseconds, rate, concurrency: channel.concurrency, isRoundedUp: true)
      return time + (channel.perContact ?? 0)
    }
    let hadAgent = row.answeredAt != nil || row.hasAgentMessage || row.talkMilliseconds != nil
    return channel.perContact ?? (hadAgent && row.talkMilliseconds != 0 ? nil : 0)
  }

  /// What a finding costs in a contact; nil where that is not known.
  func cost(of finding: FindingRow, in row: InteractionRow) -> Int64? {
    guard finding.isActive else { return 0 }
    let channel = channels[Int(row.channel.rawValue)]
    var sum = Int64(finding.avoidable) * (channel.perContact ?? 0)
    if finding.agentMilliseconds > 0 {
      if let rate = rate(of: row) {
        sum += amount(finding.agentMilliseconds, rate, concurrency: channel.concurrency)
      } else if channel.perContact == nil {
        return nil
      }
    }
    if let customerTime { sum += amount(finding.customerActiveMilliseconds, customerTime) }
    return sum
  }

  private func rate(of row: InteractionRow) -> CostSettings.Rate? {
    queues[row.queue] ?? teams[row.team] ?? channels[Int(row.channel.rawValue)].rate
  }

  /// Minor units for a time, rounded half up or down.
  ///
  /// - Parameter concurrency: Contacts at once, in permille.
  private func amount(
    _ milliseconds: Int64, _ rate: CostSettings.Rate, concurrency: Int64 = 1000,
    isRoundedUp: Bool = false
  ) -> Int64 {
    let dividend = Int128(milliseconds) * Int128(rate.millionths) * Int128(minorUnits) * 1000
    let divisor = Int128(rate.milliseconds) * Int128(concurrency) * 1_000_000
    return Int64(
      clamping: isRoundedUp ? (2 * dividend + divisor) / (2 * divisor) : dividend / divisor)
  }
}
