import JourneyModel

/// The parts of the time an interaction took, in milliseconds.
///
/// Customers are occupied by menu, queue, hold and talk of calls and chats; agents by talk, hold
/// and after-contact work. Unknown parts are zero.
struct TimeParts: BitwiseCopyable, Equatable {
  /// Time in the menu before the first queue.
  var menu: Int64 = 0
  /// Time in queues before the first answer.
  var wait: Int64 = 0
  /// Time on hold, summed over legs.
  var hold: Int64 = 0
  /// Time talking, holds excluded, summed over legs.
  var talk: Int64 = 0
  /// After-contact work, summed over legs.
  var wrap: Int64 = 0
  /// Whether the customer was there live.
  var isLive = true

  init() {}

  /// The time of an interaction.
  init(of row: InteractionRow) {
    menu = row.ivrMilliseconds ?? 0
    wait = row.waitMilliseconds ?? 0
    hold = row.holdMilliseconds ?? 0
    talk = row.talkMilliseconds ?? 0
    wrap = row.wrapMilliseconds ?? 0
    isLive = row.isLive
  }

  /// The customer's occupied time.
  var customer: Int64 { isLive ? menu + wait + hold + talk : 0 }

  /// The agents' time, whether or not the customer was there live.
  var agent: Int64 { hold + talk + wrap }

  /// Takes as much of what is claimed as is left, part by part, and returns it.
  mutating func take(_ claim: TimeParts) -> TimeParts {
    var taken = TimeParts()
    taken.isLive = isLive
    taken.menu = min(menu, claim.menu)
    taken.wait = min(wait, claim.wait)
    taken.hold = min(hold, claim.hold)
    taken.talk = min(talk, claim.talk)
    taken.wrap = min(wrap, claim.wrap)
    menu -= taken.menu
    wait -= taken.wait
    hold -= taken.hold
    talk -= taken.talk
    wrap -= taken.wrap
    return taken
  }
}
