/// Everything the people of one group do in the simulated time.
struct SimulatedGroup: Sendable {
  /// The people who live or work together.
  var group: PeopleGroup
  /// What they did, in the order in which it was simulated.
  var touches: [Touch] = []
  /// Friction that only the simulation knows of.
  var planted: [PlantedFriction] = []
}

/// Friction that happened between touches.
struct PlantedFriction: Sendable {
  /// Which friction of the catalogue.
  var kind: FrictionKind
  /// The touch on which a detector should see it, a position in the group's touches.
  var touch: Int
  /// When it happened, in seconds since 1970.
  var at: Int
}

/// Simulates the people of one group.
struct GroupSimulation {
  /// Ways to make contact, in the order of `Reason.channels`.
  enum Way: Int { case voice, chat, message, email, web, social }

  /// What kind of center it is.
  let world: CenterWorld
  /// How many more interactions may happen.
  var budget: Int
  /// What happened so far.
  var result: SimulatedGroup
  /// The chance of this group alone, so that groups do not depend on each other.
  var dice: Dice
  /// The next number of a leg, a conversation, a ticket.
  var nextID: Int
  /// The numbers of matters so far.
  var matters = 0

  /// The numbers of legs and tickets each group has to itself.
  static let idsPerGroup = 1 << 16

  /// A simulation of the group of a number.
  init(world: CenterWorld, number: Int, budget: Int) {
    self.world = world
    self.budget = budget
    var dice = Dice(seed: world.settings.seed, purpose: 1, number: number)
    result = SimulatedGroup(group: world.population.group(number, &dice))
    self.dice = dice
    nextID = number * GroupSimulation.idsPerGroup
  }

  /// Lives through all matters of the group.
  mutating func simulate() -> SimulatedGroup {
    var beginnings: [(person: Int, at: Int)] = []
    for person in result.group.people.indices {
      for _ in 0..<matterCount() {
        let site = result.group.people[person].site
        beginnings.append((person, world.clock.arrival(&dice, at: site)))
      }
    }
    beginnings.sort { ($0.at, $0.person) < ($1.at, $1.person) }
    for beginning in beginnings where budget > 0 {
      MatterSimulation.run(&self, person: beginning.person, at: beginning.at)
    }
    return result
  }

  /// How many matters somebody has: more in a longer time.
  private mutating func matterCount() -> Int {
    let days = world.settings.days
    let again = days * 1_000 / (days + (result.group.kind == .company ? 200 : 75))
    var count = 1
    while count < 40, dice.chance(again) { count += 1 }
    return count
  }
}

/// What all groups of a center have in common.
package struct CenterWorld: Sendable {
  /// What kind of center it is.
  let settings: CenterSettings
  /// When the simulated time begins and ends.
  let clock: CenterClock
  /// Everybody who may make contact.
  let population: Population
  /// Everybody who works there.
  let roster = Roster()
  /// How busy it is.
  let load: Load
  /// How untidy its exports are.
  let rates: DirtRates

  /// The world of a center.
  package init(_ settings: CenterSettings) {
    self.settings = settings
    clock = CenterClock(days: settings.days)
    population = Population(settings: settings, clock: clock)
    load = Load(clock: clock)
    rates = DirtRates(settings.dirt)
  }
}
