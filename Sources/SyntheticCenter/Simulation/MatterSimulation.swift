/// One matter of one person: contact after contact until it is settled or given up.
///
/// ```
/// web visit ─ chat, bot fails ─ 12 min ─ call, unresolved ─ ticket ─ chased by phone ─ solved
/// ```
struct MatterSimulation {
  /// What to do after a touch.
  struct Next {
    /// How the customer comes again.
    var way: GroupSimulation.Way
    /// When, in seconds since 1970.
    var at: Int
    /// The friction this return is.
    var friction: [FrictionKind] = []
  }

  private static let mostContacts = 7

  let person: Int
  let matter: Int
  let reason: Int
  var step = 0

  /// Simulates a matter that begins at an instant.
  static func run(_ group: inout GroupSimulation, person: Int, at: Int) {
    var matter = MatterSimulation(
      person: person, matter: group.matters, reason: group.dice.pick(Reason.weights))
    group.matters += 1
    if group.result.group.people[person].role == .staffTest {
      _ = matter.contact(&group, .voice, at: at)
      return
    }
    var next: Next? = Next(way: matter.firstWay(&group), at: at)
    matter.visit(&group, &next)
    for _ in 0..<MatterSimulation.mostContacts {
      guard let now = next, now.at < group.world.clock.end, group.budget > 0 else { return }
      let before = group.result.touches.count
      next = matter.contact(&group, now.way, at: now.at)
      guard group.result.touches.count > before else { return }
      for kind in now.friction {
        let at = group.result.touches[before].start
        group.result.planted.append(PlantedFriction(kind: kind, touch: before, at: at))
      }
    }
  }

  /// Some look at the help pages first and find nothing.
  private mutating func visit(_ group: inout GroupSimulation, _ next: inout Next?) {
    guard let first = next, first.way.rawValue <= 2, group.dice.chance(220) else { return }
    let start = first.at - group.dice.within(240...1_500)
    guard start > group.world.clock.start else { return }
    group.nextID += 1
    let visit = WebVisit(start: start, end: start + group.dice.within(60...220))
    add(
      .visit(visit), id: NativeID.guid("visit", group.nextID), shown: ShownIdentity(), to: &group)
    next?.friction.append(.failedSelfService)
  }

  private func firstWay(_ group: inout GroupSimulation) -> GroupSimulation.Way {
    var weights = Reason.all[reason].channels
    switch group.world.settings.shape.mix {
    case .balanced: break
    case .voice: weights = [weights[0] * 6] + weights.dropFirst()
    case .digital: weights = [weights[0] / 3] + weights.dropFirst().map { $0 * 2 }
    }
    let writes = !group.result.group.people[person].emails.isEmpty
    if !writes { weights = [900, 100, 0, 0, 0, 0] }
    return GroupSimulation.Way(rawValue: group.dice.pick(weights)) ?? .voice
  }

  private mutating func contact(
    _ group: inout GroupSimulation, _ way: GroupSimulation.Way, at: Int
  ) -> Next? {
    switch way {
    case .voice: live(&group, at: at, isChat: false, way: way)
    case .chat, .message: live(&group, at: at, isChat: true, way: way)
    case .email, .web, .social: write(&group, at: at, way: way)
    }
  }

  /// Adds a touch and pays for it.
  mutating func add(
    _ story: Touch.Story, id: String, shown: ShownIdentity, isLinked: Bool = false,
    to group: inout GroupSimulation
  ) {
    step += 1
    var touch = Touch(
      nativeID: id, person: person, matter: matter, step: step, reason: reason, shown: shown,
      story: story)
    touch.isLinked = isLinked
    if touch.isExported { group.budget -= 1 }
    group.result.touches.append(touch)
  }

  /// A stretch of time between contacts, as the center's settings scale it.
  func gap(_ group: inout GroupSimulation, _ quantiles: Quantiles) -> Int {
    group.dice.sample(quantiles.scaled(permille: group.world.settings.shape.matterGapPermille))
  }
}
