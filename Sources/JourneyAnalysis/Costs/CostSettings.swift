/// What contacts cost, as configured under `costs`.
package struct CostSettings: Equatable, Sendable {
  /// The currency of all amounts.
  package var currency: Currency
  /// What the time of agents costs on a channel, by its name.
  package var channels: [String: Rate] = [:]
  /// The same of a team, which goes before the channel.
  package var teams: [String: Rate] = [:]
  /// The same of a queue, which goes before the team.
  package var queues: [String: Rate] = [:]
  /// What a contact costs whatever time it takes, by channel, in millionths of a unit.
  package var perContact: [String: Int64] = [:]
  /// How many contacts of a channel an agent handles at once, in permille.
  package var concurrency: [String: Int64] = [:]
  /// What the time of customers is worth; nil to leave it out.
  package var customerTime: Rate?

  /// No prices yet.
  package init(currency: Currency) { self.currency = currency }

  /// An amount for a time: the price of agents' or customers' minutes.
  package struct Rate: Equatable, Sendable {
    /// Millionths of a unit of the currency.
    package var millionths: Int64
    /// The milliseconds they are for.
    package var milliseconds: Int64

    /// An amount for a time, which is positive.
    package init(millionths: Int64, per milliseconds: Int64) {
      self.millionths = millionths
      self.milliseconds = milliseconds
    }
  }
}
